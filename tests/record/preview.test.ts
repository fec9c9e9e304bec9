/** What a preview says is what recording does: each score, each number of the report, and nothing before. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccuracyReport } from '../../src/domain/accuracy/report/models/accuracy-model.ts';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import type { ResolutionPreview } from '../../src/services/questions/preview.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Fields, outcomeBody, Recorder } from './fixtures.ts';

let service: TestService;
let recorder: Recorder;
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
});
afterAll(() => service.close());

type Movement = Omit<ResolutionPreview['movements'][number], 'before' | 'after'>;
interface Mean {
  readonly questions: number;
  readonly mean: unknown;
}

const keyOf = ({ forecasterId, questionType, rule, reading }: Omit<Movement, 'forecaster'>): string =>
  [forecasterId, questionType, rule, reading].join(' ');

/** Every mean of the accuracy report by forecaster. */
async function means(): Promise<Map<string, Mean>> {
  const { groups } = (await service.anyone.get('/v1/reports/accuracy?groupLimit=1000'))
    .body as AccuracyReport;
  return new Map(
    groups.flatMap(({ values, rows }) =>
      rows.flatMap(({ questionType, rule, ...cells }) =>
        (['strict', 'lenient'] as const).map((reading): [string, Mean] => [
          keyOf({ forecasterId: values[0]?.id ?? '', questionType, rule, reading }),
          { questions: cells[reading].questions, mean: cells[reading].mean.value },
        ]),
      ),
    ),
  );
}

/** Numbers that are not the same in both, with both. */
function moved(before: Map<string, Mean>, after: Map<string, Mean>): Record<string, [Mean, Mean]> {
  const none = { questions: 0, mean: null };
  return Object.fromEntries(
    [...new Set([...before.keys(), ...after.keys()])]
      .sort()
      .map((key): [string, [Mean, Mean]] => [key, [before.get(key) ?? none, after.get(key) ?? none]])
      .filter(([, [was, is]]) => was.questions !== is.questions || was.mean !== is.mean),
  );
}

const head = async () => ((await service.anyone.get('/v1/audit/head')).body as { seq: number }).seq;

async function scoresOf(questionId: string): Promise<string[]> {
  const { body } = await service.anyone.get(`/v1/forecasts?questionId=${questionId}&limit=200`);
  return (body.items as Forecast[])
    .flatMap(({ id, scores }) => scores.map(({ rule, value }) => `${id} ${rule} ${value}`))
    .sort();
}

/** Previews a resolution, records it, and holds the one against the other. */
async function previewAndRecord(question: Question, dependant: Question, body: Fields): Promise<void> {
  const path = `/v1/questions/${question.id}/resolutions`;
  const ifMatch = await recorder.etag(`/v1/questions/${question.id}`);
  const [before, headBefore] = [await means(), await head()];
  const answer = await service.admin.post(`${path}/preview`).set('If-Match', ifMatch).send(body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const preview = answer.body as ResolutionPreview;
  expect([await head(), moved(before, await means())], 'nothing is recorded').toEqual([headBefore, {}]);

  const recorded = await service.admin.post(path).set('If-Match', ifMatch).send(body);
  expect(recorded.status, JSON.stringify(recorded.body)).toBe(201);
  const said = preview.scores.map(({ forecastId, rule, value }) => `${forecastId} ${rule} ${value}`);
  expect(await scoresOf(question.id)).toEqual(said.sort());
  const movements = preview.movements.map((movement): [string, [Mean, Mean]] => [
    keyOf(movement),
    [movement.before, movement.after],
  ]);
  expect(moved(before, await means())).toEqual(Object.fromEntries(movements));
  const { item } = await recorder.read<Question>(`/v1/questions/${dependant.id}`);
  const fell = preview.cascade.find(({ questionId }) => questionId === dependant.id);
  if (fell !== undefined && 'void' in fell.outcome) expect(item.status).toBe('void');
}

const forecasts = fc.array(fc.record({ probability: fc.integer({ min: 0, max: 20 }), who: fc.nat(2) }), {
  minLength: 1,
  maxLength: 4,
});

it('a preview tells what recording moves, and a correction moves it back', async () => {
  const people = [await recorder.forecaster(), await recorder.forecaster(), await recorder.forecaster()];
  await fc.assert(
    fc.asyncProperty(forecasts, fc.boolean(), fc.boolean(), async (made, outcome, needs) => {
      const question = await recorder.question();
      const condition = { questionId: question.id, outcome: { value: needs } };
      const dependant = await recorder.question({ condition });
      for (const [at, { probability, who }] of made.entries()) {
        const change = {
          forecasterId: people[who]?.id,
          madeAt: new Date(Date.UTC(2024, 11, 1 + at)).toISOString(),
        };
        await recorder.forecast(question.id, probability / 20, change);
      }
      const start = await means();
      await previewAndRecord(question, dependant, outcomeBody({ value: outcome }));
      const { item } = await recorder.read<Question>(`/v1/questions/${question.id}`);
      const reopened = outcomeBody(
        { reopened: true },
        { knownAt: null, evidence: [], supersedesId: item.resolution?.id, reason: 'Too early.' },
      );
      await previewAndRecord(item, dependant, reopened);
      expect(moved(start, await means()), 'as if it had never been resolved').toEqual({});
    }),
    { numRuns: 5 },
  );
}, 60_000);

/** Random histories: what a report said as of an audit number stays byte for byte, whatever is written later. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderers } from '../../src/reports/registry.ts';
import { startService, type TestService } from '../support/service.ts';
import { evidence, Recorder, unique } from './fixtures.ts';
import { type Action, actions } from './history-actions.ts';
import { HistoryRun } from './history-run.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const formats = renderers.map(({ format }) => format);

/** The answer as it comes over the socket. */
async function bytesOf(target: string): Promise<Buffer> {
  const answer = await fetch(`${service.anyone.url}${target}`);
  expect(answer.status, target).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** Three people on questions of two topics and entities, with a claim that has a verdict. */
async function peopleAndThings() {
  const people = [await record.forecaster(), await record.forecaster(), await record.forecaster()];
  const [first, second, third] = people.map(({ id }) => id) as [string, string, string];
  const topics = [unique('Topic'), unique('Topic')] as [string, string];
  const entities = [unique('Entity'), unique('Entity')] as [string, string];
  const claim = await record.statement({ forecasterId: first, kind: 'claim', topics, entities });
  await record.verdict(claim.id);
  for (const [at, topic] of topics.entries()) {
    const remark = await record.statement({ forecasterId: second, topics: [topic] });
    const { id } = await record.question({
      topics: [topic],
      entities: [entities[at]],
      statementId: remark.id,
    });
    for (const forecasterId of [first, second, third])
      await record.forecast(id, 0.25 + at / 2, { forecasterId });
    await record.resolve(id, { value: at === 0 });
  }
  return { first, second, third, topics, entities, claim };
}

type Things = Awaited<ReturnType<typeof peopleAndThings>>;

/** Names, topics, entities, who is who, and the verdict become other than before. */
async function turnOver({ first, third, topics, entities, claim }: Things): Promise<void> {
  await record.edit(`/v1/forecasters/${first}`, { name: unique('Renamed') });
  await record.merge(`/v1/forecasters/${third}`, first);
  for (const [plural, [alias, other]] of [
    ['topics', topics],
    ['entities', entities],
  ] as const) {
    const idOf = async (name: string) =>
      (await service.anyone.get(`/v1/${plural}?q=${encodeURIComponent(name)}`)).body.items[0].id as string;
    await record.merge(`/v1/${plural}/${await idOf(alias)}`, await idOf(other));
  }
  const [verdict] = (await service.anyone.get(`/v1/statements/${claim.id}/verdicts`)).body.items;
  const corrected = await service.admin
    .post(`/v1/statements/${claim.id}/verdicts`)
    .set('If-Match', await record.etag(`/v1/statements/${claim.id}`))
    .send({ rating: 'inaccurate', evidence, supersedesId: verdict.id, reason: 'It was wrong.' });
  expect(corrected.status, JSON.stringify(corrected.body)).toBe(201);
}

it('every format of every report is the same bytes as of an audit number after all that may be written later', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(actions, { minLength: 6, maxLength: 10 }),
      fc.array(actions, { minLength: 6, maxLength: 10 }),
      async (before: readonly Action[], after: readonly Action[]) => {
        const things = await peopleAndThings();
        const { first, second, third, topics, entities } = things;
        const run = new HistoryRun(service, record, [first, second, third]);
        for (const action of before) await run.take(action);
        const seq = (await service.anyone.get('/v1/audit/head')).body.seq as number;
        const of = encodeURIComponent;
        const { name } = (await service.anyone.get(`/v1/forecasters/${first}`)).body;
        const targets = [
          ...formats.map(
            (format) =>
              `accuracy?groupBy=forecaster&forecasterId=${first}&forecasterId=${third}&format=${format}`,
          ),
          ...['json', 'md'].flatMap((format) => [
            `accuracy?groupBy=topic&format=${format}`,
            `accuracy?groupBy=entity&topic=${of(topics[0])}&format=${format}`,
            `calibration?entity=${of(entities[0])}&format=${format}`,
            `leaderboard?forecaster=${of(name)}&format=${format}`,
          ]),
          ...formats
            .filter((format) => format !== 'pdf')
            .flatMap((format) => [
              `calibration?groupBy=forecaster&format=${format}`,
              `leaderboard?format=${format}`,
              `head-to-head?forecasterId=${first}&forecasterId=${third}&format=${format}`,
            ]),
        ].map((target) => `/v1/reports/${target}&asOf=${seq}`);
        const then: Buffer[] = [];
        for (const target of targets) then.push(await bytesOf(target));
        for (const action of after) await run.take(action);
        await turnOver(things);
        for (const [at, target] of targets.entries()) {
          const now = await bytesOf(target);
          if (!now.equals(then[at] as Buffer)) expect(now.toString(), target).toBe(String(then[at]));
        }
        const today = await bytesOf('/v1/reports/accuracy?groupBy=forecaster&format=json');
        expect(today.toString()).toContain('Renamed');
      },
    ),
    { numRuns: 2, endOnFailure: true },
  );
}, 60_000);

/** What reports answer from a kept record after random writes is what the raw record gives, to the byte. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import { movementsBetween } from '../../src/domain/accuracy/movements.ts';
import type { ResolutionEntry } from '../../src/domain/accuracy/record/report-record.ts';
import { reportOn } from '../../src/services/reports/report-on.ts';
import type { ReportOrder } from '../../src/services/reports/report-order.ts';
import { checkRequest, type ReportRequest } from '../../src/services/reports/request.ts';
import { openWorkerPool, type WorkerPool } from '../../src/services/reports/worker-pool.ts';
import { startService, type TestService } from '../support/service.ts';
import { evidence, Recorder, unique } from './fixtures.ts';
import { type Action, actions } from './history-actions.ts';
import { HistoryRun } from './history-run.ts';

let service: TestService;
let record: Recorder;
let pool: WorkerPool;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  pool = openWorkerPool({ threads: 1 });
});
afterAll(async () => {
  await pool.close();
  await service.close();
});

type Asked = ReportRequest & { readonly kind?: ReportOrder['kind'] };
const REQUESTS: readonly Asked[] = [
  {},
  { groupBy: ['month'], baseline: 'crowd', crowd: 'extremised', forecastPolicy: 'all', weight: 'question' },
  { groupBy: ['topic', 'basis'], baseline: 'baseRate', cluster: 'source', forecastPolicy: 'timeWeighted' },
  { groupBy: ['forecaster'], forecastPolicy: 'spot', spotAt: 'closeMinus7Days' },
  { groupBy: ['source'], status: ['resolved', 'open'], capture: 'before', hedge: 'high' },
  // The same sums, and filters that may select what others do.
  { level: 0.8, groupLimit: 1 },
  { type: ['binary'] },
  { kind: 'calibration', groupBy: ['topic'] },
  { kind: 'calibration', groupBy: ['topic'], probabilityAbove: 0 },
  { kind: 'leaderboard', status: ['resolved', 'closed'] },
];

function orderOf({ kind = 'accuracy', ...request }: Asked): ReportOrder {
  const { parameters, filter } = checkRequest(kind, request);
  return { kind, parameters, filter };
}

async function rawReport(asked: Asked, seq: number): Promise<string> {
  return JSON.stringify(reportOn(await service.store.recordAsOf(seq), orderOf(asked)));
}

async function keptReport(asked: Asked, seq: number | null): Promise<string> {
  return JSON.stringify(await pool.build(orderOf(asked), seq, service.store));
}

/** What an outcome of one of the questions would move: from the kept record, and from two reports on the raw one. */
async function movementsOf(pick: number, seq: number) {
  const raw = await service.store.recordAsOf(seq);
  const question = raw.questions[pick % raw.questions.length] as (typeof raw.questions)[number];
  const supposed: ResolutionEntry = {
    questionId: question.id,
    outcome: pick % 5 === 0 ? { void: 'ambiguous' } : { value: pick % 2 === 0 },
    state: pick % 5 === 0 ? 'void' : 'value',
    knownAtInstant: pick % 5 === 0 ? null : '2025-03-01T00:00:00.000Z',
  };
  const resolutions = raw.resolutions.filter(({ questionId }) => questionId !== question.id);
  const { parameters, filter } = checkRequest('accuracy', {});
  const reportOf = (record: typeof raw) => buildAccuracyReport(record, parameters, filter);
  return {
    kept: await pool.movements([supposed], service.store),
    raw: movementsBetween(reportOf(raw), reportOf({ ...raw, resolutions: [...resolutions, supposed] })),
  };
}

/** Writes of the nouns around forecasts: what many questions share, and what joins them. */
const surroundings = fc.record({
  kind: fc.constant('surround' as const),
  what: fc.nat(5),
  among: fc.nat(99),
});
type Surround = typeof surroundings extends fc.Arbitrary<infer Value> ? Value : never;

class Surroundings {
  readonly #statements: string[] = [];
  readonly #forecasters: string[] = [];

  async take({ what, among }: Surround): Promise<void> {
    const pick = (ids: readonly string[]) => ids[among % Math.max(1, ids.length)];
    if (what === 0 || this.#statements.length === 0) {
      const said = await record.statement({ topics: [unique('topic')] });
      this.#statements.push(said.id);
      this.#forecasters.push(said.forecaster.id);
      const asked = await record.question({
        statementId: said.id,
        reading: among % 2 === 0 ? 'strict' : 'plain',
      });
      await record.forecast(asked.id, (among % 9) / 10, {
        forecasterId: said.forecaster.id,
        statementId: said.id,
        madeAt: '2025-02-01T00:00:00Z',
      });
      if (among % 3 > 0) await record.resolve(asked.id, { value: among % 2 === 0 });
      return;
    }
    const statement = `/v1/statements/${pick(this.#statements)}`;
    const etag = await record.etag(statement);
    if (what === 1) {
      const relations = [{ type: 'repeats', statementId: this.#statements[0] }];
      await service.admin.patch(statement).set('If-Match', etag).send({ relations });
    } else if (what === 2) {
      await service.admin
        .post(`${statement}/retraction`)
        .set('If-Match', etag)
        .send({ reason: 'By mistake.' });
    } else if (what === 3) {
      const path = `/v1/forecasters/${pick(this.#forecasters)}`;
      await service.admin
        .patch(path)
        .set('If-Match', await record.etag(path))
        .send({ name: unique('Renamed') });
    } else if (what === 4) {
      const [from, into] = [pick(this.#forecasters), this.#forecasters[0]];
      const path = `/v1/forecasters/${from}`;
      await service.admin
        .post(`${path}/merge`)
        .set('If-Match', await record.etag(path))
        .send({ intoId: into, reason: 'The same.' });
    } else {
      const claim = await record.statement({ kind: 'claim' });
      const answer = await service.admin
        .post(`/v1/statements/${claim.id}/verdicts`)
        .send({ rating: 'accurate', knownAt: '2025-03-01', evidence });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    }
  }
}

it('reports from the kept record are those of the raw record, now and as of any moment', async () => {
  const forecasters = [await record.forecaster(), await record.forecaster()].map(({ id }) => id);
  const around = new Surroundings();
  let [moved, looks] = [0, 0];
  const earlier: { readonly seq: number; readonly request: Asked; readonly text: string }[] = [];
  // What the histories leave alone, so that the reports that select everything have something to score.
  const settled = await record.question();
  await record.forecast(settled.id, 0.7, { madeAt: '2025-02-01T00:00:00Z' });
  await record.resolve(settled.id, { value: true });
  const write = fc.oneof({ weight: 4, arbitrary: actions }, { weight: 1, arbitrary: surroundings });
  await fc.assert(
    fc.asyncProperty(fc.array(write, { minLength: 8, maxLength: 24 }), async (history) => {
      const run = new HistoryRun(service, record, forecasters);
      for (const [at, action] of history.entries()) {
        if (action.kind === 'surround') await around.take(action);
        else await run.take(action as Action);
        if (at % 4 !== 3) continue;
        const { seq } = await service.store.auditHead();
        const movements = await movementsOf(at * 7 + history.length, seq);
        expect(movements.kept).toEqual(movements.raw);
        moved += movements.raw.length;
        looks += 1;
        const request = REQUESTS[looks % REQUESTS.length] as Asked;
        const text = await keptReport(request, null);
        expect(text).toBe(await rawReport(request, seq));
        earlier.push({ seq, request, text });
        if (request === REQUESTS[0] || request === REQUESTS[1]) expect(text).toMatch(/"scored":[1-9]/);
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
  expect(moved).toBeGreaterThan(0);
  for (const { seq, request, text } of earlier.filter((_one, at) => at % 7 === 0))
    expect(await keptReport(request, seq)).toBe(text);
}, 120_000);

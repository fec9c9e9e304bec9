import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import { DAY_MS, type Fields, NOWHERE, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

/** Reasons why forecasts made one millisecond before and at the instant are ignored on a question that closes so. */
async function around(closing: Fields, instant: string): Promise<(string | null)[]> {
  const { id } = await record.question(closing);
  const at = (shift: number) => new Date(Date.parse(instant) + shift).toISOString();
  const { id: forecasterId } = await record.forecaster();
  const made = [
    await record.forecast(id, 0.5, { forecasterId, madeAt: at(-1) }),
    await record.forecast(id, 0.5, { forecasterId, madeAt: at(0) }),
  ];
  return made.map((forecast) => forecast.ignored?.reason ?? null);
}
const EDGE = [null, 'madeAtOrAfterClose'];

describe('a date means the end of that day in the time zone of the question', () => {
  it.each([
    ['UTC', '2025-03-09', '2025-03-10T00:00:00.000Z'],
    ['America/New_York', '2025-03-09', '2025-03-10T04:00:00.000Z'],
    ['America/New_York', '2025-03-08', '2025-03-09T05:00:00.000Z'],
    ['America/New_York', '2025-11-02', '2025-11-03T05:00:00.000Z'],
    ['Asia/Shanghai', '2025-01-01', '2025-01-01T16:00:00.000Z'],
    ['Asia/Kathmandu', '2025-01-01', '2025-01-01T18:15:00.000Z'],
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T03:00:00.000Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00.000Z'],
  ])('%s %s closes at %s', async (timezone, closesAt, instant) => {
    expect(await around({ timezone, closesAt }, instant)).toEqual(EDGE);
  });

  it('and an instant means itself', async () => {
    expect(
      await around(
        { timezone: 'Asia/Tokyo', closesAt: '2025-01-01T12:00:00.500+09:00' },
        '2025-01-01T03:00:00.500Z',
      ),
    ).toEqual(EDGE);
  });
});

describe('moments keep their precision', () => {
  it.each([
    ['2026-01-31', '2026-01-31'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10:00:00.5+05:30', '2026-01-31T04:30:00.500Z'],
    ['2024-02-29', '2024-02-29'],
    ['1900-01-01', '1900-01-01'],
    ['2200-12-31', '2200-12-31'],
  ])('%s is answered as %s', async (sent, answered) => {
    const { id } = await record.question({ resolvesBy: sent });
    expect((await record.read<Question>(`/v1/questions/${id}`)).item.resolvesBy).toBe(answered);
  });

  it('knownAt as a date counts to the end of its day in the zone of the question', async () => {
    const { id } = await record.question({ timezone: 'Asia/Shanghai' });
    const { id: forecasterId } = await record.forecaster();
    const madeAt = ['2025-06-01T15:59:59.999Z', '2025-06-01T16:00:00.000Z'];
    for (const time of madeAt) await record.forecast(id, 0.5, { forecasterId, madeAt: time });
    expect((await record.resolve(id, { value: true }, { knownAt: '2025-06-01' })).knownAt).toBe('2025-06-01');
    const { items } = (await service.anyone.get(`/v1/forecasts?questionId=${id}&sort=madeAt`)).body as {
      items: Forecast[];
    };
    expect(items.map((forecast) => forecast.ignored?.reason ?? null)).toEqual([
      null,
      'madeAfterOutcomeKnown',
    ]);
  });

  it('knownAt tomorrow in the zone of the question is in the future', async () => {
    const tomorrow = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10);
    const { id } = await record.question({ timezone: 'Pacific/Kiritimati' });
    const answer = await service.admin
      .post(`/v1/questions/${id}/resolutions`)
      .send({ outcome: { void: 'annulled' }, knownAt: tomorrow });
    expect(refusal(answer).slice(2)).toEqual(['/knownAt inTheFuture']);
  });
});

describe('instants', () => {
  it.each([
    '2025-06-31T00:00:00Z',
    '2025-01-01T24:00:00Z',
    '2025-01-01T23:59:60Z',
    '2025-01-01 00:00:00Z',
    '2025-01-01T00:00Z',
    '2025-01-01T00:00:00',
    '20250101T000000Z',
    '2025-01-01T00:00:00+24:00',
    '1899-12-31T23:59:59Z',
    '2200-12-31T23:00:00-05:00',
    '2025-01-01T00:00:00.1234Z',
    '',
    'now',
    '1735689600',
  ])('%s is refused', async (madeAt) => {
    const answer = await service.admin
      .post('/v1/forecasts')
      .send({ questionId: NOWHERE, forecasterId: NOWHERE, madeAt, prediction: {}, basis: 'stated' });
    expect([answer.status, refusal(answer).slice(2)]).toEqual([400, ['/madeAt invalid']]);
  });

  it('with lower-case letters are refused too, not repaired', async () => {
    expect((await service.anyone.get('/v1/forecasts?madeAfter=2025-01-01t00:00:00z')).status).toBe(400);
  });
});

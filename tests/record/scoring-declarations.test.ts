/** What questions declare for their scores: how it is kept, refused, exported, and what it scores. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuestionContent } from '../../src/store/unit.ts';
import { startService, type TestService } from '../support/service.ts';
import { daysAgo, questionBody, Recorder, refusal, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const options = ['low', 'middle', 'high'].map((id) => ({ id, label: id }));
const price = { type: 'numeric', unit: 'USD', range: { min: 1, max: 1000 }, transform: 'log' };
const launch = { type: 'date', milestones: ['2025-06-30', '2025-12-31'], resolvesBy: '2025-12-31' };
const band = {
  type: 'multipleChoice',
  options,
  ordered: true,
  optionEdges: [null, 10, 1000, null],
  unit: 'GW',
};

describe('a declaration', () => {
  it.each([price, launch, band])('is kept as it was sent, now and as of then: %j', async (declared) => {
    const made = await record.question({ ...declared, topics: [unique('topic')] });
    expect(made).toMatchObject(declared);
    const { item } = await record.read<typeof made>(`/v1/questions/${made.id}`);
    expect(item).toEqual(made);
    const cells = {
      transform: made.transform ?? '',
      milestones: made.milestones?.join('; ') ?? '',
      optionEdges: (made.optionEdges ?? []).map((edge) => edge ?? '').join('; '),
      optionEdgesJson: made.optionEdges === null ? '' : JSON.stringify(made.optionEdges),
    };
    for (const asOf of ['', `&asOf=${made.seq}`]) {
      const path = `/v1/exports/questions?topic=${made.topics[0]}${asOf}`;
      expect((await service.anyone.get(`${path}&format=json`)).body).toEqual({ items: [made] });
      const csv = (await service.anyone.get(`${path}&format=csv`).buffer(true)).text;
      expect(parse(csv, { columns: true, bom: true })).toMatchObject([cells]);
    }
  });

  it('can be made by an edit, and not any more once something was forecast', async () => {
    const { id } = await record.question({ type: 'numeric' });
    const edited = await record.edit(`/v1/questions/${id}`, { transform: 'log1p' });
    expect([edited.status, edited.body.version, edited.body.transform]).toEqual([200, 2, 'log1p']);
    await record.forecast(id, 0, { prediction: { samples: [1, 2] } });
    const late = await record.edit(`/v1/questions/${id}`, { transform: null });
    expect([late.status, late.body.code, late.body.detail]).toEqual([
      409,
      'materialEdit',
      expect.stringContaining('transform'),
    ]);
  });

  it.each([
    ['a transform of a date', { type: 'date', transform: 'log' }, ['/transform unexpected']],
    ['an unknown transform', { type: 'numeric', transform: 'sqrt' }, ['/transform notAllowed']],
    [
      'a range that log has no place for',
      { ...price, range: { min: 0, max: 9 } },
      ['/range/min outsideTransform'],
    ],
    ['milestones of a number', { type: 'numeric', milestones: ['2025-06-30'] }, ['/milestones unexpected']],
    [
      'milestones that do not rise',
      { ...launch, milestones: ['2025-06-30', '2025-06-30'] },
      ['/milestones/1 outOfOrder'],
    ],
    [
      'a milestone after the horizon',
      { ...launch, milestones: ['2025-06-30', '2026-01-01'] },
      ['/milestones/1 afterDue'],
    ],
    ['no milestone', { ...launch, milestones: [] }, ['/milestones tooSmall']],
    ['edges of options that are no scale', { ...band, ordered: false }, ['/optionEdges unexpected']],
    ['edges of a number', { type: 'numeric', optionEdges: [1, 2, 3] }, ['/optionEdges unexpected']],
    [
      'too few edges',
      { ...band, optionEdges: [null, 10, null] },
      ['/optionEdges noWidth', '/optionEdges wrongLength'],
    ],
    ['an open option inside', { ...band, optionEdges: [0, null, 10, 20] }, ['/optionEdges/1 openInside']],
    ['edges that fall', { ...band, optionEdges: [0, 10, 5, null] }, ['/optionEdges/2 outOfOrder']],
    ['a unit of options without edges', { ...band, optionEdges: null }, ['/unit unexpected']],
  ])('is refused: %s', async (_title, change, problems) => {
    const answer = await service.admin.post('/v1/questions').send(questionBody(change));
    const [status, , ...found] = refusal(answer);
    expect(status, JSON.stringify(answer.body)).toBe(400);
    expect(found.sort()).toEqual(problems);
  });

  it('is null of a question that is older than it, and a change of that is found', async () => {
    const id = '01941f29-7c00-7000-8000-00000000aaaa';
    const {
      transform: _t,
      milestones: _m,
      optionEdges: _e,
      ...older
    } = {
      ...questionBody({ type: 'numeric', range: { min: 1, max: 9 } }),
      transform: null,
      milestones: null,
      optionEdges: null,
    };
    const template = await record.question({ type: 'numeric', range: { min: 1, max: 9 } });
    const [key] = await service.query<{ actor: string }>(
      'SELECT actor FROM audit_events ORDER BY seq DESC LIMIT 1',
    );
    const [kept] = await service.query<{ content: Record<string, unknown> }>(
      'SELECT content FROM revisions WHERE subject_id = $1',
      [template.id],
    );
    const content = { ...kept?.content, ...older, title: 'An older one' };
    for (const name of ['transform', 'milestones', 'optionEdges'])
      delete (content as Record<string, unknown>)[name];
    await service.store.write(
      { actor: key?.actor ?? '', action: 'question.create', timeoutMs: 10_000 },
      async (unit) =>
        unit.append({ type: 'question', id, version: 1, content: content as unknown as QuestionContent }),
      async () => null,
    );
    const { item } = await record.read<{ transform: string | null; seq: number }>(`/v1/questions/${id}`);
    expect(item).toMatchObject({ transform: null, milestones: null, optionEdges: null });
    await record.forecast(id, 0, {
      prediction: { distribution: { family: 'lognormal', meanlog: 1, sdlog: 1 } },
    });
    await record.resolve(id, { value: 3 }, { knownAt: daysAgo(1) });
    const report = await service.anyone.get(
      '/v1/reports/accuracy?type=numeric&rule=crps&rule=crps_transformed',
    );
    expect(report.status).toBe(200);
    const asOf = await service.anyone.get(`/v1/reports/accuracy?type=numeric&rule=crps&asOf=${item.seq}`);
    expect(asOf.status).toBe(200);
    expect((await service.admin.get('/v1/audit/verification')).body).toMatchObject({
      ok: true,
      findings: [],
    });
    await service.query('ALTER TABLE questions DISABLE TRIGGER USER');
    await service.query(`UPDATE questions SET transform = 'log' WHERE id = $1`, [id]);
    const changed = await service.admin.get('/v1/audit/verification');
    expect(changed.body.ok).toBe(false);
    expect(JSON.stringify(changed.body.findings)).toContain('another transform');
    await service.query(`UPDATE questions SET transform = NULL WHERE id = $1`, [id]);
    await service.query('ALTER TABLE questions ENABLE TRIGGER USER');
  });
});

describe('what it scores', () => {
  const rows = async (topic: string, rule: string) => {
    const { body } = await service.anyone.get(`/v1/reports/accuracy?topic=${topic}&rule=${rule}`);
    return body;
  };

  it('is averaged over questions of different units where the score has none', async () => {
    const topic = unique('prices');
    const forecaster = await record.forecaster();
    for (const [scale, unit] of [
      [1, 'USD'],
      [1000, 'CNY'],
    ] as const) {
      const { id } = await record.question({ type: 'numeric', transform: 'log', unit, topics: [topic] });
      const prediction = { samples: [2 * scale] };
      await record.forecast(id, 0, { prediction, forecasterId: forecaster.id });
      await record.resolve(id, { value: 4 * scale }, { knownAt: daysAgo(1) });
    }
    const ratio = JSON.stringify(await rows(topic, 'crps_transformed'));
    expect(ratio).toContain('"rule":"crps_transformed"');
    expect(ratio).toMatch(/"mean":\{"value":0\.6931471805/);
    expect(JSON.stringify(await rows(topic, 'crps'))).toContain('2 of 2 questions have no range');
  });

  it('says of a number without a logarithm why it has no score', async () => {
    const topic = unique('prices');
    const { id } = await record.question({ type: 'numeric', transform: 'log', topics: [topic] });
    await record.forecast(id, 0, { prediction: { samples: [2, 3] } });
    await record.resolve(id, { value: -37.63 }, { knownAt: daysAgo(1) });
    const body = JSON.stringify(await rows(topic, 'crps_transformed'));
    expect(body).toContain('the outcome is not above 0, so that it has no logarithm');
  });

  it('of a date with milestones is shown as the probabilities of "by that day"', async () => {
    const { id } = await record.question(launch);
    const implied = async (prediction: unknown) => {
      const made = await record.forecast(id, 0, { prediction });
      const [read] = (await service.anyone.get('/v1/forecasts').query({ questionId: id })).body.items.filter(
        (item: { id: string }) => item.id === made.id,
      );
      const alone = (await service.anyone.get(`/v1/forecasts/${made.id}`)).body;
      expect(read.impliedByMilestones).toEqual(alone.impliedByMilestones);
      return alone.impliedByMilestones;
    };
    const by = (...probabilities: number[]) =>
      probabilities.map((probability, at) => ({ by: launch.milestones[at], probability }));
    expect(await implied({ samples: ['2025-06-30', '2025-07-01', '2026-05-01', '2026-06-01'] })).toEqual(
      by(0.25, 0.5),
    );
    expect(
      await implied({
        cdf: [
          { value: '2025-06-20', probability: 0 },
          { value: '2025-07-10', probability: 0.4 },
        ],
      }),
    ).toEqual(by(0.2, 0.4));
    expect(await implied({ point: '2025-07-01' })).toBeNull();
    const plain = await record.question({ type: 'date' });
    const { id: forecastId } = await record.forecast(plain.id, 0, {
      prediction: { samples: ['2025-01-01'] },
    });
    expect((await service.anyone.get(`/v1/forecasts/${forecastId}`)).body.impliedByMilestones).toBeNull();
  });

  it('of dates that came and that had not come ends at the horizon', async () => {
    const topic = unique('mixed');
    for (const outcome of [{ date: '2025-12-22' }, { notBefore: '2026-01-01' }, { date: '2026-03-01' }]) {
      const { id } = await record.question({ ...launch, topics: [topic], closesAt: '2025-12-30' });
      const prediction = { samples: ['2025-12-22', '2026-08-01'] };
      await record.forecast(id, 0, { prediction, madeAt: '2025-01-01T12:00:00Z' });
      await record.resolve(id, outcome, { knownAt: daysAgo(1) });
    }
    // From the first sample, after 355 days, to the end of the year: each of the three is a quarter of that.
    const quarter = Math.log(366 / 356) / 4;
    const answer = JSON.stringify(await rows(topic, 'crps_log_days'));
    expect(answer).toContain(`"mean":{"value":${Number(quarter.toFixed(10))}`.slice(0, 24));
    expect(answer).toContain('"scored":3');
  });

  it('of a row is evaluated up to its resolvesBy, and says why "not before" has no score without', async () => {
    const row = { type: 'date', prediction: { samples: ['2025-01-03', '2025-02-01'] } };
    const forecasts = [
      { ...row, resolvesBy: '2025-01-12', outcome: { notBefore: '2025-01-13' } },
      { ...row, resolvesBy: '2025-01-12T12:00:00Z', outcome: '2025-03-01' },
      { ...row, resolvesBy: '2025-01-12', outcome: { notBefore: '2025-01-12' } },
      { ...row, outcome: { notBefore: '2025-01-13' } },
    ];
    const body = { rules: ['crps'], options: { scores: true }, forecasts };
    const { status, body: report } = await service.anyone.post('/v1/scoring/evaluate').send(body);
    expect(status).toBe(200);
    expect(report.scores.map(({ scores: [score] }: { scores: { value: number }[] }) => score?.value)).toEqual(
      [2.5, 2.25, null, null],
    );
    const wrong = { forecasts: [{ outcome: true, probability: 1, resolvesBy: '2025-01-12' }] };
    const refused = await service.anyone.post('/v1/scoring/evaluate').send(wrong);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      400,
      expect.stringContaining('/forecasts/0/resolvesBy'),
    ]);
  });

  it('of numbers near the largest there is has a reason instead of a value, and no mean is infinite', async () => {
    const huge = [1.7e308, -1.7e308, 1e154, -1e154, 1e120];
    const forecasts = huge.flatMap((value, at) => {
      const row = { type: 'numeric', question: `${at}`, outcome: -value, range: { min: 0, max: 1e-300 } };
      return [
        { ...row, prediction: { samples: [value, value / 2] } },
        { ...row, prediction: { point: value } },
        { ...row, prediction: { interval: { lower: -1.6e308, upper: 1.6e308, probability: 0.8 } } },
        { ...row, prediction: { quantiles: [{ level: 0.5, value }] } },
        { ...row, prediction: { distribution: { family: 'normal', mean: value, sd: 1e-9 } } },
        { ...row, question: `${at} met`, prediction: { samples: [value] }, outcome: value },
      ];
    });
    for (const rules of [
      [],
      ['crps_range_normalised', 'log_score_density', 'quantile_crps_weighted', 'wis'],
    ]) {
      const body = { rules, options: { scores: true }, forecasts };
      const answer = await service.anyone.post('/v1/scoring/evaluate').send(body);
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toMatch(/Infinity|NaN/);
      expect(JSON.stringify(answer.body)).toContain('the numbers are too large');
    }
  });

  it('of an answer that is a probability is scored by brier_fractional, alone or beside yes and no', async () => {
    const forecasts = [
      { question: 'a', probability: 0.7, outcome: 0.4 },
      { question: 'b', probability: 0.2, outcome: 0 },
      { question: 'c', probability: 0.5, outcome: null },
    ];
    const ask = async (rules: string[]) => {
      const body = { rules, forecasts, options: { scores: true } };
      const answer = await service.anyone.post('/v1/scoring/evaluate').send(body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      const { rows, forecasts: counted, leftOut } = answer.body.totals;
      return {
        means: rows.map((row: { rule: string; cell: { forecasts: number; mean: { value: number } } }) => [
          row.rule,
          row.cell.forecasts,
          row.cell.mean.value,
        ]),
        counted,
        notApplicable: leftOut.notApplicable,
        first: answer.body.scores[0].scores,
      };
    };
    // 0.4 · 0.3² + 0.6 · 0.7² = 0.33
    expect(await ask([])).toMatchObject({
      means: [
        ['brier', 1, 0.04],
        ['log_score', 1, expect.any(Number)],
        ['brier_fractional', 1, 0.33],
      ],
      counted: { read: 3, scored: 2 },
      notApplicable: 0,
      first: [{ rule: 'brier_fractional', value: expect.closeTo(0.33, 12), reason: null }],
    });
    expect(await ask(['brier_fractional'])).toMatchObject({
      means: [['brier_fractional', 2, 0.185]],
      counted: { read: 3, scored: 2 },
      notApplicable: 0,
    });
    expect(await ask(['brier'])).toMatchObject({
      means: [['brier', 1, 0.04]],
      counted: { read: 3, scored: 1 },
      notApplicable: 1,
      first: [{ rule: 'brier', value: null, reason: expect.stringContaining('brier_fractional') }],
    });
  });

  it('is the mean over milestones, and the log of days from the forecast', async () => {
    const topic = unique('launches');
    const { id } = await record.question({ ...launch, topics: [topic], closesAt: '2025-12-30' });
    const prediction = { samples: ['2025-03-01', '2025-09-01'] };
    await record.forecast(id, 0, { prediction, madeAt: '2025-01-01T12:00:00Z' });
    await record.resolve(id, { notBefore: '2026-01-01' }, { knownAt: '2026-01-01T00:00:00Z' });
    // By June half was said to have happened, by December all of it; neither had.
    expect(JSON.stringify(await rows(topic, 'rps_milestones'))).toMatch(/"mean":\{"value":0\.625,/);
    expect(JSON.stringify(await rows(topic, 'crps_log_days'))).toMatch(/"mean":\{"value":0\.\d+,/);
  });

  it('of options is averaged as a share of the axis that their edges span', async () => {
    const topic = unique('bands');
    const { id } = await record.question({ ...band, topics: [topic] });
    const prediction = { probabilities: { low: 0, middle: 0, high: 1 } };
    await record.forecast(id, 0, { prediction });
    await record.resolve(id, { optionId: 'middle' }, { knownAt: daysAgo(1) });
    expect(JSON.stringify(await rows(topic, 'crps_option_edges'))).toMatch(/"mean":\{"value":0\.5,/);
  });

  it('is evaluated without being stored', async () => {
    const forecasts = [
      { type: 'numeric', transform: 'log', prediction: { samples: [2] }, outcome: 4 },
      {
        type: 'date',
        milestones: ['2025-06-30'],
        madeAt: '2025-01-01T00:00:00Z',
        prediction: { samples: ['2025-01-03'] },
        outcome: '2025-01-06',
      },
      { type: 'date', prediction: { samples: ['2025-01-03'] }, outcome: '2025-01-06' },
      {
        type: 'multipleChoice',
        options: ['a', 'b'],
        ordered: true,
        optionEdges: [0, 10, 30],
        prediction: { probabilities: { a: 1, b: 0 } },
        outcome: 'b',
      },
      {
        type: 'multipleChoice',
        options: ['a', 'b'],
        ordered: true,
        prediction: { probabilities: { a: 1, b: 0 } },
        outcome: 'b',
      },
    ];
    const rules = ['crps_transformed', 'rps_milestones', 'crps_log_days', 'crps_option_edges'];
    const answer = await service.anyone
      .post('/v1/scoring/evaluate')
      .send({ forecasts, rules, options: { scores: true } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const scores = (row: number): Record<string, number | string | null> =>
      Object.fromEntries(
        answer.body.scores[row].scores.map(
          ({ rule, value, reason }: { rule: string; value: number | null; reason: string | null }) => [
            rule,
            value ?? reason,
          ],
        ),
      );
    expect(scores(0)['crps_transformed']).toBeCloseTo(Math.LN2, 12);
    expect(scores(1)['rps_milestones']).toBe(0);
    expect(scores(1)['crps_log_days']).toBeCloseTo(Math.log(6 / 3), 12);
    expect(scores(2)['crps_log_days']).toContain('madeAt');
    expect(scores(3)['crps_option_edges']).toBe(15);
    expect(scores(4)['crps_option_edges']).toContain('edges');
    const refused = await service.anyone.post('/v1/scoring/evaluate').send({
      forecasts: [{ type: 'numeric', milestones: ['2025-06-30'], prediction: { samples: [2] }, outcome: 4 }],
    });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain('/forecasts/0/milestones');
  });
});

/** Reports and previews over HTTP, on the article's record. */
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

const REPORTS = ['accuracy', 'calibration', 'leaderboard'] as const;

/** An open question of the article, on no condition, that Dylan Patel has a forecast on. */
async function openQuestion() {
  const page = await service.anyone.get('/v1/predictions?status=open&reading=plain&limit=200');
  for (const row of page.body.items) {
    if (row.forecaster !== 'Dylan Patel') continue;
    const question = (await service.anyone.get(`/v1/questions/${row.questionId}`)).body;
    if (question.condition !== null || question.type !== 'binary') continue;
    return {
      questionId: row.questionId as string,
      forecasterId: row.forecasterId as string,
      forecastId: row.forecastId as string,
    };
  }
  throw new Error('The article has no open binary question without a condition by Dylan Patel.');
}

const outcome = (value: boolean) => ({
  outcome: { value },
  knownAt: '2026-11-01',
  evidence: [{ url: 'https://example.org/', tier: 'primary', fact: 'It was published.' }],
});

describe.each(REPORTS)('the %s report', (kind) => {
  it('takes any seed of 32 bits, as an evaluation does', async () => {
    expect((await service.anyone.get(`/v1/reports/${kind}?seed=4294967295`)).status).toBe(200);
    expect((await service.anyone.get(`/v1/reports/${kind}?seed=4294967296`)).status).toBe(400);
  });

  it.each(['json', 'csv', 'md'])('is the same bytes again as %s at the same audit number', async (format) => {
    const first = await service.anyone.get(`/v1/reports/${kind}?format=${format}`).buffer(true);
    const seq = first.headers['report-as-of-seq'];
    const again = await service.anyone.get(`/v1/reports/${kind}?format=${format}&asOf=${seq}`).buffer(true);
    expect(again.status).toBe(200);
    expect(again.text).toBe(first.text);
  });

  it('is refused for a future audit number, an unknown parameter and an unknown format', async () => {
    expect((await service.anyone.get(`/v1/reports/${kind}?asOf=999999`)).status).toBe(400);
    const unknown = await service.anyone.get(`/v1/reports/${kind}?groupby=topic`);
    expect(unknown.body.errors[0]).toMatchObject({
      parameter: 'groupby',
      message: expect.stringContaining('groupBy'),
    });
    const format = await service.anyone.get(`/v1/reports/${kind}?format=docx`);
    expect([format.status, format.body.available.includes('json')]).toEqual([406, true]);
  });
});

describe.each(['json', 'csv', 'md', 'html', 'xlsx', 'pdf', 'svg'])('a report as %s', (format) => {
  it('has a strong ETag of its own, answers 304 to who has it, and varies by Accept', async () => {
    const target = `/v1/reports/leaderboard?format=${format}`;
    const first = await service.anyone.get(target).buffer(true);
    const { etag } = first.headers;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(first.headers['vary']?.toLowerCase()).toContain('accept');
    const again = await service.anyone.get(target).set('If-None-Match', etag as string);
    expect([again.status, again.headers['etag'], again.text ?? '']).toEqual([304, etag, '']);
    const other = await service.anyone.get(`${target}&level=0.9`).set('If-None-Match', etag as string);
    expect(other.status).toBe(200);
    expect(other.headers['etag']).not.toBe(etag);
  });

  it('is empty where nothing has the topic, and says so', async () => {
    const target = `/v1/reports/accuracy?topic=nothing-has-this-topic&format=${format}`;
    const answer = await fetch(new URL(target, service.anyone.url));
    expect(answer.status).toBe(200);
    const body = Buffer.from(await answer.arrayBuffer());
    if (format === 'xlsx') {
      const sheets = Object.entries(unzipSync(body)).filter(([name]) => name.endsWith('.xml'));
      expect(sheets.map(([, xml]) => Buffer.from(xml).toString()).join('')).toContain(
        'nothing-has-this-topic',
      );
    } else if (format === 'pdf') expect(body.subarray(0, 5).toString()).toBe('%PDF-');
    else expect(body.toString()).toContain(format === 'svg' ? 'nothing to draw' : 'nothing-has-this-topic');
  });
});

describe('the accuracy report', () => {
  it('has a Brier mean in its CSV that is the one of its JSON, to the last digit', async () => {
    const json = (await service.anyone.get('/v1/reports/accuracy?groupBy=forecaster')).body;
    const csv = (await service.anyone.get('/v1/reports/accuracy?groupBy=forecaster&format=csv').buffer(true))
      .text;
    const group = json.groups.find(
      (item: { values: { label: string }[] }) => item.values[0]?.label === 'Dylan Patel',
    );
    const mean = group.rows.find((row: { rule: string }) => row.rule === 'brier').strict.mean.value as number;
    expect(mean).toBeGreaterThan(0);
    const cells = (parse(csv, { relax_column_count: true }) as string[][]).flat();
    expect(cells).toContain(String(mean));
  });

  it('differs at the low and the high end of the hedges, and says which it takes', async () => {
    const at = async (hedge: string) =>
      (await service.anyone.get(`/v1/reports/accuracy?hedge=${hedge}`)).body;
    const [low, high] = [await at('low'), await at('high')];
    expect(low.parameters.hedge).toBe('low');
    expect(low.totals.rows[0].strict.mean.value).not.toBe(high.totals.rows[0].strict.mean.value);
  });

  it('takes what was in effect at a spot, and refuses the policy without its time, or the time without it', async () => {
    const answers = (query: string) => service.anyone.get(`/v1/reports/accuracy?${query}`);
    const spot = await answers('forecastPolicy=spot&spotAt=closeMinus7Days');
    expect(spot.body.parameters).toMatchObject({ forecastPolicy: 'spot', spotAt: 'closeMinus7Days' });
    const { leftOut, forecasts } = spot.body.totals;
    expect(forecasts.scored).toBeGreaterThan(0);
    expect(leftOut.spotOutsideWindow + leftOut.notInEffectAtSpot).toBeGreaterThan(0);
    for (const [query, code] of [
      ['forecastPolicy=spot', 'required'],
      ['spotAt=closeMinus7Days', 'contradiction'],
    ] as const) {
      const { status, body } = await answers(query);
      expect([status, body.errors]).toMatchObject([400, [{ parameter: 'spotAt', code }]]);
    }
    expect((await answers('forecastPolicy=spot&spotAt=closeMinus2Days')).status).toBe(400);
  });

  it('compares with the crowd as it is asked to pool it, and refuses to pool what is not asked for', async () => {
    const answers = (query: string) => service.anyone.get(`/v1/reports/accuracy?${query}`);
    const [plain, mean, median] = await Promise.all(
      ['', '&crowd=mean', '&crowd=median'].map((crowd) => answers(`baseline=crowd&rule=brier${crowd}`)),
    );
    expect(plain?.body.parameters).not.toHaveProperty('crowd');
    expect(median?.body.parameters.crowd).toBe('median');
    expect(mean?.body.totals).toEqual(plain?.body.totals);
    const document = (await answers('baseline=crowd&crowd=median&rule=brier&format=md')).text;
    expect(document).toContain('median');
    const alone = await answers('crowd=median');
    expect([alone.status, alone.body.errors]).toMatchObject([
      400,
      [{ parameter: 'crowd', code: 'contradiction' }],
    ]);
    expect((await answers('baseline=crowd&crowd=loudest')).status).toBe(400);
  });

  it('has a leaderboard that says what filling in the missing forecasts would do', async () => {
    const { body } = await service.anyone.get('/v1/reports/leaderboard?type=binary');
    const { entries } = body.strict;
    expect(entries.length).toBeGreaterThan(1);
    for (const { imputed, questions, brierIndex, adjustedMean } of entries) {
      expect(imputed.missing).toBe(imputed.questions - questions);
      expect(imputed.worst.value).toBeGreaterThanOrEqual(imputed.uniform.value);
      const negative = adjustedMean.value < 0;
      expect(brierIndex.value === null).toBe(negative);
    }
    const csv = (await service.anyone.get('/v1/reports/leaderboard?type=binary&format=csv')).text;
    expect(csv.split('\r\n', 1)[0]).toContain('brierIndex,imputedQuestions,imputedMissing,imputedCrowd');
  });

  it('moves with an outcome, and stays as it was asOf the number before', async () => {
    const before = await service.anyone.get('/v1/reports/accuracy');
    const { questionId } = await openQuestion();
    expect(
      (await service.admin.post(`/v1/questions/${questionId}/resolutions`).send(outcome(true))).status,
    ).toBe(201);
    const after = await service.anyone.get('/v1/reports/accuracy');
    expect(after.headers['report-content-sha256']).not.toBe(before.headers['report-content-sha256']);
    const then = await service.anyone.get(`/v1/reports/accuracy?asOf=${before.headers['report-as-of-seq']}`);
    expect(then.text).toBe(before.text);
  });
});

describe('the page of the accuracy report', () => {
  it('draws the calibration of the same forecasts, with the numbers of the calibration report', async () => {
    const page = new JSDOM((await service.anyone.get('/v1/reports/accuracy?format=html')).text).window
      .document;
    const { totals } = (await service.anyone.get('/v1/reports/calibration')).body;
    for (const reading of ['strict', 'lenient']) {
      const figure = [...page.querySelectorAll('figure')].find((one) =>
        one.querySelector('figcaption')?.textContent?.startsWith(`Calibration, ${reading}: All`),
      );
      const rows = [...(figure?.querySelectorAll('tbody tr') ?? [])].map((row) =>
        [...row.querySelectorAll('data')].map(({ value }) => Number(value)),
      );
      expect(rows).toEqual(
        totals[reading].curve.map((point: Record<string, number>) =>
          ['probability', 'forecasts', 'recalibrated', 'consistencyLower', 'consistencyUpper'].map(
            (name) => point[name],
          ),
        ),
      );
      expect(rows.length).toBeGreaterThan(2);
    }
  });
});

describe('a head-to-head report', () => {
  async function forecasterIds(): Promise<string[]> {
    const { body } = await service.anyone.get('/v1/forecasters?limit=200');
    const people = body.items.filter((item: { kind: string }) => item.kind === 'person');
    return people.map((item: { id: string }) => item.id);
  }

  it('compares two forecasters, and says so where two are not given', async () => {
    const ids = await forecasterIds();
    const two = await service.anyone.get(
      `/v1/reports/head-to-head?forecasterId=${ids[0]}&forecasterId=${ids[1]}`,
    );
    expect([two.status, two.body.kind]).toEqual([200, 'headToHead']);
    expect((await service.anyone.get(`/v1/reports/head-to-head?forecasterId=${ids[0]}`)).status).toBe(400);
  });

  it('compares at a spot, and refuses policies under which the two are not compared at one time', async () => {
    const ids = await forecasterIds();
    const under = (policy: string) =>
      service.anyone.get(
        `/v1/reports/head-to-head?forecasterId=${ids[0]}&forecasterId=${ids[1]}&forecastPolicy=${policy}`,
      );
    const spot = await under('spot&spotAt=closeMinus7Days');
    expect(spot.status, JSON.stringify(spot.body)).toBe(200);
    expect(spot.body.parameters).toMatchObject({ forecastPolicy: 'spot', spotAt: 'closeMinus7Days' });
    for (const policy of ['first', 'daily', 'all']) {
      const { status, body } = await under(policy);
      expect([status, body.errors]).toMatchObject([400, [{ parameter: 'forecastPolicy' }]]);
      expect(body.errors[0].message).toContain('last, timeWeighted, spot');
    }
  });
});

describe('a preview', () => {
  it('answers the scores and the numbers that recording then makes true, and records nothing', async () => {
    const { questionId, forecasterId, forecastId } = await openQuestion();
    const head = (await service.anyone.get('/v1/audit/head')).body;
    const preview = await service.admin
      .post(`/v1/questions/${questionId}/resolutions/preview`)
      .send(outcome(false));
    expect(preview.status).toBe(200);
    expect((await service.anyone.get('/v1/audit/head')).body).toEqual(head);
    const brier = preview.body.scores.find(
      (score: { forecastId: string; rule: string }) =>
        score.forecastId === forecastId && score.rule === 'brier',
    );
    const movement = preview.body.movements.find(
      (item: { forecasterId: string; rule: string; reading: string }) =>
        item.forecasterId === forecasterId && item.rule === 'brier' && item.reading === 'strict',
    );
    await service.admin.post(`/v1/questions/${questionId}/resolutions`).send(outcome(false)).expect(201);
    const forecast = (await service.anyone.get(`/v1/forecasts/${forecastId}`)).body;
    expect(forecast.scores.find((score: { rule: string }) => score.rule === 'brier').value).toBe(brier.value);
    const report = (await service.anyone.get('/v1/reports/accuracy')).body;
    const group = report.groups.find(
      (item: { values: { id: string }[] }) => item.values[0]?.id === forecasterId,
    );
    const cell = group.rows.find((row: { rule: string }) => row.rule === 'brier').strict;
    expect({ questions: cell.questions, mean: cell.mean.value }).toEqual(movement.after);
  });

  it('refuses what recording would refuse', async () => {
    const { questionId } = await openQuestion();
    const answer = await service.admin
      .post(`/v1/questions/${questionId}/resolutions/preview`)
      .send({ outcome: { value: true } });
    expect([answer.status, answer.body.errors.length]).toEqual([400, 2]);
    await service.anyone
      .post(`/v1/questions/${questionId}/resolutions/preview`)
      .send(outcome(true))
      .expect(401);
  });
});

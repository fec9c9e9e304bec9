/** Clusters by source: what is said on one question is never independent, whoever printed it. */
import { describe, expect, it } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../../src/domain/accuracy/calibration-report.ts';
import { randomSource } from '../../../src/domain/accuracy/intervals/random-source.ts';
import { changesOf } from '../../../src/domain/accuracy/record/record-changes.ts';
import { RecordFamilies } from '../../../src/domain/accuracy/record/record-families.ts';
import type { ReportRecord } from '../../../src/domain/accuracy/record/report-record.ts';
import { AccuracyState } from '../../../src/domain/accuracy/report/groups/accuracy-state.ts';
import {
  type AccuracyParameters,
  defaultParameters,
} from '../../../src/domain/accuracy/report/models/parameters.ts';
import { reportOf, rowOf } from './report-of.ts';
import { forecast, outcome, question, record, source, statement } from './small-record.ts';

interface Said {
  readonly question: string;
  /** Null: said without a statement. */
  readonly source: string | null;
  readonly p: number;
}

/** Each forecast in a statement of its own, ann's. @param came outcome of each question */
function printed(said: readonly Said[], came: ReadonlyMap<string, boolean>) {
  const sources = [...new Set(said.flatMap((one) => one.source ?? []))];
  const inPrint = said.flatMap((one, at) => (one.source === null ? [] : [[one.source, `s${at}`] as const]));
  return {
    sources: sources.map((id) => source(id)),
    statements: inPrint.map(([sourceId, id]) => statement(id, 'ann', { sourceId })),
    questions: [...came.keys()].map((id) => question(id)),
    forecasts: said.map((one, at) =>
      forecast(`f${String(at).padStart(4, '0')}`, one.question, at % 2 === 0 ? 'ann' : 'bob', one.p, {
        statementId: one.source === null ? null : `s${at}`,
      }),
    ),
    resolutions: [...came].map(([id, value]) => outcome(id, value)),
  } satisfies Partial<ReportRecord>;
}

const CLUSTERED: Partial<AccuracyParameters> = {
  cluster: 'source',
  weight: 'question',
  forecastPolicy: 'all',
  rule: ['brier'],
};

const questionNames = (count: number) => Array.from({ length: count }, (_, at) => `q${at}`);

describe('sources that spoke on one question', () => {
  it('are one cluster: an interval holds the truth as often as it says', () => {
    const random = randomSource(8);
    let [held, heldByQuestion] = [0, 0];
    const trials = 60;
    for (let trial = 0; trial < trials; trial += 1) {
      // Twelve pairs of sources, each on five questions of its own; all say what is true.
      const names = questionNames(60);
      const came = new Map(names.map((name) => [name, random.uniform() < 0.7]));
      const said = names.flatMap((name, at) =>
        ['a', 'b'].map((one) => ({ question: name, source: `${one}${at % 12}`, p: 0.7 })),
      );
      const parts = printed(said, came);
      const holds = (cluster: 'source' | 'question') => {
        const { mean, clusters } = rowOf(reportOf(parts, { ...CLUSTERED, cluster })).strict;
        expect(clusters).toBe(cluster === 'source' ? 12 : 60);
        return Number((mean.lower as number) <= 0.21 && 0.21 <= (mean.upper as number));
      };
      held += holds('source');
      heldByQuestion += holds('question');
    }
    expect(held / trials).toBeGreaterThan(0.88);
    expect(heldByQuestion / trials).toBeGreaterThan(0.88);
  });

  it('have no interval where they are all one, and say so', () => {
    const names = questionNames(30);
    const came = new Map(names.map((name, at) => [name, at % 3 > 0]));
    const said = names.flatMap((name) =>
      Array.from({ length: 12 }, (_, at) => ({ question: name, source: `a${at}`, p: 0.7 })),
    );
    const cell = rowOf(reportOf(printed(said, came), CLUSTERED)).strict;
    expect(cell.clusters).toBe(1);
    expect(cell.mean).toMatchObject({
      lower: null,
      upper: null,
      intervalReason: 'One cluster has no spread.',
    });
  });

  it('take in what was said on their questions without a source', () => {
    const came = new Map([
      ['q0', true],
      ['q1', false],
      ['q2', true],
    ]);
    const said = [
      { question: 'q0', source: 'a', p: 0.7 },
      { question: 'q0', source: null, p: 0.6 },
      { question: 'q1', source: 'a', p: 0.2 },
      { question: 'q2', source: null, p: 0.9 },
    ];
    const parts = printed(said, came);
    expect(rowOf(reportOf(parts, CLUSTERED)).strict.clusters).toBe(2);
    const curves = buildCalibrationReport(record(parts), { ...defaultParameters, ...CLUSTERED }, {});
    expect(curves.totals.strict.clusters).toBe(2);
  });
});

describe('a kept report by source', () => {
  const came = new Map(questionNames(24).map((name, at) => [name, at % 3 > 0]));
  const apart = [...came.keys()].map((name, at) => ({
    question: name,
    source: `a${at % 6}`,
    p: 0.4 + at / 50,
  }));
  const parameters = { ...defaultParameters, ...CLUSTERED };
  const clustersOf = (report: ReturnType<typeof buildAccuracyReport>) => rowOf(report).strict.clusters;

  it('is that of the record after sources became one, and after they are apart again', () => {
    const joining = { question: 'q0', source: 'a5', p: 0.3 };
    const before = record(printed(apart, came));
    const together = record({ ...printed([...apart, joining], came), seq: 8 });
    const families = RecordFamilies.of(before);
    const state = new AccuracyState(parameters, {});
    expect(clustersOf(state.report(families, parameters))).toBe(6);

    const added = changesOf(together);
    const last = together.forecasts.at(-1) as (typeof together.forecasts)[number];
    const nothing = { ...changesOf(record({ seq: 8, sources: [], forecasters: [] })), merges: null };
    state.touch(
      families.advance({
        ...nothing,
        after: 7,
        statements: added.statements.slice(-1),
        forecasts: [{ ...last, supersedesId: null }],
      }),
    );
    const joined = state.report(families, parameters);
    expect(clustersOf(joined)).toBe(5);
    expect(JSON.stringify(joined)).toBe(JSON.stringify(buildAccuracyReport(together, parameters, {})));

    const { id, questionId } = last;
    const retractions = [{ type: 'forecast', id, questionId } as const];
    state.touch(families.advance({ ...nothing, after: 8, seq: 9, retractions }));
    const parted = state.report(families, parameters);
    const retracted = { ...together, seq: 9, forecasts: [...before.forecasts, { ...last, retracted: true }] };
    expect(clustersOf(parted)).toBe(6);
    expect(JSON.stringify(parted)).toBe(JSON.stringify(buildAccuracyReport(retracted, parameters, {})));
  });
});

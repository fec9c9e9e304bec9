/** What a kept state answers after random histories is what the raw record gives, to the byte. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccuracyReport } from '../../../../src/domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../../../src/domain/accuracy/calibration-report.ts';
import { buildLeaderboard } from '../../../../src/domain/accuracy/leaderboard-report.ts';
import { RecordFamilies } from '../../../../src/domain/accuracy/record/record-families.ts';
import { AccuracyState } from '../../../../src/domain/accuracy/report/groups/accuracy-state.ts';
import {
  type AccuracyParameters,
  defaultParameters,
  type ReportFilter,
} from '../../../../src/domain/accuracy/report/models/parameters.ts';
import { GrowingRecord, type Write, writes } from './growing-record.ts';

const asked: readonly (readonly [Partial<AccuracyParameters>, ReportFilter])[] = [
  [{}, {}],
  [{ groupBy: ['topic', 'forecaster'], baseline: 'crowd', weight: 'question' }, {}],
  [{ groupBy: ['month'], baseline: 'baseRate', cluster: 'source', forecastPolicy: 'all' }, {}],
  [
    { groupBy: ['source'], baseline: 'ann', cluster: 'question', forecastPolicy: 'timeWeighted' },
    { type: ['binary'] },
  ],
  [
    { groupBy: ['horizon', 'basis'], knownBy: '2025-09-01T00:00:00.000Z', hedge: 'low', groupLimit: 1 },
    { capture: 'before' },
  ],
  [
    { groupBy: ['type'], rule: ['spherical', 'crps', 'brier_multiclass'] },
    { status: ['open', 'resolved'], topic: ['t1', 't3'] },
  ],
  [
    {
      groupBy: ['forecaster'],
      forecastPolicy: 'spot',
      spotAt: 'closeMinus30Days',
      baseline: 'crowd',
      crowd: 'median',
    },
    {},
  ],
  [
    { groupBy: ['entity'], forecastPolicy: 'daily', cluster: 'source' },
    { forecaster: ['ann'], probabilityAbove: 0.2 },
  ],
  [{ groupBy: ['forecaster'], lexicon: 'cells@1', baseline: 'crowd' }, {}],
];

const parametersOf = (change: Partial<AccuracyParameters>) => ({ ...defaultParameters, ...change });

/** So that there is something to score from the first look on, whatever comes after. */
const START: readonly Write[] = [0, 1, 2, 3].flatMap((c) => [
  { kind: 'forecaster', a: 0, b: c, c },
  { kind: 'question', a: 2 * c, b: c % 2, c },
  { kind: 'forecast', a: c, b: c, c: 1 + c },
  { kind: 'resolve', a: c, b: 1, c },
]);

/** The report's text, or the code of its refusal. */
function answer(build: () => object): string {
  try {
    return JSON.stringify(build());
  } catch (error) {
    return `refused: ${(error as { code?: string }).code ?? String(error)}`;
  }
}

describe('a kept state', () => {
  it('answers after any history as a recomputation from the raw record does', () => {
    let looks = 0;
    let scored = 0;
    fc.assert(
      fc.property(fc.array(writes, { minLength: 60, maxLength: 160 }), (history) => {
        const growing = new GrowingRecord();
        const families = RecordFamilies.of(growing.now);
        const states = asked.map(([change, filter]) => new AccuracyState(parametersOf(change), filter));
        for (const write of [...START, ...history, { kind: 'look', a: 0, b: 0, c: 0 } as const]) {
          growing.write(write);
          if (write.kind !== 'look') continue;
          const touched = families.advance(growing.takeChanges());
          for (const [at, [change, filter]] of asked.entries()) {
            const state = states[at] as AccuracyState;
            state.touch(touched);
            // Not every state is asked every time: some have more to catch up with.
            if ((write.a + at) % 3 === 1) continue;
            looks += 1;
            const raw = answer(() => buildAccuracyReport(growing.now, parametersOf(change), filter));
            expect(answer(() => state.report(families, parametersOf(change)))).toBe(raw);
            if (/"scored":[1-9]/.test(raw)) scored += 1;
          }
        }
      }),
      { numRuns: 12 },
    );
    // Else the histories would have proved little.
    expect(scored / looks).toBeGreaterThan(0.3);
  });

  it('gives the other reports what the raw record gives them', () => {
    fc.assert(
      fc.property(fc.array(writes, { minLength: 40, maxLength: 120 }), (history) => {
        const growing = new GrowingRecord();
        const families = RecordFamilies.of(growing.now);
        for (const write of [...START, ...history]) {
          growing.write(write);
          if (write.kind === 'look') families.advance(growing.takeChanges());
        }
        families.advance(growing.takeChanges());
        for (const build of [buildCalibrationReport, buildLeaderboard]) {
          const on = (source: Parameters<typeof build>[0]) =>
            answer(() => build(source, defaultParameters, {}));
          expect(on(families)).toBe(on(growing.now));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('refuses changes that do not follow what it has', () => {
    const families = RecordFamilies.of(new GrowingRecord().now);
    const changes = { ...new GrowingRecord().takeChanges(), after: 5, seq: 6 };
    expect(() => families.advance(changes)).toThrow('do not follow');
  });
});

/** Reports that read hedges with a lexicon of the asker's choice. */
import { describe, expect, test } from 'vitest';
import { buildCalibrationReport } from '../../../src/domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import { buildLeaderboard } from '../../../src/domain/accuracy/leaderboard-report.ts';
import type { LexiconFacts, ReportRecord } from '../../../src/domain/accuracy/record/report-record.ts';
import {
  type AccuracyParameters,
  defaultParameters,
} from '../../../src/domain/accuracy/report/models/parameters.ts';
import type { ReckonerError } from '../../../src/domain/errors.ts';
import { groupOf, reportOf, rowOf } from './report-of.ts';
import { forecast, forecaster, outcome, question, record, statement } from './small-record.ts';

const lexicon = (
  key: string,
  entries: LexiconFacts['entries'],
  { partition = false, language = 'en' } = {},
): LexiconFacts => ({ key, version: '1', language, partition, entries });
const entry = (phrase: string, lower: number, upper: number) => ({ phrase, lower, upper });

const LEXICONS = [
  lexicon('own', [entry('likely', 0.5, 0.8), entry('we believe', 0.5, 0.8)]),
  lexicon('cells', [entry('doubtful', 0, 0.6), entry('likely', 0.6, 0.9), entry('sure', 0.9, 1)], {
    partition: true,
  }),
  lexicon('whole', [entry('likely', 0.6, 1), entry('We Believe', 0, 0.6)], { partition: true }),
  lexicon('german', [entry('likely', 0, 1)], { language: 'de', partition: true }),
];

/** cat says "likely" on two questions, "we believe" on a third; ann states numbers. */
const parts: Partial<ReportRecord> = {
  forecasters: [forecaster('ann'), forecaster('cat')],
  lexicons: LEXICONS,
  statements: ['q1', 'q2', 'q3'].map((id) =>
    statement(`s-${id}`, 'cat', {
      hedge: {
        phrase: id === 'q3' ? 'we believe' : 'Likely',
        language: 'en-GB',
        lexiconKey: 'own',
        lexiconVersion: '1',
      },
    }),
  ),
  questions: ['q1', 'q2', 'q3'].map((id) => question(id)),
  forecasts: ['q1', 'q2', 'q3'].flatMap((id) => [
    forecast(`a-${id}`, id, 'ann', 0.7),
    forecast(`c-${id}`, id, 'cat', 0.65, {
      basis: 'verbal',
      statementId: `s-${id}`,
      prediction: { probability: 0.65, lower: 0.5, upper: 0.8 },
    }),
  ]),
  resolutions: [outcome('q1', true), outcome('q2', false), outcome('q3', true)],
};

const under = (asked: string | null, more: Partial<AccuracyParameters> = {}) =>
  reportOf(parts, { ...(asked === null ? {} : { lexicon: asked }), ...more });
const cat = (report: ReturnType<typeof under>) => {
  const row = groupOf(report, 'cat').rows.find(({ rule }) => rule === 'brier');
  if (row === undefined) throw new Error('no row');
  return row.strict;
};

describe('an accuracy report under a lexicon', () => {
  test('scores the middle of its intervals where it has the words, by hand, and the others as recorded', () => {
    // Likely 0.6 to 0.9: 0.75 of yes and of no. We believe is not in it: 0.65 of yes.
    const strict = cat(under('cells@1'));
    expect(strict.mean.value).toBeCloseTo((0.25 ** 2 + 0.75 ** 2 + 0.35 ** 2) / 3, 12);
    expect(strict.hedgeLow.value).toBeCloseTo((0.4 ** 2 + 0.6 ** 2 + 0.5 ** 2) / 3, 12);
    expect(strict.best.value).toBeCloseTo((0.1 ** 2 + 0.6 ** 2 + 0.2 ** 2) / 3, 12);
    expect(strict.vagueness.value).toBeCloseTo((0.3 + 0.3 + 0.3) / 3, 12);
    expect(under('cells@1').notes).toContain(
      'Hedges are read with cells@1, 2 of 3 forecasts in words. 1 stand as recorded: it does not have their words.',
    );
  });

  test('one that divides 0 to 1 and has all the words gives interval_brier; with words missing it says why not', () => {
    // Likely 0.6 to 1: 0.4 times 0 of yes, 0.6 times 1 of no; we believe 0 to 0.6: 1 times 0.4 of yes.
    expect(cat(under('whole@1')).intervalBrier.value).toBeCloseTo((0 + 0.6 + 0.4) / 3, 12);
    expect(cat(under('cells@1')).intervalBrier).toMatchObject({
      value: null,
      reason: expect.stringContaining('1 of 3 hedges come from none'),
    });
    expect(cat(under(null)).intervalBrier.value).toBeNull();
  });

  test('the lexicon of the record changes nothing but what is said', () => {
    const [own, recorded] = [under('own@1'), under(null)];
    expect(own.groups).toEqual(recorded.groups);
    expect(own.totals).toEqual(recorded.totals);
    expect(own.notes).toContain('Hedges are read with own@1, 3 of 3 forecasts in words.');
  });

  test('of another language reads nothing, however its words look', () => {
    const german = under('german@1');
    expect(german.totals).toEqual(under(null).totals);
    expect(german.notes[0]).toContain('3 stand as recorded');
  });

  test('what somebody stated as a number stays', () => {
    // Points stand against the others, so they alone may move.
    const ann = (report: ReturnType<typeof under>) =>
      groupOf(report, 'ann').rows.map(({ rule, strict: { peer: _peer, ...strict } }) => ({ rule, strict }));
    expect(ann(under('whole@1'))).toEqual(ann(under(null)));
  });

  test('a baseline in words is read with it too', () => {
    const against = rowOf(under('whole@1', { baseline: 'cat' }));
    expect(against.strict.baselineMean.value).toBeCloseTo((0.2 ** 2 + 0.8 ** 2 + 0.7 ** 2) / 3, 12);
  });

  test('one that is not on record is refused, and those that are named', () => {
    const refused = () => under('whole@2');
    expect(refused).toThrow('no such lexicon');
    try {
      refused();
    } catch (error) {
      expect((error as ReckonerError).details.issues).toMatchObject([
        { parameter: 'lexicon', message: 'whole@2 is none; there are: cells@1, german@1, own@1, whole@1' },
      ]);
    }
  });
});

describe('the other reports', () => {
  const parameters = { ...defaultParameters, lexicon: 'whole@1' };

  test('a duel reads both sides with it', () => {
    const { rows, notes } = buildHeadToHead(record(parts), parameters, { forecasterId: ['ann', 'cat'] });
    const strict = rows.find(({ rule }) => rule === 'brier')?.strict;
    expect(strict?.list.map(({ second }) => second)).toEqual([
      expect.closeTo(0.04, 12),
      expect.closeTo(0.64, 12),
      expect.closeTo(0.49, 12),
    ]);
    expect(strict?.hedges.second.intervalBrier.value).toBeCloseTo(1 / 3, 12);
    expect(notes[0]).toContain('whole@1');
  });

  test('a calibration too', () => {
    const { notes } = buildCalibrationReport(record(parts), parameters, {});
    expect(notes[0]).toContain('whole@1');
  });

  test('the ranks over lexicons of a leaderboard are the same whatever lexicon it is read with', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `q${i}`);
    const many: Partial<ReportRecord> = {
      ...parts,
      statements: ids.map((id, i) =>
        statement(`s-${id}`, 'cat', {
          hedge: {
            phrase: i % 3 === 0 ? 'we believe' : 'likely',
            language: 'en',
            lexiconKey: 'own',
            lexiconVersion: '1',
          },
        }),
      ),
      questions: ids.map((id) => question(id)),
      forecasts: ids.flatMap((id) => [
        forecast(`a-${id}`, id, 'ann', 0.6),
        forecast(`c-${id}`, id, 'cat', 0.65, {
          basis: 'verbal',
          statementId: `s-${id}`,
          prediction: { probability: 0.65, lower: 0.5, upper: 0.8 },
        }),
      ]),
      resolutions: ids.map((id, i) => outcome(id, i % 4 !== 0)),
    };
    const board = (asked: string | null) =>
      buildLeaderboard(
        record(many),
        { ...defaultParameters, ...(asked === null ? {} : { lexicon: asked }) },
        {},
      ).strict;
    const recorded = board(null);
    const ranksOf = ({ entries }: typeof recorded) =>
      new Map(entries.map(({ forecasterId, lexiconRanks }) => [forecasterId, lexiconRanks]));
    const wanted = ranksOf(recorded);
    expect(wanted.get('cat')?.readings.map(({ lexicon: name }) => name)).toEqual([
      'asRecorded',
      'cells@1',
      'whole@1',
    ]);
    for (const asked of ['own@1', 'cells@1', 'whole@1', 'german@1']) {
      const column = board(asked);
      expect(column.lexicons).toEqual(recorded.lexicons);
      expect(ranksOf(column)).toEqual(wanted);
      const mean = column.entries.find(({ forecasterId }) => forecasterId === 'cat')?.mean.value;
      const reading = wanted.get('cat')?.readings.find(({ lexicon: name }) => name === asked);
      if (reading !== undefined) expect(mean).toBeCloseTo(Number(reading.mean), 12);
    }
  });
});

/** What the sentences of reports may say: nothing beyond what the numbers carry. */
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../src/domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../src/domain/accuracy/head-to-head-report.ts';
import { buildLeaderboard } from '../../src/domain/accuracy/leaderboard-report.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import { accuracyFindings } from '../../src/reports/findings/accuracy.ts';
import { calibrationFindings } from '../../src/reports/findings/calibration.ts';
import { duelFindings } from '../../src/reports/findings/head-to-head.ts';
import { leaderboardFindings } from '../../src/reports/findings/leaderboard.ts';
import { forecast, forecaster, outcome, question, record } from '../domain/accuracy-report/small-record.ts';

const ids = Array.from({ length: 40 }, (_, i) => `q${i}`);
const yes = (i: number) => i % 2 === 0;
/** Of the first twenty everybody knows the answer. */
const easy = (i: number) => i < 20;
const said = (i: number, sure: number, share: number) => (yes(i) ? 1 : 0) * sure + (1 - sure) * share;

function board(chosen: (i: number) => boolean) {
  return record({
    forecasters: ['ann', 'bob', 'dan'].map((id) => forecaster(id)),
    questions: ids.map((id) => question(id)),
    forecasts: ids.flatMap((id, i) => [
      forecast(`a${id}`, id, 'ann', said(i, easy(i) ? 0.9 : 0.4, (i % 3) / 10 + 0.3)),
      forecast(`b${id}`, id, 'bob', said(i, easy(i) ? 0.8 : 0.2, (i % 4) / 10 + 0.3)),
      ...(chosen(i) ? [forecast(`d${id}`, id, 'dan', said(i, 0.8, 0.3 + (i % 3) / 10))] : []),
    ]),
    resolutions: ids.map((id, i) => outcome(id, yes(i))),
  });
}

const sentences = (chosen: (i: number) => boolean) =>
  leaderboardFindings(buildLeaderboard(board(chosen), defaultParameters, {})).join('\n');

describe('a leaderboard', () => {
  test('says that somebody is first by the choice of easy questions', () => {
    const found = sentences(easy);
    expect(found).toContain('Read strictly, dan has the best mean');
    expect(found).toContain('had all answered every question, ann would be ahead of dan');
  });

  test('says nothing of it where the adjusted mean agrees', () => {
    expect(sentences(() => true)).not.toContain('had all answered');
  });

  test('names all who share the first rank', () => {
    const whole = board(() => true);
    const alike = {
      ...whole,
      forecasts: whole.forecasts.map((one) => ({
        ...one,
        prediction:
          one.forecasterId === 'dan'
            ? { probability: 0.5 }
            : (whole.forecasts.find(({ id }) => id === `a${one.questionId}`)?.prediction ?? one.prediction),
      })),
    };
    const [first] = leaderboardFindings(buildLeaderboard(alike, defaultParameters, {}));
    expect(first).toContain(
      'Read strictly, ann and bob share the best mean Brier score of 3 ranked forecasters, 0.',
    );
  });

  test('says how often the rank lay there', () => {
    expect(sentences(easy)).toMatch(/its rank is (\d|between \d and \d) in 95 % of resamples/);
  });
});

describe('readings', () => {
  /** As many strict as lenient questions, and as many of each came; who was right on one was wrong on the other. */
  const source = record({
    questions: ids.map((id, i) => question(id, { reading: i < 20 ? 'strict' : 'lenient' })),
    forecasts: ids.map((id, i) => forecast(`a${id}`, id, 'ann', yes(i) === i < 20 ? 0.9 : 0.1)),
    resolutions: ids.map((id, i) => outcome(id, yes(i))),
  });

  test('that differ in nothing but the scores are both told of', () => {
    const found = calibrationFindings(buildCalibrationReport(source, defaultParameters, {})).join('\n');
    expect(found).toContain('Read strictly, 10 of 20 forecasts');
    expect(found).toContain('Read leniently, 10 of 20 forecasts');
  });

  test('that are the same are told of once', () => {
    const found = calibrationFindings(
      buildCalibrationReport(
        board(() => true),
        defaultParameters,
        {},
      ),
    );
    expect(found.join('\n')).not.toContain('leniently');
  });

  test('of which only the lenient one has scores are told of in the accuracy report', () => {
    const lenient = { ...source, questions: ids.map((id) => question(id, { reading: 'lenient' })) };
    expect(accuracyFindings(buildAccuracyReport(lenient, defaultParameters, {})).join('\n')).toContain(
      'Read leniently it is 0.41',
    );
  });

  test('numbers that are held back in both are counted once where they are the same', () => {
    const few = { ...board(() => true), resolutions: ids.slice(0, 5).map((id, i) => outcome(id, yes(i))) };
    const withOther = {
      ...few,
      questions: [...few.questions, question('other', { reading: 'lenient', type: 'binary' })],
      forecasts: [...few.forecasts, forecast('other', 'other', 'eve', 0.5)],
      forecasters: [...few.forecasters, forecaster('eve')],
      resolutions: [...few.resolutions, outcome('other', true)],
    };
    for (const records of [few, withOther]) {
      const { groups } = buildAccuracyReport(records, defaultParameters, {});
      const ann = groups.find(({ values }) => values.some(({ label }) => label === 'ann'));
      const ofCells = ann?.rows.reduce((sum, { strict }) => sum + strict.withheldForSmallSample, 0);
      expect(ofCells).toBeGreaterThan(0);
      expect(ann?.leftOut.withheldForSmallSample).toBe(ofCells);
    }
  });
});

describe('a head to head', () => {
  const duel = (questions: number) => {
    const whole = board(() => true);
    const kept = new Set(ids.slice(0, questions));
    const forecasts = whole.forecasts.filter(({ questionId }) => kept.has(questionId));
    return buildHeadToHead({ ...whole, forecasts }, defaultParameters, { forecasterId: ['ann', 'bob'] });
  };

  test('declares within the interval, not beyond chance', () => {
    const report = duel(40);
    expect(report.rows[0]?.strict.declared).toBe('first');
    expect(duelFindings(report).join('\n')).toContain('ann is declared better: the interval does not hold 0');
  });

  test('holds back how many questions it takes where there are too few for an interval', () => {
    const { questionsToDetect } = duel(5).rows[0]?.strict ?? {};
    expect(questionsToDetect).toEqual({
      value: null,
      reason: 'An interval needs 10 questions; there are 5.',
    });
  });
});

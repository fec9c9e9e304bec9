/** What hedged words allow, as data: no single number stands for an imprecise probability. */
import { z } from 'zod';
import type { HedgedScore } from '../../hedges/hedged-statement.ts';
import { type Measure, mapMeasure } from '../../measure.ts';
import { reportMeasure, toReportMeasure } from './report-number.ts';

export const hedgedFigures = z
  .strictObject({
    hedges: z.int().describe('Forecasts whose words allow more than one probability.'),
    best: reportMeasure.describe('Mean score if every hedge meant the end that turned out better.'),
    worst: reportMeasure.describe('Mean score if every hedge meant the other end.'),
    low: reportMeasure.describe('Mean score if every hedge meant its lower end.'),
    mid: reportMeasure.describe('Mean score at the probability that the record takes the words for.'),
    high: reportMeasure.describe('Mean score if every hedge meant its upper end.'),
    uniformMean: reportMeasure.describe(
      'Mean Brier score over each interval, (width)²/12 above that of its middle: vagueness costs.',
    ),
    intervalBrier: reportMeasure.describe(
      'Mean of (lower - outcome)(upper - outcome): proper only where every hedge is of a lexicon that divides 0 to 1.',
    ),
    vagueness: reportMeasure.describe('Mean width of the intervals, 0 where only numbers were stated.'),
  })
  .meta({ id: 'HedgedFigures', description: 'Scores over what the words of hedges may mean.' });
export type HedgedFigures = z.infer<typeof hedgedFigures>;

export function hedgedFiguresOf(score: Measure<HedgedScore>): HedgedFigures {
  const of = (read: (value: HedgedScore) => number) => toReportMeasure(mapMeasure(score, read));
  const inside = (read: (value: HedgedScore) => Measure<number>) =>
    toReportMeasure(score.reason === null ? read(score.value) : score);
  return {
    hedges: score.value?.hedges ?? 0,
    best: of(({ best }) => best),
    worst: of(({ worst }) => worst),
    low: of(({ low }) => low),
    mid: of(({ middle }) => middle),
    high: of(({ high }) => high),
    uniformMean: inside(({ uniformMean }) => uniformMean),
    intervalBrier: inside(({ intervalBrier }) => intervalBrier),
    vagueness: of(({ vagueness }) => vagueness),
  };
}

/** Of numeric and date forecasts: whether intervals hold what they claim, which way they err, where outcomes lie. */
import { z } from 'zod';
import { estimateStanding, type Standing } from '../../floors.ts';
import type { IntervalEstimate } from '../../intervals/interval.ts';
import type { Measure } from '../../measure.ts';
import { reportEstimate, reportNumber, toReportEstimate, toReportNumber } from '../models/report-number.ts';
import { cutTo } from './rule-range.ts';

const count = z.int();

const counted = {
  forecasts: count.describe('That say enough to be counted here.'),
  questions: count,
};

export const lineDiagnostics = z
  .strictObject({
    coverage: z
      .array(
        z
          .strictObject({
            level: z.number().describe('Probability that the intervals claim.'),
            ...counted,
            share: reportEstimate.describe(
              'Weighted share of outcomes inside, ends included, with a clusterRobust interval.',
            ),
          })
          .meta({ id: 'CentralCoverage' }),
      )
      .describe(
        'Central intervals at the levels that were stated; at 50, 80, 90 and 95 % of whole distributions. Of dates whose question has a horizon, those that end before it. At most 20 levels, those of the most forecasts.',
      ),
    levelsOmitted: count.describe('Levels beyond 20.'),
    bias: z
      .strictObject({
        ...counted,
        mean: reportEstimate.describe('From -1, forecast too low, over 0 to 1, forecast too high.'),
      })
      .describe('1 - 2 F(y), weighted mean.'),
    pit: z
      .strictObject({
        forecasts: count,
        bins: z
          .array(z.strictObject({ lower: z.number(), upper: z.number(), share: reportNumber }))
          .describe('Ten bins of F(y), the probability that was given to no more than what came.'),
      })
      .describe(
        'Probability integral transform: calibrated forecasts fill the bins evenly, a U says too narrow, a hump too wide. A forecast that leaves the place open (quantiles, samples, counts) is spread over where it may be.',
      ),
  })
  .meta({
    id: 'LineDiagnostics',
    description: 'Of numeric and date questions. Diagnostics, not proper: nobody is ranked on them.',
  });
export type LineDiagnostics = z.infer<typeof lineDiagnostics>;

/** A mean before floors on n are held. */
export interface LineMean {
  readonly forecasts: number;
  readonly questions: number;
  readonly mean: Measure<IntervalEstimate>;
}

export interface LineFacts {
  readonly coverage: readonly (LineMean & { readonly level: number })[];
  readonly bias: LineMean;
  readonly pit: {
    readonly forecasts: number;
    /** Weighted share of each bin, from the lowest. */
    readonly shares: readonly number[];
  };
}

const LEVELS = 20;

/** @param floored notes a number that a small sample holds back */
export function toLineDiagnostics(
  { coverage, bias, pit }: LineFacts,
  floored: (standing: Standing, measure: Measure<unknown>) => Standing,
): LineDiagnostics {
  const estimated = ({ questions, mean }: LineMean, range: readonly [number, number]) => {
    const cut = cutTo(range, mean);
    return toReportEstimate(cut, floored(estimateStanding(questions, mean), cut));
  };
  const kept = coverage
    .toSorted((a, b) => b.forecasts - a.forecasts || a.level - b.level)
    .slice(0, LEVELS)
    .sort((a, b) => a.level - b.level);
  const bins = pit.shares.length;
  return {
    coverage: kept.map((of) => {
      const { level, forecasts, questions } = of;
      return { level, forecasts, questions, share: estimated(of, [0, 1]) };
    }),
    levelsOmitted: coverage.length - kept.length,
    bias: { forecasts: bias.forecasts, questions: bias.questions, mean: estimated(bias, [-1, 1]) },
    pit: {
      forecasts: pit.forecasts,
      bins: pit.shares.map((share, at) => {
        return { lower: at / bins, upper: (at + 1) / bins, share: toReportNumber(share) };
      }),
    },
  };
}

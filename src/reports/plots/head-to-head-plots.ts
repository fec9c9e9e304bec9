/** The plots of two forecasters: how the difference came about, what hedges may mean, and the Murphy diagram. */
import type { HeadToHeadReport } from '../../domain/accuracy/report/models/head-to-head-model.ts';
import { percent } from '../findings/wording.ts';
import { type Reading, readings } from '../layouts/cell-columns.ts';
import { curvePlot } from './curve-plot.ts';
import { better, number } from './drawn.ts';
import { linePlot } from './line-plot.ts';
import type { Plot } from './plot.ts';
import { rangePlot } from './range-plot.ts';

export function headToHeadPlots(report: HeadToHeadReport): Plot[] {
  const compared = report.rows.filter((row) => readings.some((reading) => row[reading].questions > 0));
  return [
    ...compared.map((row) => differencePlot(report, row)),
    ...compared.flatMap((row) => readings.flatMap((reading) => hedgePlot(report, row, reading))),
    ...readings.flatMap((reading) => murphyPlots(report, reading)),
  ];
}

type Row = HeadToHeadReport['rows'][number];

function differencePlot({ first, second }: HeadToHeadReport, row: Row): Plot {
  return linePlot(
    readings.map((reading) => ({
      series: reading,
      points: row[reading].list.map(({ knownAt, questionId, cumulative }, at) => ({
        label: `${knownAt.slice(0, 10)} ${questionId}`,
        value: number(cumulative),
        n: at + 1,
      })),
    })),
    {
      key: `difference-${row.questionType}-${row.rule}`,
      title: `${row.ruleTitle}: sum of differences, ${first.name} minus ${second.name}, n = ${row.strict.questions} strict, ${row.lenient.questions} lenient`,
      description: `Cumulative difference in order of resolution; ${row.orientation === 'loss' ? 'falling' : 'rising'} favours ${first.name}.`,
      axis: 'Questions in order of when their outcome was known',
      valueLabel: 'Sum of differences',
      labelTitle: 'Question',
      level: 0,
    },
  );
}

/** Drawn where somebody hedged. */
function hedgePlot(report: HeadToHeadReport, row: Row, reading: Reading): Plot[] {
  const { hedges, questions } = row[reading];
  if (hedges.first.hedges + hedges.second.hedges === 0) return [];
  const ends = ['low', 'mid', 'high'] as const;
  return [
    rangePlot(
      (['first', 'second'] as const).map((side) => ({
        label: report[side].name,
        reference: null,
        marks: ends.map((end) => ({
          series: end,
          value: number(hedges[side][end].value),
          lower: number(hedges[side].best.value),
          upper: number(hedges[side].worst.value),
          n: questions,
        })),
      })),
      {
        key: `hedges-${row.questionType}-${row.rule}-${reading}`,
        title: `${row.ruleTitle} over what hedges may mean, ${reading}, n = ${questions}: low, mid, high, and bars from best to worst`,
        description: `Mean ${row.ruleTitle} if every hedge meant its lower end, its recorded middle or its upper end; the bar runs from the end that turned out better to the other. Where the bars overlap vagueness prevents a verdict.`,
        axis: `${row.ruleTitle}, ${better(row.orientation)}`,
        referenceLabel: null,
        valueLabel: 'Mean',
        joined: true,
      },
    ),
  ];
}

function murphyPlots({ first, second, murphy, parameters }: HeadToHeadReport, reading: Reading): Plot[] {
  const { points, questions, intervalReason } = murphy[reading];
  if (points.length === 0) return [];
  const curve = (label: string, of: 'first' | 'second') => ({
    label,
    points: points.map((point) => ({
      at: point.threshold,
      value: number(point[of]),
      lower: null,
      upper: null,
    })),
  });
  const across = 'Threshold';
  const why = intervalReason === null ? '' : ` ${intervalReason}`;
  return [
    curvePlot([curve(first.name, 'first'), curve(second.name, 'second')], {
      key: `murphy-${reading}`,
      title: `Murphy diagram, ${reading}, n = ${questions} questions: ${first.name} and ${second.name}`,
      description:
        'Mean elementary score over the threshold at which one would act on a forecast, lower is better. Whose curve is below everywhere is better under every proper score; where they cross, the verdict depends on the score.',
      across,
      up: 'Mean elementary score',
      valueLabel: 'Mean elementary score',
    }),
    curvePlot(
      [
        {
          label: 'First minus second',
          points: points.map(({ threshold, difference, lower, upper }) => ({
            at: threshold,
            value: number(difference),
            lower: number(lower),
            upper: number(upper),
          })),
        },
      ],
      {
        key: `murphy-difference-${reading}`,
        title: `Difference of Murphy curves, ${reading}, n = ${questions}, ${percent(parameters.level)} intervals: ${first.name} minus ${second.name}`,
        description: `Below 0 favours ${first.name}. The band is the interval at each threshold alone, robust to clusters.${why}`,
        across,
        up: 'Difference',
        valueLabel: 'Difference',
      },
    ),
  ];
}

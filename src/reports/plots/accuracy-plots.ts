/** Plots of the accuracy report: scores, readings, hedges, course over time, and what was never scored. */
import type { AccuracyReport, AccuracyRow } from '../../domain/accuracy/report/models/accuracy-model.ts';
import type { AccuracyCell } from '../../domain/accuracy/report/models/cell-model.ts';
import { percent, withheldInWords } from '../findings/wording.ts';
import { groupName } from '../layouts/calibration.ts';
import { type Reading, readings } from '../layouts/cell-columns.ts';
import { better, finite, number } from './drawn.ts';
import { linePlot } from './line-plot.ts';
import { monthsFrom } from './months.ts';
import type { Plot } from './plot.ts';
import { type RangeMark, type RangeRow, rangePlot } from './range-plot.ts';
import { sharePlots } from './share-plots.ts';

interface Named {
  readonly label: string;
  readonly row: AccuracyRow;
}

export function accuracyPlots(report: AccuracyReport): Plot[] {
  const first = report.totals.rows[0];
  return [...(first === undefined ? [] : scorePlots(report, first)), ...sharePlots(report)];
}

/** Of the first rule of the first question type: the others stand in the tables. */
function scorePlots(report: AccuracyReport, first: AccuracyRow): Plot[] {
  const rows = report.groups.flatMap((group): Named[] =>
    group.rows
      .filter(({ rule, questionType }) => rule === first.rule && questionType === first.questionType)
      .map((row) => ({ label: groupName(group.values), row })),
  );
  const sorted = [...rows.sort((a, b) => order(a, b, first.orientation)), { label: 'All', row: first }];
  const { baseline, groupBy, level } = report.parameters;
  const scored = `${first.ruleTitle} by ${groupBy.join(' and ')}`;
  const n = `n = ${first.strict.questions} questions`;
  const axis = `Mean ${first.ruleTitle}${first.unit === null ? '' : ` (${first.unit})`}, ${better(first.orientation)}`;
  const rangeRows = (marks: (row: AccuracyRow) => readonly RangeMark[], reference = false): RangeRow[] =>
    sorted.map(({ label, row }) => ({
      label,
      reference: reference ? number(row.strict.baselineMean.value) : null,
      marks: marks(row),
    }));
  const options = { axis, valueLabel: 'Mean' };
  const plots = [
    rangePlot(
      rangeRows(
        ({ strict, lenient }) => [intervalMark(strict, 'strict'), intervalMark(lenient, 'lenient')],
        true,
      ),
      {
        ...options,
        key: 'scores',
        title: `${scored}, ${n}, ${percent(level)} intervals`,
        description: `Mean ${first.ruleTitle} of each group in the strict and the lenient reading, with its ${percent(level)} interval where there are questions enough; best first; n counts questions, strict/lenient where they differ. Dashed strokes: the baseline on those of the questions that it covers, read strictly.${withheldInWords(sorted.flatMap(({ row }) => [row.strict.mean, row.lenient.mean]))}`,
        referenceLabel: `baseline (${baseline})`,
      },
    ),
  ];
  if (sorted.some(({ row }) => row.strict.mean.value !== row.lenient.mean.value))
    plots.push(
      rangePlot(
        rangeRows((row) =>
          readings.map((reading) => pointMark(row[reading], reading, row[reading].mean.value)),
        ),
        {
          ...options,
          key: 'readings',
          title: `Strict against lenient: ${scored}, ${n}`,
          description:
            'How much the reading of vague remarks decides: the mean with every threshold read strictly and read leniently, joined by a line. Where both marks cover each other the reading does not matter.',
          referenceLabel: null,
          joined: true,
        },
      ),
    );
  if (sorted.some(({ row }) => readings.some((reading) => hedged(row[reading]))))
    plots.push(...readings.flatMap((reading) => hedgePlot(sorted, reading, { scored, n, axis })));
  const timelines = report.timelines.filter(
    ({ rule, questionType, points }) =>
      rule === first.rule && questionType === first.questionType && points.length > 0,
  );
  if (timelines.length > 0)
    plots.push(
      linePlot(
        timelines.map(({ reading, points }) => ({
          series: reading,
          points: points.map(({ month, questions, mean }) => ({
            label: month,
            value: number(mean),
            n: questions,
          })),
        })),
        {
          key: 'timeline',
          title: `${first.ruleTitle} so far, month by month, n = ${first.strict.questions} strict, ${first.lenient.questions} lenient`,
          description: `Mean ${first.ruleTitle} over everything known by the end of each month, all groups together.`,
          axis: 'Month in which the outcome was known',
          valueLabel: 'Mean so far',
          labelTitle: 'Month',
          level: null,
          labels: monthsFrom(timelines.flatMap(({ points }) => points.map(({ month }) => month))),
        },
      ),
    );
  return plots;
}

function hedged(cell: AccuracyCell): boolean {
  return cell.best.value !== cell.worst.value;
}

function hedgePlot(
  rows: readonly Named[],
  reading: Reading,
  { scored, n, axis }: { readonly scored: string; readonly n: string; readonly axis: string },
): Plot[] {
  const same = rows.every(({ row }) => row.strict.hedgeMid.value === row.lenient.hedgeMid.value);
  if (reading === 'lenient' && same) return [];
  return [
    rangePlot(
      rows.map(({ label, row }) => {
        const cell = row[reading];
        return {
          label,
          reference: null,
          marks: [
            pointMark(cell, 'low', cell.hedgeLow.value),
            {
              ...pointMark(cell, 'mid', cell.hedgeMid.value),
              lower: finite(cell.best.value),
              upper: finite(cell.worst.value),
            },
            pointMark(cell, 'high', cell.hedgeHigh.value),
          ],
        };
      }),
      {
        key: `hedges-${reading}`,
        title: `What the hedges allow, ${reading}: ${scored}, ${n}`,
        description:
          'The mean if every hedge meant the lower end, the recorded middle or the upper end of its interval; the bar runs from the best to the worst that the words allow. A row without a bar has stated numbers only.',
        axis,
        referenceLabel: null,
        valueLabel: 'Mean',
        joined: true,
      },
    ),
  ];
}

function intervalMark({ mean, questions }: AccuracyCell, series: Reading): RangeMark {
  const [value, lower, upper] = [mean.value, mean.lower, mean.upper].map(number) as [
    number | null,
    number | null,
    number | null,
  ];
  return { series, value, lower, upper, n: questions };
}

function pointMark(
  cell: AccuracyCell,
  series: RangeMark['series'],
  value: Parameters<typeof number>[0],
): RangeMark {
  return { series, value: number(value), lower: null, upper: null, n: cell.questions };
}

function order(a: Named, b: Named, orientation: 'loss' | 'gain'): number {
  const [one, other] = [number(a.row.strict.mean.value), number(b.row.strict.mean.value)];
  if (one === other) return a.label < b.label ? -1 : 1;
  if (one === null || other === null) return one === null ? 1 : -1;
  return (orientation === 'loss' ? 1 : -1) * (one < other ? -1 : 1);
}

/** The plots of a report, by its kind. */
import type { AccuracyReport, AccuracyRow } from '../../domain/accuracy/report/accuracy-model.ts';
import type { CalibrationReport } from '../../domain/accuracy/report/calibration-model.ts';
import type { AccuracyCell } from '../../domain/accuracy/report/cell-model.ts';
import type { HeadToHeadReport } from '../../domain/accuracy/report/head-to-head-model.ts';
import type { LeaderboardReport } from '../../domain/accuracy/report/leaderboard-model.ts';
import type { ReportNumber } from '../../domain/accuracy/report/report-number.ts';
import { groupName } from '../layouts/calibration.ts';
import { type Reading, readings } from '../layouts/cell-columns.ts';
import type { Report } from '../report.ts';
import { linePlot } from './line-plot.ts';
import type { Plot } from './plot.ts';
import { type RangeMark, type RangeRow, rangePlot } from './range-plot.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';

export function plotsOf(report: Report): Plot[] {
  switch (report.kind) {
    case 'accuracy':
      return accuracyPlots(report);
    case 'calibration':
      return calibrationPlots(report);
    case 'leaderboard':
      return leaderboardPlots(report);
    case 'headToHead':
      return headToHeadPlots(report);
  }
}

const number = (value: ReportNumber): number | null => (value === null ? null : Number(value));
const percent = (level: number): string => `${Number((level * 100).toPrecision(6))} %`;
const better = (orientation: 'loss' | 'gain'): string =>
  orientation === 'loss' ? 'lower is better' : 'higher is better';

interface Named {
  readonly label: string;
  readonly row: AccuracyRow;
}

function accuracyPlots(report: AccuracyReport): Plot[] {
  const first = report.totals.rows[0];
  if (first === undefined) return [];
  const rows = report.groups.flatMap((group): Named[] =>
    group.rows
      .filter(({ rule, questionType }) => rule === first.rule && questionType === first.questionType)
      .map((row) => ({ label: groupName(group.values), row })),
  );
  const sorted = [...rows.sort((a, b) => order(a, b, first.orientation)), { label: 'All', row: first }];
  const by = report.parameters.groupBy.join(' and ');
  const scored = `${first.ruleTitle} by ${by}`;
  const axis = `${first.ruleTitle}${first.unit === null ? '' : ` (${first.unit})`}, ${better(first.orientation)}`;
  const marks = (baseline: boolean, mark: (cell: AccuracyCell, series: Reading) => RangeMark): RangeRow[] =>
    sorted.map(({ label, row }) => ({
      label,
      reference: baseline ? number(row.strict.baselineMean.value) : null,
      marks: readings.map((reading) => mark(row[reading], reading)),
    }));
  const level = percent(report.parameters.level);
  const timelines = report.timelines.filter(
    ({ rule, questionType }) => rule === first.rule && questionType === first.questionType,
  );
  return [
    rangePlot(
      marks(true, (cell, series) => ({
        series,
        value: number(cell.mean.value),
        lower: number(cell.mean.lower),
        upper: number(cell.mean.upper),
        n: cell.questions,
      })),
      {
        key: 'scores',
        title: `${scored}, strict and lenient, ${level} intervals`,
        description: `Mean ${first.ruleTitle} of each group with its ${level} interval where there are questions enough; best first; dashed strokes: the baseline on the same questions.`,
        axis,
        referenceLabel: `baseline (${report.parameters.baseline})`,
        valueLabel: 'Mean',
      },
    ),
    rangePlot(
      marks(false, (cell, series) => ({
        series,
        value: number(cell.mean.value),
        lower: finite(cell.best.value),
        upper: finite(cell.worst.value),
        n: cell.questions,
      })),
      {
        key: 'hedges',
        title: `${scored}: what the hedges allow`,
        description:
          'The mark is the mean as asked (low, mid or high); the line runs from the best to the worst case over the bounds of the hedges. A point has no hedges.',
        axis,
        referenceLabel: null,
        valueLabel: 'Mean',
      },
    ),
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
        title: `${first.ruleTitle} over time, n = ${first.strict.questions} strict, ${first.lenient.questions} lenient`,
        description: `Mean ${first.ruleTitle} over everything known by the end of each month, all groups together.`,
        axis: 'Month in which the outcome was known',
        valueLabel: 'Mean so far',
        labelTitle: 'Month',
        level: null,
      },
    ),
  ];
}

function order(a: Named, b: Named, orientation: 'loss' | 'gain'): number {
  const [one, other] = [number(a.row.strict.mean.value), number(b.row.strict.mean.value)];
  if (one === other) return a.label < b.label ? -1 : 1;
  if (one === null || other === null) return one === null ? 1 : -1;
  return (orientation === 'loss' ? 1 : -1) * (one < other ? -1 : 1);
}

/** An infinite end is not drawn. */
function finite(value: ReportNumber): number | null {
  return typeof value === 'number' ? value : null;
}

function calibrationPlots(report: CalibrationReport): Plot[] {
  const groups = [{ values: [], ...report.totals }, ...report.groups];
  return groups.flatMap((group, at) =>
    readings
      .filter((reading) => group[reading].forecasts > 0)
      .map((reading) =>
        reliabilityDiagram(group[reading], {
          key: `reliability-${at}-${reading}`,
          title: `Calibration, ${reading}: ${groupName(group.values)}`,
          level: report.parameters.level,
        }),
      ),
  );
}

function leaderboardPlots(report: LeaderboardReport): Plot[] {
  return readings
    .filter((reading) => report[reading].entries.length > 0)
    .map((reading) =>
      rangePlot(
        report[reading].entries.map(({ forecaster, mean, questions }) => ({
          label: forecaster,
          reference: null,
          marks: [
            {
              series: reading,
              value: number(mean.value),
              lower: number(mean.lower),
              upper: number(mean.upper),
              n: questions,
            },
          ],
        })),
        {
          key: `leaderboard-${reading}`,
          title: `${report.ruleTitle} by forecaster, ${reading}, ${percent(report.parameters.level)} intervals`,
          description: `Mean ${report.ruleTitle} of each forecaster on own questions, best first.`,
          axis: `${report.ruleTitle}, ${better(report.orientation)}`,
          referenceLabel: null,
          valueLabel: 'Mean',
        },
      ),
    );
}

function headToHeadPlots(report: HeadToHeadReport): Plot[] {
  return report.rows.map((row) =>
    linePlot(
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
        title: `${row.ruleTitle}: sum of differences, ${report.first.name} minus ${report.second.name}, n = ${row.strict.questions} strict, ${row.lenient.questions} lenient`,
        description: `Cumulative difference in order of resolution; ${row.orientation === 'loss' ? 'falling' : 'rising'} favours ${report.first.name}.`,
        axis: 'Questions in order of when their outcome was known',
        valueLabel: 'Sum of differences',
        labelTitle: 'Question',
        level: 0,
      },
    ),
  );
}

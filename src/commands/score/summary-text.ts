/** An evaluation as a table for a terminal: four digits; the exact numbers stand in the other formats. */

import type { ReportNumber } from '../../domain/accuracy/report/models/report-number.ts';
import type {
  EvaluatedFigures,
  EvaluatedRow,
  EvaluationReport,
} from '../../domain/evaluation/evaluation-model.ts';
import { leftOutParts } from '../../reports/findings/left-out.ts';

interface Line {
  readonly name: string;
  readonly figures: EvaluatedFigures;
}

type Column = readonly [title: string, cell: (row: EvaluatedRow) => string];

const NAME_WIDTH = 32;
/** Scores in the unit of the outcome are given as shares of the range. */
const SHARES: Readonly<Record<string, string>> = {
  outcome: 'share of the range',
  'outcome squared': 'square of a share of the range',
};

const columns: readonly Column[] = [
  ['n', ({ cell }) => String(cell.forecasts)],
  ['questions', ({ cell }) => String(cell.questions)],
  ['mean', ({ cell }) => four(cell.mean.value)],
  ['interval', ({ cell }) => between(cell.mean)],
  ['skill', ({ cell }) => four(cell.skill.value)],
  ['AUC', ({ cell }) => four(cell.diagnostics?.auc.value ?? null)],
  ['MCB', ({ cell }) => four(cell.diagnostics?.corp.miscalibration.value ?? null)],
  ['DSC', ({ cell }) => four(cell.diagnostics?.corp.discrimination.value ?? null)],
  ['ECE (if calibrated)', ({ cell }) => calibrationError(cell)],
  ['slope', ({ cell }) => four(cell.diagnostics?.recalibrationSlope.value ?? null)],
];

export function summaryText(report: EvaluationReport): string {
  const kinds = report.totals.rows;
  const lines: Line[] = [
    ...report.groups.map((group) => ({ name: group.forecaster, figures: group })),
    { name: 'All', figures: report.totals },
  ];
  const { read, scored } = report.totals.forecasts;
  return [
    ...kinds.flatMap((kind) => [...section(kind, lines, report), '']),
    `${scored} of ${read} rows scored${leftOut(report)}.`,
    ...report.notes,
    ...(report.groupsOmitted.groups > 0
      ? [`${report.groupsOmitted.groups} forecasters with fewer rows are not shown.`]
      : []),
    kinds.length > 0 ? legend(report) : '',
    '',
  ].join('\n');
}

/** One rule: the forecasters from best to worst, then all. */
function section(kind: EvaluatedRow, lines: readonly Line[], report: EvaluationReport): string[] {
  const rows = lines.flatMap(({ name, figures }) => {
    const row = figures.rows.find(
      ({ rule, questionType }) => rule === kind.rule && questionType === kind.questionType,
    );
    return row === undefined ? [] : [{ name, row }];
  });
  const all = rows.pop();
  const sign = kind.orientation === 'loss' ? 1 : -1;
  const worst = Number.POSITIVE_INFINITY;
  const rank = ({ row }: (typeof rows)[number]) =>
    row.cell.mean.value === null ? worst : sign * Number(row.cell.mean.value);
  rows.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const shown = [...rows, ...(all === undefined ? [] : [all])];
  const used = columns.filter(([, cell]) => shown.some(({ row }) => cell(row) !== '-'));
  const cells = [
    ['', ...used.map(([title]) => title)],
    ...shown.map(({ name, row }) => [clipped(name), ...used.map(([, cell]) => cell(row))]),
  ];
  const unit = kind.unit === null ? '' : `, ${SHARES[kind.unit] ?? kind.unit}`;
  const better = kind.orientation === 'loss' ? 'lower is better' : 'higher is better';
  const why = all?.row.cell.mean.reason ?? all?.row.cell.mean.intervalReason;
  return [
    `${kind.ruleTitle} (${kind.questionType}${unit}, ${better}), ${Number((report.parameters.level * 100).toPrecision(6))} % interval`,
    ...aligned(cells),
    ...(why === undefined || why === null ? [] : [`  ${why}`]),
  ];
}

function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => width(row[at] ?? ''))));
  return cells.map((row) =>
    row
      .map((cell, at) => {
        const gap = ' '.repeat((widths[at] ?? 0) - width(cell));
        return at === 0 ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Places that a text takes on a terminal: Chinese characters take two. */
function width(text: string): number {
  let places = 0;
  for (const character of text)
    places +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  return places;
}

/** On one line and without control characters, which a terminal would obey. */
function clipped(name: string): string {
  const plain = name.replace(/\p{Cc}/gu, ' ');
  return plain.length > NAME_WIDTH ? `${plain.slice(0, NAME_WIDTH - 1)}…` : plain;
}

function four(value: ReportNumber): string {
  if (value === null) return '-';
  if (typeof value === 'string') return value;
  return Math.abs(value) >= 1000 ? value.toPrecision(6) : value.toFixed(4).replace(/^-(?=0\.0+$)/, '');
}

function between({ lower, upper }: { readonly lower: ReportNumber; readonly upper: ReportNumber }): string {
  return lower === null || upper === null ? '-' : `${four(lower)} to ${four(upper)}`;
}

function calibrationError({ diagnostics }: EvaluatedRow['cell']): string {
  if (diagnostics === null || diagnostics.calibrationError.value === null) return '-';
  return `${four(diagnostics.calibrationError.value)} (${four(diagnostics.calibrationErrorIfCalibrated.value)})`;
}

function leftOut({ totals }: EvaluationReport): string {
  const parts = leftOutParts(totals.leftOut);
  return parts.length === 0 ? '' : `; left out: ${parts.join(', ')}`;
}

function legend({ parameters }: EvaluationReport): string {
  const baseline =
    parameters.baseline === 'uniform' ? 'equal probabilities' : 'the share of yes among the other questions';
  return `Skill is against ${baseline}. MCB: miscalibration, DSC: discrimination (CORP). "-": too few forecasts, or undefined; --json says why.`;
}

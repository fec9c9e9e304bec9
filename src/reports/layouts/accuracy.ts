/** The accuracy report as tables. */
import type { AccuracyReport, AccuracyRow } from '../../domain/accuracy/report/models/accuracy-model.ts';
import { accuracyFindings } from '../findings/accuracy.ts';
import { accuracyMethod, scoreMethod } from '../findings/method.ts';
import { type ColumnOf, type Layout, numberCell, tableOf } from '../table.ts';
import { type Reading, readingColumns, readings, sectionColumns } from './cell-columns.ts';
import { countColumns, type Figures, statementColumns, verdictColumns } from './figure-columns.ts';
import { factsOf, headColumns, inWords } from './head.ts';
import { lineTables } from './line-columns.ts';

interface CellRow {
  readonly figures: Figures;
  readonly row: AccuracyRow;
  readonly reading: Reading;
}

interface FlatRow {
  readonly figures: Figures;
  readonly row: AccuracyRow | null;
}

export function accuracyLayout(report: AccuracyReport): Layout {
  const groups: Figures[] = [...report.groups, { ...report.totals, values: null }];
  const rows: FlatRow[] = groups.flatMap((figures) => figures.rows.map((row) => ({ figures, row })));
  const flatRows: FlatRow[] = groups.flatMap((figures) =>
    (figures.rows.length > 0 ? figures.rows : [null]).map((row) => ({ figures, row })),
  );
  const identity = identityColumns(report);
  const cells: CellRow[] = rows.flatMap(({ figures, row }) =>
    row === null ? [] : readings.map((reading) => ({ figures, row, reading })),
  );
  const cellIdentity: ColumnOf<CellRow>[] = [
    ...identity.map(onFigures),
    ...rowColumns,
    { key: 'reading', title: 'Reading', cell: ({ reading }) => reading },
  ];
  const cellTable = (key: string, title: string, name: Parameters<typeof readingColumns>[0]) =>
    tableOf(
      key,
      title,
      [...cellIdentity, ...sectionColumns<CellRow>(name, ({ row, reading }) => row[reading])],
      cells,
      cellIdentity.length,
    );
  const section = (name: Parameters<typeof readingColumns>[0]) =>
    readingColumns<FlatRow>(name, ({ row }) => row);
  const flat = [
    {
      key: 'row',
      title: 'Row',
      cell: ({ figures }: FlatRow) => (figures.values === null ? 'total' : 'group'),
    },
    ...identityColumns(report, true).map(onFigures),
    ...rowColumns,
    ...flatRowColumns,
    ...section('scores'),
    ...section('comparison'),
    ...section('peers'),
    ...section('time'),
    ...section('calibration'),
    ...section('line'),
    ...section('flatOnly'),
    ...[...countColumns, ...statementColumns, ...verdictColumns].map(onFigures),
    ...headColumns<FlatRow>(report),
  ];
  return {
    title: `Accuracy by ${report.parameters.groupBy.join(' and ')}`,
    findings: accuracyFindings(report),
    method: [...scoreMethod(report), ...accuracyMethod],
    facts: [
      ...factsOf(report),
      ['Scores', rulesInWords(report)],
      ['Groups left out beyond the limit', String(report.groupsOmitted.groups)],
    ],
    notes: report.notes,
    flat: tableOf('accuracy', 'Accuracy', flat, flatRows),
    tables: [
      cellTable('scores', 'Scores', 'scores'),
      cellTable('comparison', 'Hedges and baseline', 'comparison'),
      cellTable('peers', 'Points, against the others and against 50 %', 'peers'),
      cellTable('time', 'Time covered', 'time'),
      cellTable('calibration', 'Calibration and discrimination', 'calibration'),
      ...lineTables(cellIdentity, cells, ({ row, reading }) => row[reading]),
      tableOf('timeline', 'Mean score over time', timelineColumns, timelinePoints(report), 4),
      tableOf(
        'counts',
        'Forecasts scored and left out',
        [...identity, ...countColumns],
        groups,
        identity.length,
      ),
      tableOf('statements', 'Statements', [...identity, ...statementColumns], groups, identity.length),
      tableOf('verdicts', 'Verdicts on claims', [...identity, ...verdictColumns], groups, identity.length),
    ],
  };
}

/** Columns that name the group; for programs with its ids. */
function identityColumns(report: AccuracyReport, withIds = false): ColumnOf<Figures>[] {
  return report.parameters.groupBy.flatMap((key, at) => {
    const label: ColumnOf<Figures> = {
      key,
      title: inWords(key),
      cell: ({ values }) => (values === null ? 'All' : (values[at]?.label ?? null)),
    };
    const id: ColumnOf<Figures> = {
      key: `${key}Id`,
      title: `${inWords(key)} id`,
      cell: ({ values }) => values?.[at]?.id ?? null,
    };
    return withIds && (key === 'forecaster' || key === 'source') ? [label, id] : [label];
  });
}

function onFigures<Row extends { readonly figures: Figures }>({
  key,
  title,
  cell,
}: ColumnOf<Figures>): ColumnOf<Row> {
  return { key, title, cell: ({ figures }) => cell(figures) };
}

const rowColumns: readonly ColumnOf<{ readonly row: AccuracyRow | null }>[] = [
  { key: 'questionType', title: 'Question type', cell: ({ row }) => row?.questionType ?? null },
  { key: 'rule', title: 'Rule', cell: ({ row }) => row?.rule ?? null },
];

const flatRowColumns: readonly ColumnOf<FlatRow>[] = [
  { key: 'orientation', title: 'Orientation', cell: ({ row }) => row?.orientation ?? null },
  { key: 'unit', title: 'Unit', cell: ({ row }) => row?.unit ?? null },
];

interface TimelineLine {
  readonly line: AccuracyReport['timelines'][number];
  readonly point: AccuracyReport['timelines'][number]['points'][number];
}

function timelinePoints(report: AccuracyReport): TimelineLine[] {
  return report.timelines.flatMap((line) => line.points.map((point) => ({ line, point })));
}

const timelineColumns: readonly ColumnOf<TimelineLine>[] = [
  { key: 'questionType', title: 'Question type', cell: ({ line }) => line.questionType },
  { key: 'rule', title: 'Rule', cell: ({ line }) => line.rule },
  { key: 'reading', title: 'Reading', cell: ({ line }) => line.reading },
  { key: 'month', title: 'Known by the end of', cell: ({ point }) => point.month },
  { key: 'questions', title: 'Questions so far', cell: ({ point }) => point.questions },
  { key: 'mean', title: 'Mean so far', cell: ({ point }) => numberCell(point.mean) },
];

/** What the rules of the rows are called, and which way is better. */
function rulesInWords(report: AccuracyReport): string {
  const rules = [...report.groups, report.totals].flatMap(({ rows }) => rows);
  const words = rules.map(
    ({ rule, ruleTitle, orientation }) =>
      `${rule} is the ${ruleTitle} (${orientation === 'loss' ? 'lower' : 'higher'} is better)`,
  );
  return words.length === 0 ? 'none' : [...new Set(words)].join('; ');
}

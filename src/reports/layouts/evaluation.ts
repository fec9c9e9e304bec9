/** An evaluation as tables. */

import { canonicalJson, type JsonValue } from '../../domain/audit/canonical-json.ts';
import type {
  EvaluatedFigures,
  EvaluatedRow,
  EvaluationReport,
} from '../../domain/evaluation/evaluation-model.ts';
import { evaluationFindings } from '../findings/evaluation.ts';
import { evaluationMethod } from '../findings/method.ts';
import { type ColumnOf, type Layout, numberCell, tableOf } from '../table.ts';
import { cellSections } from './cell-columns.ts';
import { curveTables, who } from './evaluation-curves.ts';
import { inWords, valueText } from './head.ts';
import { lineTables } from './line-columns.ts';

interface Named {
  /** Null for the totals. */
  readonly forecaster: string | null;
  readonly figures: EvaluatedFigures;
}

interface Line extends Named {
  readonly row: EvaluatedRow | null;
}

export function evaluationLayout(report: EvaluationReport): Layout {
  const named: Named[] = [
    ...report.groups.map((group) => ({ forecaster: group.forecaster, figures: group })),
    { forecaster: null, figures: report.totals },
  ];
  const lines: Line[] = named.flatMap((one) => one.figures.rows.map((row) => ({ ...one, row })));
  const flatLines: Line[] = named.flatMap((one) =>
    (one.figures.rows.length > 0 ? one.figures.rows : [null]).map((row) => ({ ...one, row })),
  );
  const flat = [
    { key: 'row', title: 'Row', cell: ({ forecaster }: Line) => (forecaster === null ? 'total' : 'group') },
    ...identity,
    ...rowColumns,
    ...section('scores'),
    ...section('comparison'),
    ...section('peers'),
    ...section('calibration'),
    ...section('line'),
    ...section('flatOnly'),
    ...countColumns,
    ...headColumns(report),
  ];
  return {
    title: 'Evaluation',
    findings: evaluationFindings(report),
    method: evaluationMethod(report),
    facts: factsOf(report),
    notes: report.notes,
    flat: tableOf('evaluation', 'Evaluation', flat, flatLines),
    tables: [
      tableOf('scores', 'Scores', [...identity, ...rowColumns, ...section('scores')], lines),
      tableOf('comparison', 'Baseline', [...identity, ...rowColumns, ...section('comparison')], lines),
      tableOf(
        'peers',
        'Points, against the others and against 50 %',
        [...identity, ...rowColumns, ...section('peers')],
        lines,
      ),
      tableOf(
        'calibration',
        'Calibration and discrimination',
        [...identity, ...rowColumns, ...section('calibration')],
        lines,
      ),
      ...lineTables(
        [...identity, ...rowColumns.slice(0, 2)],
        lines.filter((line): line is Line & { readonly row: EvaluatedRow } => line.row !== null),
        ({ row }) => row.cell,
      ),
      ...curveTables(named.map(({ forecaster, figures }) => ({ forecaster, curves: figures.calibration }))),
      tableOf('counts', 'Forecasts scored and left out', [...identity, ...countColumns], named.map(asLine)),
      tableOf('rows', 'Scores of each row', rowScoreColumns, rowScoreLines(report)),
    ],
  };
}

const asLine = (one: Named): Line => ({ ...one, row: null });

const identity: readonly ColumnOf<Line>[] = [
  { key: 'forecaster', title: 'Forecaster', cell: ({ forecaster }) => who(forecaster) },
];

const rowColumns: readonly ColumnOf<Line>[] = [
  { key: 'questionType', title: 'Question type', cell: ({ row }) => row?.questionType ?? null },
  { key: 'rule', title: 'Rule', cell: ({ row }) => row?.rule ?? null },
  { key: 'orientation', title: 'Orientation', cell: ({ row }) => row?.orientation ?? null },
  { key: 'unit', title: 'Unit', cell: ({ row }) => row?.unit ?? null },
];

function section(name: keyof typeof cellSections): ColumnOf<Line>[] {
  return cellSections[name]
    .filter(([key]) => key !== 'statements')
    .map(([key, of]) => ({
      key,
      title: inWords(key),
      cell: ({ row }) => (row === null ? null : of(row.cell)),
    }));
}

const LEFT_OUT = [
  'outcomeNotKnown',
  'annulled',
  'ambiguous',
  'conditionFalse',
  'notAvailable',
  'updated',
  'notApplicable',
  'withheldForSmallSample',
] as const;

const countColumns: readonly ColumnOf<Line>[] = [
  { key: 'forecastsRead', title: 'Rows read', cell: ({ figures }) => figures.forecasts.read },
  { key: 'forecastsScored', title: 'Rows scored', cell: ({ figures }) => figures.forecasts.scored },
  ...LEFT_OUT.map(
    (key): ColumnOf<Line> => ({
      key: `leftOut${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      title: inWords(key),
      cell: ({ figures }) => figures.leftOut[key],
    }),
  ),
];

type RowScores = NonNullable<EvaluationReport['scores']>[number];
interface RowScoreLine {
  readonly of: RowScores;
  readonly score: RowScores['scores'][number] | null;
}

function rowScoreLines({ scores }: EvaluationReport): RowScoreLine[] {
  return (scores ?? []).flatMap((of): RowScoreLine[] =>
    of.scores.length === 0 ? [{ of, score: null }] : of.scores.map((score) => ({ of, score })),
  );
}

const rowScoreColumns: readonly ColumnOf<RowScoreLine>[] = [
  { key: 'row', title: 'Row', cell: ({ of }) => of.row },
  { key: 'forecaster', title: 'Forecaster', cell: ({ of }) => of.forecaster },
  { key: 'question', title: 'Question', cell: ({ of }) => of.question },
  { key: 'rule', title: 'Rule', cell: ({ score }) => score?.rule ?? null },
  { key: 'value', title: 'Score', cell: ({ score }) => numberCell(score?.value ?? null) },
  { key: 'note', title: 'Note', cell: ({ of, score }) => of.leftOut ?? score?.reason ?? null },
];

function factsOf({
  parameters,
  methodVersion,
  contentSha256,
  groupsOmitted,
}: EvaluationReport): [string, string][] {
  return [
    ...Object.entries(parameters).map(([key, value]): [string, string] => [inWords(key), valueText(value)]),
    ['Groups left out beyond the limit', String(groupsOmitted.groups)],
    ['Method version', methodVersion],
    ['Content SHA-256', contentSha256],
  ];
}

/** For each row of the flat table, so that a file alone says what it is. */
function headColumns({
  methodVersion,
  contentSha256,
  parameters,
  notes,
}: EvaluationReport): ColumnOf<Line>[] {
  const constant = (key: string, value: string): ColumnOf<Line> => ({
    key,
    title: inWords(key),
    cell: () => value,
  });
  return [
    constant('methodVersion', methodVersion),
    constant('contentSha256', contentSha256),
    constant('parameters', canonicalJson(parameters as unknown as JsonValue)),
    constant('notes', notes.join(' ')),
  ];
}

/** The head-to-head report as tables. */
import type {
  DuelColumn,
  DuelMurphy,
  HeadToHeadReport,
} from '../../domain/accuracy/report/models/head-to-head-model.ts';
import { duelFindings } from '../findings/head-to-head.ts';
import { duelMethod, scoreMethod } from '../findings/method.ts';
import { type ColumnOf, type Layout, numberCell, tableOf } from '../table.ts';
import { type Reading, readings } from './cell-columns.ts';
import {
  type DuelLine,
  duelFigures,
  duelIdentity,
  duelTests,
  type HedgedLine,
  hedgeDifferences,
  hedgedSides,
} from './duel-columns.ts';
import { factsOf, headColumns } from './head.ts';
import { mixedTable, rowsOfKind } from './mixed-table.ts';

interface QuestionLine {
  readonly line: DuelLine;
  readonly question: DuelColumn['list'][number];
}

interface MurphyLine {
  readonly reading: Reading;
  readonly point: DuelMurphy['points'][number];
}

export function headToHeadLayout(report: HeadToHeadReport): Layout {
  const { first, second } = report;
  const lines: DuelLine[] = report.rows.flatMap((row) =>
    readings.map((reading) => ({ ...row, reading, duel: row[reading] })),
  );
  const questions = lines.flatMap((line) => line.duel.list.map((question) => ({ line, question })));
  const sides = lines.flatMap((line): HedgedLine[] => [
    { ...line, side: 'first', forecaster: first.name },
    { ...line, side: 'second', forecaster: second.name },
  ]);
  const murphy = readings.flatMap((reading) =>
    report.murphy[reading].points.map((point): MurphyLine => ({ reading, point })),
  );
  const comparison = [...duelIdentity, ...duelFigures];
  return {
    title: `Head to head: ${first.name} and ${second.name}`,
    findings: duelFindings(report),
    method: [...scoreMethod(report), ...duelMethod],
    facts: [
      ...factsOf(report),
      ['First', first.name],
      ['Second', second.name],
      ['Differences', 'first minus second'],
    ],
    notes: report.notes,
    flat: mixedTable(
      { key: 'headToHead', title: 'Head to head', identity: 4 },
      [
        rowsOfKind('comparison', [...comparison, ...duelTests, ...hedgeDifferences], lines),
        rowsOfKind('hedges', hedgedSides, sides),
        rowsOfKind('question', questionColumns, questions),
        rowsOfKind('murphy', murphyColumns, murphy),
      ],
      headColumns<null>(report),
    ),
    tables: [
      tableOf('comparison', 'Comparison', comparison, lines, 3),
      tableOf('tests', 'Tests of the difference', [...duelIdentity, ...duelTests], lines, 3),
      tableOf('hedges', 'What the hedges of each may mean', hedgedSides, sides, 5),
      tableOf(
        'hedgeDifferences',
        'Difference over what hedges may mean',
        [...duelIdentity, ...hedgeDifferences],
        lines,
        3,
      ),
      tableOf('murphy', 'Murphy diagram', murphyColumns, murphy, 2),
      tableOf('questions', 'Questions that both answered', questionColumns, questions, 3),
    ],
  };
}

const questionColumns: readonly ColumnOf<QuestionLine>[] = [
  ...duelIdentity.map(
    ({ key, title, cell }): ColumnOf<QuestionLine> => ({ key, title, cell: ({ line }) => cell(line) }),
  ),
  { key: 'questionId', title: 'Question id', cell: ({ question }) => question.questionId },
  { key: 'question', title: 'Question', cell: ({ question }) => question.title },
  { key: 'knownAt', title: 'Known at', cell: ({ question }) => question.knownAt },
  { key: 'first', title: 'First', cell: ({ question }) => numberCell(question.first) },
  { key: 'second', title: 'Second', cell: ({ question }) => numberCell(question.second) },
  { key: 'difference', title: 'Difference', cell: ({ question }) => numberCell(question.difference) },
  { key: 'cumulative', title: 'Cumulative', cell: ({ question }) => numberCell(question.cumulative) },
];

export const murphyColumns: readonly ColumnOf<MurphyLine>[] = [
  { key: 'reading', title: 'Reading', cell: ({ reading }) => reading },
  { key: 'threshold', title: 'Threshold', cell: ({ point }) => point.threshold },
  { key: 'first', title: 'First', cell: ({ point }) => numberCell(point.first) },
  { key: 'second', title: 'Second', cell: ({ point }) => numberCell(point.second) },
  { key: 'difference', title: 'Difference', cell: ({ point }) => numberCell(point.difference) },
  { key: 'differenceLower', title: 'Lower', cell: ({ point }) => numberCell(point.lower) },
  { key: 'differenceUpper', title: 'Upper', cell: ({ point }) => numberCell(point.upper) },
];

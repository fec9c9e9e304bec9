/** The head-to-head report as tables. */
import type { DuelColumn, HeadToHeadReport } from '../../domain/accuracy/report/head-to-head-model.ts';
import { duelFindings } from '../findings/head-to-head.ts';
import { duelMethod, scoreMethod } from '../findings/method.ts';
import { type Cell, type ColumnOf, type Layout, numberCell, tableOf } from '../table.ts';
import { type Reading, readings } from './cell-columns.ts';
import { factsOf, headColumns, inWords } from './head.ts';

interface Line {
  readonly rule: string;
  readonly questionType: string;
  readonly reading: Reading;
  readonly duel: DuelColumn;
}

type Question = DuelColumn['list'][number];
interface QuestionLine {
  readonly line: Line;
  readonly question: Question;
}

export function headToHeadLayout(report: HeadToHeadReport): Layout {
  const lines: Line[] = report.rows.flatMap((row) =>
    readings.map((reading) => ({ ...row, reading, duel: row[reading] })),
  );
  const questions = lines.flatMap((line) => line.duel.list.map((question) => ({ line, question })));
  const onLine = ({ key, title, cell }: ColumnOf<Line>): ColumnOf<QuestionLine> => ({
    key,
    title,
    cell: ({ line }) => cell(line),
  });
  const identity = identityColumns.map(onLine);
  return {
    title: `Head to head: ${report.first.name} and ${report.second.name}`,
    findings: duelFindings(report),
    method: [...scoreMethod(report), ...duelMethod],
    facts: [
      ...factsOf(report),
      ['First', report.first.name],
      ['Second', report.second.name],
      ['Differences', 'first minus second'],
    ],
    notes: report.notes,
    flat: tableOf(
      'headToHead',
      'Head to head',
      [...identity, ...questionColumns, ...figureColumns.map(onLine), ...headColumns<QuestionLine>(report)],
      questions,
    ),
    tables: [
      tableOf('comparison', 'Comparison', [...identityColumns, ...figureColumns], lines, 3),
      tableOf('questions', 'Questions that both answered', [...identity, ...questionColumns], questions, 3),
    ],
  };
}

const identityColumns: readonly ColumnOf<Line>[] = [
  { key: 'questionType', title: 'Question type', cell: ({ questionType }) => questionType },
  { key: 'rule', title: 'Rule', cell: ({ rule }) => rule },
  { key: 'reading', title: 'Reading', cell: ({ reading }) => reading },
];

const figure = (key: string, cell: (duel: DuelColumn) => Cell): ColumnOf<Line> => ({
  key,
  title: inWords(key),
  cell: ({ duel }) => cell(duel),
});

const figureColumns: readonly ColumnOf<Line>[] = [
  figure('questions', (duel) => duel.questions),
  figure('clusters', (duel) => duel.clusters),
  figure('firstMean', (duel) => numberCell(duel.firstMean.value)),
  figure('secondMean', (duel) => numberCell(duel.secondMean.value)),
  figure('meanDifference', (duel) => numberCell(duel.difference.value)),
  figure('meanDifferenceLower', (duel) => numberCell(duel.difference.lower)),
  figure('meanDifferenceUpper', (duel) => numberCell(duel.difference.upper)),
  figure('dieboldMarianoP', (duel) => numberCell(duel.dieboldMariano.p.value)),
  figure('evidenceFirstIsBetter', (duel) => numberCell(duel.evidence.firstIsBetter.value)),
  figure('evidenceSecondIsBetter', (duel) => numberCell(duel.evidence.secondIsBetter.value)),
  figure('dominance', (duel) => duel.dominance),
  figure('questionsToDetect', (duel) => numberCell(duel.questionsToDetect.value)),
  figure('declared', (duel) => duel.declared),
  figure('note', (duel) => duel.difference.reason ?? duel.difference.intervalReason),
];

const questionColumns: readonly ColumnOf<QuestionLine>[] = [
  { key: 'questionId', title: 'Question id', cell: ({ question }) => question.questionId },
  { key: 'question', title: 'Question', cell: ({ question }) => question.title },
  { key: 'knownAt', title: 'Known at', cell: ({ question }) => question.knownAt },
  { key: 'first', title: 'First', cell: ({ question }) => numberCell(question.first) },
  { key: 'second', title: 'Second', cell: ({ question }) => numberCell(question.second) },
  { key: 'difference', title: 'Difference', cell: ({ question }) => numberCell(question.difference) },
  { key: 'cumulative', title: 'Cumulative', cell: ({ question }) => numberCell(question.cumulative) },
];

/** The leaderboard as tables. */
import type { LeaderboardReport } from '../../domain/accuracy/report/models/leaderboard-model.ts';
import { leaderboardFindings } from '../findings/leaderboard.ts';
import { leaderboardMethod, scoreMethod } from '../findings/method.ts';
import { type ColumnOf, type Layout, tableOf } from '../table.ts';
import {
  type BoardLine,
  boardColumns,
  comparisonColumns,
  type EntryLine,
  forecasterColumn,
  imputedColumns,
  type LexiconLine,
  type LexiconRankLine,
  lexiconColumns,
  lexiconRankColumns,
  rankColumns,
  readingColumn,
} from './board-columns.ts';
import { type Reading, readings } from './cell-columns.ts';
import { hedgedColumns } from './duel-columns.ts';
import { factsOf, headColumns } from './head.ts';
import { mixedTable, rowsOfKind } from './mixed-table.ts';

export function leaderboardLayout(report: LeaderboardReport): Layout {
  const lines = (reading: Reading): EntryLine[] =>
    report[reading].entries.map((entry) => ({ reading, entry }));
  const all = readings.flatMap(lines);
  const boards = readings.map((reading): BoardLine => ({ reading, board: report[reading] }));
  const lexicons = boards.flatMap(({ reading, board }) =>
    board.lexicons.map((lexicon): LexiconLine => ({ reading, lexicon })),
  );
  const lexiconRanks = all.flatMap((line) =>
    line.entry.lexiconRanks.readings.map((read): LexiconRankLine => ({ ...line, read })),
  );
  const names = new Map(all.map(({ entry }) => [entry.forecasterId, entry.forecaster]));
  const ranks = rankColumns(names);
  const hedges = hedgedColumns<EntryLine>(({ entry }) => entry.hedged);
  const identity = [readingColumn, forecasterColumn];
  const flat: ColumnOf<EntryLine>[] = [
    readingColumn,
    { key: 'forecasterId', title: 'Forecaster id', cell: ({ entry }) => entry.forecasterId },
    ...ranks,
    ...comparisonColumns,
    ...imputedColumns,
    ...hedges,
  ];
  return {
    title: 'Leaderboard',
    findings: leaderboardFindings(report),
    method: [...scoreMethod(report), ...leaderboardMethod],
    facts: [
      ...factsOf(report),
      [
        'Ranked by',
        `${report.ruleTitle} (${report.rule}) on ${report.questionType} questions, ${report.orientation === 'loss' ? 'lower' : 'higher'} is better`,
      ],
      ['Forecasters beyond the limit', String(report.entriesOmitted)],
      ['Forecasts left out', String(report.leftOut)],
    ],
    notes: report.notes,
    flat: mixedTable(
      { key: 'leaderboard', title: 'Leaderboard', identity: 3 },
      [
        rowsOfKind('entry', flat, all),
        rowsOfKind('board', boardColumns, boards),
        rowsOfKind('lexicon', lexiconColumns, lexicons),
        rowsOfKind('lexiconRank', lexiconRankColumns, lexiconRanks),
      ],
      headColumns<null>(report),
    ),
    tables: [
      tableOf('strict', 'Strict reading', ranks, lines('strict'), 4),
      tableOf('lenient', 'Lenient reading', ranks, lines('lenient'), 4),
      tableOf(
        'comparisons',
        'Against the baseline, and in pairs',
        [...identity, ...comparisonColumns],
        all,
        2,
      ),
      tableOf('imputed', 'If everybody had answered everything', [...identity, ...imputedColumns], all, 2),
      tableOf('hedges', 'What the hedges of each may mean', [...identity, ...hedges], all, 2),
      tableOf('lexicons', 'Lexicons that hedges may be read with', lexiconColumns, lexicons, 2),
      tableOf('lexiconRanks', 'Ranks by lexicon', lexiconRankColumns, lexiconRanks, 3),
      tableOf('boards', 'Both boards', boardColumns, boards, 1),
    ],
  };
}

/** The leaderboard as tables. */
import type { LeaderboardEntry, LeaderboardReport } from '../../domain/accuracy/report/leaderboard-model.ts';
import { leaderboardFindings } from '../findings/leaderboard.ts';
import { leaderboardMethod, scoreMethod } from '../findings/method.ts';
import { type ColumnOf, type Layout, numberCell, tableOf } from '../table.ts';
import { type Reading, readings } from './cell-columns.ts';
import { factsOf, headColumns } from './head.ts';

interface Line {
  readonly reading: Reading;
  readonly entry: LeaderboardEntry;
}

export function leaderboardLayout(report: LeaderboardReport): Layout {
  const lines = (reading: Reading): Line[] => report[reading].entries.map((entry) => ({ reading, entry }));
  const names = new Map(readings.flatMap(lines).map(({ entry }) => [entry.forecasterId, entry.forecaster]));
  const columns = entryColumns(names);
  const flat: ColumnOf<Line>[] = [
    { key: 'reading', title: 'Reading', cell: ({ reading }) => reading },
    { key: 'forecasterId', title: 'Forecaster id', cell: ({ entry }) => entry.forecasterId },
    ...columns,
    ...headColumns<Line>(report),
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
    flat: tableOf('leaderboard', 'Leaderboard', flat, readings.flatMap(lines)),
    tables: [
      tableOf('strict', 'Strict reading', columns, lines('strict'), 4),
      tableOf('lenient', 'Lenient reading', columns, lines('lenient'), 4),
    ],
  };
}

function entryColumns(names: ReadonlyMap<string, string>): ColumnOf<Line>[] {
  const column = (
    key: string,
    title: string,
    cell: (entry: LeaderboardEntry) => ReturnType<ColumnOf<Line>['cell']>,
  ): ColumnOf<Line> => ({
    key,
    title,
    cell: ({ entry }) => cell(entry),
  });
  return [
    column('rank', 'Rank', ({ rank }) => rank),
    column('rankLower', 'Rank lower', ({ rankLower }) => rankLower),
    column('rankUpper', 'Rank upper', ({ rankUpper }) => rankUpper),
    column('forecaster', 'Forecaster', ({ forecaster }) => forecaster),
    column('questions', 'Questions', ({ questions }) => questions),
    column('forecasts', 'Forecasts', ({ forecasts }) => forecasts),
    column('clusters', 'Clusters', ({ clusters }) => clusters),
    column('mean', 'Mean', ({ mean }) => numberCell(mean.value)),
    column('meanLower', 'Mean lower', ({ mean }) => numberCell(mean.lower)),
    column('meanUpper', 'Mean upper', ({ mean }) => numberCell(mean.upper)),
    column('adjustedMean', 'Adjusted mean', ({ adjustedMean }) => numberCell(adjustedMean.value)),
    column('best', 'Best', ({ best }) => numberCell(best.value)),
    column('worst', 'Worst', ({ worst }) => numberCell(worst.value)),
    column('shareRankedFirst', 'Share ranked first', ({ shareRankedFirst }) => shareRankedFirst),
    column('aheadOf', 'Ahead of', ({ aheadOf }) => aheadOf.map((id) => names.get(id) ?? id).join('; ')),
    column('note', 'Note', ({ reason, mean }) => reason ?? mean.intervalReason),
  ];
}

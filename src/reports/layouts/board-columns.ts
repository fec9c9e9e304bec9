/** Columns of a leaderboard: rank, comparisons, and the boards themselves. */
import type {
  LeaderboardColumn,
  LeaderboardEntry,
} from '../../domain/accuracy/report/models/leaderboard-model.ts';
import type { ReportMeasure } from '../../domain/accuracy/report/models/report-number.ts';
import { type Cell, type ColumnOf, numberCell } from '../table.ts';
import type { Reading } from './cell-columns.ts';
import { inWords } from './head.ts';

export interface EntryLine {
  readonly reading: Reading;
  readonly entry: LeaderboardEntry;
}

const column = (
  key: string,
  title: string,
  cell: (entry: LeaderboardEntry) => Cell,
): ColumnOf<EntryLine> => ({
  key,
  title,
  cell: ({ entry }) => cell(entry),
});
const measure = (key: string, of: (entry: LeaderboardEntry) => ReportMeasure): ColumnOf<EntryLine> =>
  column(key, inWords(key), (entry) => numberCell(of(entry).value));

export const readingColumn: ColumnOf<{ readonly reading: Reading }> = {
  key: 'reading',
  title: 'Reading',
  cell: ({ reading }) => reading,
};
export const forecasterColumn = column('forecaster', 'Forecaster', ({ forecaster }) => forecaster);

/** @param names of the forecasters by id */
export function rankColumns(names: ReadonlyMap<string, string>): ColumnOf<EntryLine>[] {
  return [
    column('rank', 'Rank', ({ rank }) => rank),
    column('rankLower', 'Rank lower', ({ rankLower }) => rankLower),
    column('rankUpper', 'Rank upper', ({ rankUpper }) => rankUpper),
    forecasterColumn,
    column('questions', 'Questions', ({ questions }) => questions),
    column('forecasts', 'Forecasts', ({ forecasts }) => forecasts),
    column('clusters', 'Clusters', ({ clusters }) => clusters),
    column('mean', 'Mean', ({ mean }) => numberCell(mean.value)),
    column('meanLower', 'Mean lower', ({ mean }) => numberCell(mean.lower)),
    column('meanUpper', 'Mean upper', ({ mean }) => numberCell(mean.upper)),
    measure('adjustedMean', ({ adjustedMean }) => adjustedMean),
    column('adjustedLower', 'Adjusted lower', ({ adjustedLower }) => numberCell(adjustedLower)),
    column('adjustedUpper', 'Adjusted upper', ({ adjustedUpper }) => numberCell(adjustedUpper)),
    column('adjustedNote', 'Adjusted note', ({ adjustedReason }) => adjustedReason),
    column('component', 'Component', ({ component }) => component),
    measure('best', ({ best }) => best),
    measure('worst', ({ worst }) => worst),
    column('shareRankedFirst', 'Share ranked first', ({ shareRankedFirst }) => shareRankedFirst),
    column('lexiconRanksLower', 'Rank by lexicon lower', ({ lexiconRanks }) => lexiconRanks.lower),
    column('lexiconRanksUpper', 'Rank by lexicon upper', ({ lexiconRanks }) => lexiconRanks.upper),
    column('aheadOf', 'Ahead of', ({ aheadOf }) => aheadOf.map((id) => names.get(id) ?? id).join('; ')),
    column('note', 'Note', ({ reason, mean }) => reason ?? mean.intervalReason),
  ];
}

export const comparisonColumns: readonly ColumnOf<EntryLine>[] = [
  column(
    'againstBaselineQuestions',
    'Questions with baseline',
    ({ againstBaseline }) => againstBaseline.questions,
  ),
  measure('againstBaselineDifference', ({ againstBaseline }) => againstBaseline.difference),
  column('againstBaselineDifferenceLower', 'Difference lower', ({ againstBaseline }) =>
    numberCell(againstBaseline.difference.lower),
  ),
  column('againstBaselineDifferenceUpper', 'Difference upper', ({ againstBaseline }) =>
    numberCell(againstBaseline.difference.upper),
  ),
  measure('againstBaselineP', ({ againstBaseline }) => againstBaseline.p),
  measure('againstBaselineHolm', ({ againstBaseline }) => againstBaseline.holm),
  measure('againstBaselineBh', ({ againstBaseline }) => againstBaseline.bh),
  column('againstBaselineNote', 'Baseline note', ({ againstBaseline }) => againstBaseline.p.reason),
  column('pairwiseOpponents', 'Opponents', ({ pairwise }) => pairwise.opponents),
  column('pairwiseComponent', 'Compared in group', ({ pairwise }) => pairwise.component),
  measure('pairwiseRelativeSkill', ({ pairwise }) => pairwise.relativeSkill),
  measure('pairwiseScaledRelativeSkill', ({ pairwise }) => pairwise.scaledRelativeSkill),
  measure('pairwiseMeanDifference', ({ pairwise }) => pairwise.meanDifference),
  column('pairwiseNote', 'Pairwise note', ({ pairwise }) => pairwise.relativeSkill.reason),
];

export const imputedColumns: readonly ColumnOf<EntryLine>[] = [
  measure('brierIndex', ({ brierIndex }) => brierIndex),
  column('imputedQuestions', 'Questions of the board', ({ imputed }) => imputed.questions),
  column('imputedMissing', 'Not answered', ({ imputed }) => imputed.missing),
  column('imputedCrowd', 'Mean, filled in with the crowd', ({ imputed }) => numberCell(imputed.crowd.value)),
  column('imputedUniform', 'Mean, filled in with evens', ({ imputed }) => numberCell(imputed.uniform.value)),
  column('imputedWorst', 'Mean, filled in with the worst', ({ imputed }) => numberCell(imputed.worst.value)),
  column(
    'imputedNote',
    'Note',
    ({ imputed }) => imputed.crowd.reason ?? imputed.uniform.reason ?? imputed.worst.reason,
  ),
];

export interface BoardLine {
  readonly reading: Reading;
  readonly board: LeaderboardColumn;
}

const ofBoard = (
  key: string,
  title: string,
  cell: (board: LeaderboardColumn) => Cell,
): ColumnOf<BoardLine> => ({
  key,
  title,
  cell: ({ board }) => cell(board),
});

export const boardColumns: readonly ColumnOf<BoardLine>[] = [
  readingColumn,
  ofBoard('resamples', 'Resamples of ranks', ({ resamples }) => resamples),
  ofBoard('components', 'Groups that share questions', ({ components }) => components),
  ofBoard('answeredOnce', 'Questions answered once', ({ answeredOnce }) => answeredOnce),
  ofBoard('adjustedResamples', 'Resamples of adjusted means', ({ adjustedResamples }) => adjustedResamples),
  ofBoard('tested', 'p-values adjusted for', ({ tested }) => tested),
  ofBoard('pairwiseCompared', 'Compared in pairs', ({ pairwise }) => pairwise.compared),
  ofBoard('pairwiseNotCompared', 'Not compared in pairs', ({ pairwise }) => pairwise.notCompared),
  ofBoard('pairwiseMinimumOverlap', 'Questions that a pair needs', ({ pairwise }) => pairwise.minimumOverlap),
  ofBoard('pairwiseComponents', 'Groups that pairs connect', ({ pairwise }) => pairwise.components),
  ofBoard('pairwiseNeedsDifferences', 'Differences needed', ({ pairwise }) => pairwise.needsDifferences),
  ofBoard('comparisonReason', 'Comparisons', ({ comparisonReason }) => comparisonReason),
  ofBoard('lexiconsReason', 'Lexicons', ({ lexiconsReason }) => lexiconsReason),
];

export interface LexiconLine {
  readonly reading: Reading;
  readonly lexicon: LeaderboardColumn['lexicons'][number];
}

export const lexiconColumns: readonly ColumnOf<LexiconLine>[] = [
  readingColumn,
  { key: 'lexicon', title: 'Lexicon', cell: ({ lexicon }) => lexicon.lexicon },
  { key: 'language', title: 'Language', cell: ({ lexicon }) => lexicon.language },
  { key: 'recorded', title: 'Hedges recorded with it', cell: ({ lexicon }) => lexicon.recorded },
  { key: 'read', title: 'Others that it knows', cell: ({ lexicon }) => lexicon.read },
  { key: 'unknown', title: 'Others that it does not know', cell: ({ lexicon }) => lexicon.unknown },
];

export interface LexiconRankLine extends EntryLine {
  readonly read: LeaderboardEntry['lexiconRanks']['readings'][number];
}

export const lexiconRankColumns: readonly ColumnOf<LexiconRankLine>[] = [
  readingColumn,
  forecasterColumn,
  { key: 'lexicon', title: 'Lexicon', cell: ({ read }) => read.lexicon },
  { key: 'rank', title: 'Rank', cell: ({ read }) => read.rank },
  { key: 'mean', title: 'Mean', cell: ({ read }) => numberCell(read.mean) },
];

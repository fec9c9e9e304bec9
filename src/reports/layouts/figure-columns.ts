/** Columns of a group of the accuracy report: what was counted beside the scores. */
import type { AccuracyReport, AccuracyTotals } from '../../domain/accuracy/report/models/accuracy-model.ts';
import { leftOutReasons } from '../../domain/accuracy/report/selection/counting.ts';
import { type ColumnOf, numberCell } from '../table.ts';
import { inWords } from './head.ts';

/** A group, or the totals. */
export interface Figures extends AccuracyTotals {
  /** Null for the totals. */
  readonly values: AccuracyReport['groups'][number]['values'] | null;
}

const leftOutKeys = [...leftOutReasons, 'notApplicable', 'withheldForSmallSample'] as const;

export const countColumns: readonly ColumnOf<Figures>[] = [
  { key: 'forecastsSelected', title: 'Forecasts selected', cell: ({ forecasts }) => forecasts.selected },
  { key: 'forecastsScored', title: 'Forecasts scored', cell: ({ forecasts }) => forecasts.scored },
  ...leftOutKeys.map(
    (key): ColumnOf<Figures> => ({
      key: `leftOut${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      title: inWords(key),
      cell: ({ leftOut }) => leftOut[key],
    }),
  ),
];

export const statementColumns: readonly ColumnOf<Figures>[] = [
  { key: 'statements', title: 'Statements', cell: ({ statements }) => statements?.total ?? null },
  {
    key: 'statementsUnscorable',
    title: 'Unscorable',
    cell: ({ statements }) => statements?.unscorable.count ?? null,
  },
  {
    key: 'unscorableShare',
    title: 'Unscorable share',
    cell: ({ statements }) => numberCell(statements?.unscorable.value ?? null),
  },
  {
    key: 'unscorableShareLower',
    title: 'Lower',
    cell: ({ statements }) => numberCell(statements?.unscorable.lower ?? null),
  },
  {
    key: 'unscorableShareUpper',
    title: 'Upper',
    cell: ({ statements }) => numberCell(statements?.unscorable.upper ?? null),
  },
  {
    key: 'forecastStatements',
    title: 'Forecast statements',
    cell: ({ statements }) => statements?.forecasts ?? null,
  },
  {
    key: 'forecastStatementsUnscorable',
    title: 'Of them unscorable',
    cell: ({ statements }) => statements?.unscorableForecasts.count ?? null,
  },
  {
    key: 'unscorableReasons',
    title: 'Why',
    cell: ({ statements }) =>
      statements?.unscorableByReason.map(({ reason, count }) => `${reason} ${count}`).join(', ') ?? null,
  },
];

const ratings = ['accurate', 'mostlyAccurate', 'disputed', 'inaccurate', 'unverifiable'] as const;

export const verdictColumns: readonly ColumnOf<Figures>[] = [
  { key: 'claims', title: 'Claims', cell: ({ verdicts }) => verdicts?.claims ?? null },
  {
    key: 'claimsWithoutVerdict',
    title: 'Without verdict',
    cell: ({ verdicts }) => verdicts?.withoutVerdict ?? null,
  },
  ...ratings.map(
    (rating): ColumnOf<Figures> => ({
      key: `verdict${rating.charAt(0).toUpperCase()}${rating.slice(1)}`,
      title: inWords(rating),
      cell: ({ verdicts }) =>
        verdicts?.ratings.find((counted) => counted.rating === rating)?.share.count ?? null,
    }),
  ),
  {
    key: 'accurateShare',
    title: 'Accurate or mostly, of the verifiable',
    cell: ({ verdicts }) => numberCell(verdicts?.accurateOrMostly.value ?? null),
  },
  {
    key: 'accurateShareLower',
    title: 'Lower',
    cell: ({ verdicts }) => numberCell(verdicts?.accurateOrMostly.lower ?? null),
  },
  {
    key: 'accurateShareUpper',
    title: 'Upper',
    cell: ({ verdicts }) => numberCell(verdicts?.accurateOrMostly.upper ?? null),
  },
];

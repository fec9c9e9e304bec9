/** Coverage, bias and places of numbers and dates as tables: a row a level, or a bin. */
import type { LineDiagnostics } from '../../domain/accuracy/report/cell/line-diagnostics.ts';
import type { AccuracyCell } from '../../domain/accuracy/report/models/cell-model.ts';
import { type ColumnOf, numberCell, roundedText, type Table, tableOf } from '../table.ts';

interface Of<Row, Item> {
  readonly row: Row;
  readonly item: Item;
}

type Level = LineDiagnostics['coverage'][number];
type Bin = LineDiagnostics['pit']['bins'][number];

const biasColumns = columnsOf<LineDiagnostics>([
  { key: 'biasForecasts', title: 'Forecasts', cell: ({ bias }) => bias.forecasts },
  { key: 'biasQuestions', title: 'Questions', cell: ({ bias }) => bias.questions },
  { key: 'biasMean', title: 'Bias', cell: ({ bias }) => numberCell(bias.mean.value) },
  { key: 'biasMeanLower', title: 'Bias lower', cell: ({ bias }) => numberCell(bias.mean.lower) },
  { key: 'biasMeanUpper', title: 'Bias upper', cell: ({ bias }) => numberCell(bias.mean.upper) },
  { key: 'biasNote', title: 'Note', cell: ({ bias }) => bias.mean.reason ?? bias.mean.intervalReason },
  { key: 'pitForecasts', title: 'Forecasts with a place (PIT)', cell: ({ pit }) => pit.forecasts },
  { key: 'levelsOmitted', title: 'Levels beyond 20', cell: ({ levelsOmitted }) => levelsOmitted },
]);

const coverageColumns = columnsOf<Level>([
  { key: 'level', title: 'Level', cell: ({ level }) => level },
  { key: 'forecasts', title: 'Forecasts', cell: ({ forecasts }) => forecasts },
  { key: 'questions', title: 'Questions', cell: ({ questions }) => questions },
  { key: 'share', title: 'Share inside', cell: ({ share }) => numberCell(share.value) },
  { key: 'shareLower', title: 'Share inside lower', cell: ({ share }) => numberCell(share.lower) },
  { key: 'shareUpper', title: 'Share inside upper', cell: ({ share }) => numberCell(share.upper) },
  { key: 'shareNote', title: 'Note', cell: ({ share }) => share.reason ?? share.intervalReason },
]);

const binColumns = columnsOf<Bin>([
  { key: 'lower', title: 'Lower', cell: ({ lower }) => lower },
  { key: 'upper', title: 'Upper', cell: ({ upper }) => upper },
  { key: 'share', title: 'Share', cell: ({ share }) => numberCell(share) },
]);

/** None where no forecast is of a number or a date. @param identity columns that say which cell it is */
export function lineTables<Row>(
  identity: readonly ColumnOf<Row>[],
  rows: readonly Row[],
  cellOf: (row: Row) => AccuracyCell,
): Table[] {
  const itemsOf = <Item>(of: (found: LineDiagnostics) => readonly Item[]): Of<Row, Item>[] =>
    rows.flatMap((row) => {
      const found = cellOf(row).lineDiagnostics;
      return found === null ? [] : of(found).map((item) => ({ row, item }));
    });
  const table = <Item>(
    key: string,
    title: string,
    columns: readonly ColumnOf<Of<unknown, Item>>[],
    of: (found: LineDiagnostics) => readonly Item[],
  ): Table =>
    tableOf<Of<Row, Item>>(
      key,
      title,
      [
        ...identity.map(({ key, title, cell }) => {
          return { key, title, cell: ({ row }: Of<Row, Item>) => cell(row) };
        }),
        ...columns,
      ],
      itemsOf(of),
      identity.length,
    );
  return [
    table('centralCoverage', 'Central intervals of numbers and dates', coverageColumns, (of) => of.coverage),
    table('lineBias', 'Bias of numbers and dates', biasColumns, (of) => [of]),
    table('pit', 'Where outcomes lay in the forecasts (PIT)', binColumns, (of) => of.pit.bins),
  ].filter(({ rows }) => rows.length > 0);
}

/** Shares by level in one cell, for tables that have a row a cell: `0.5 0.48, 0.9 0.85`. */
export function coverageText(diagnostics: LineDiagnostics | null): string | null {
  if (diagnostics === null) return null;
  return diagnostics.coverage.map(({ level, share }) => `${level} ${shareText(share.value)}`).join(', ');
}

/** Shares of the bins from the lowest. */
export function pitText(diagnostics: LineDiagnostics | null): string | null {
  if (diagnostics === null) return null;
  return diagnostics.pit.bins.map(({ share }) => shareText(share)).join(', ');
}

function shareText(share: Bin['share']): string {
  return share === null ? '' : roundedText(Number(share));
}

function columnsOf<Item>(columns: readonly ColumnOf<Item>[]): ColumnOf<Of<unknown, Item>>[] {
  return columns.map(({ key, title, cell }) => ({ key, title, cell: ({ item }) => cell(item) }));
}

/**
 * Many rows in statements of a bounded size, one after the other. Left to itself Prisma cuts a large
 * createMany into statements that it sends at once over the transaction's one connection, and spends
 * seconds on building them: the server then takes the session for idle and ends it (seen at 10,000 rows).
 */
const ROWS_A_STATEMENT = 500;

export async function inChunks<Row>(
  rows: readonly Row[],
  insert: (data: Row[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    await insert(rows.slice(start, start + ROWS_A_STATEMENT));
  }
}

/** Records many things in one transaction under one audit event; refusals are told row by row. */
import type { BatchMode, BatchProblem, BatchResult } from '../../domain/batches/batch.ts';
import { type ErrorKind, MAXIMUM_ISSUES, ReckonerError } from '../../domain/errors.ts';
import type { Unit } from '../../store/unit.ts';
import { type Context, type Recorded, writeRequest } from '../context.ts';

export interface Batch<Row> {
  readonly mode: BatchMode;
  readonly dryRun: boolean;
  readonly rows: readonly Row[];
}

export interface BatchPlan<Row> {
  /** Of the audit event. */
  readonly action: string;
  /** Name of the rows in the body. */
  readonly field: string;
  /** Holds and reads what all rows need; what it gives back plans one row, under an id, or refuses it before it plans anything. */
  readonly open: (
    unit: Unit,
    rows: readonly Row[],
  ) => Promise<(row: Row, id: string, index: number) => Promise<void>>;
}

/** A thousand rows may take longer than a single one. */
const TIMEOUT_MS = 20_000;
/** The gravest first: it decides the status of an atomic batch. */
const GRAVITY: readonly ErrorKind[] = ['forbidden', 'invalid', 'notFound', 'conflict'];

/** @throws ReckonerError of the gravest row where the mode is atomic, with the defects of all rows */
export async function recordBatch<Row>(
  context: Context,
  { mode, dryRun, rows }: Batch<Row>,
  { action, field, open }: BatchPlan<Row>,
): Promise<Recorded<BatchResult>> {
  const request = { ...writeRequest(context, action), timeoutMs: TIMEOUT_MS };
  const work = async (unit: Unit): Promise<BatchResult> => {
    const plan = await open(unit, rows);
    const items: { id: string | null; problem: BatchProblem | null }[] = [];
    const refusals: ReckonerError[] = [];
    for (const [index, row] of rows.entries()) {
      const id = context.newId();
      try {
        await plan(row, id, index);
        items.push({ id: dryRun ? null : id, problem: null });
      } catch (error) {
        if (!(error instanceof ReckonerError) || !GRAVITY.includes(error.kind)) throw error;
        refusals.push(error);
        items.push({ id: null, problem: problemOf(error, `/${field}/${index}`) });
      }
    }
    if (mode === 'atomic' && refusals.length > 0) throw noneOf(refusals, items, field);
    const refused = refusals.length;
    return { mode, dryRun, accepted: rows.length - refused, refused, items };
  };
  if (dryRun) return { item: await context.store.rehearse(request, work), receipt: null, replayed: false };
  return context.store.write(request, work, async (_reader, result) => result);
}

function problemOf(error: ReckonerError, place: string): BatchProblem {
  const { code, message, details } = error;
  const issues = details.issues ?? [{ code, message }];
  return {
    code,
    detail: message,
    errors: issues.map((issue) => ({
      pointer: place + (issue.pointer ?? ''),
      code: issue.code,
      message: issue.message,
    })),
  };
}

function noneOf(
  refusals: readonly ReckonerError[],
  items: BatchResult['items'],
  field: string,
): ReckonerError {
  const issues = items.flatMap(({ problem }) => problem?.errors ?? []).slice(0, MAXIMUM_ISSUES);
  const kind = GRAVITY.find((one) => refusals.some((refusal) => refusal.kind === one)) ?? 'invalid';
  const gravest = refusals.find((refusal) => refusal.kind === kind);
  const others = refusals.length < items.length ? ' The others can be recorded with mode=partial.' : '';
  const message = `${refusals.length} of ${items.length} ${field} cannot be recorded, so none was: see errors.${others}`;
  const code =
    kind === 'forbidden'
      ? (gravest?.code ?? 'forbidden')
      : kind === 'conflict'
        ? 'batchConflict'
        : 'invalidBatch';
  return new ReckonerError(kind === 'notFound' ? 'invalid' : kind, code, message, { issues });
}

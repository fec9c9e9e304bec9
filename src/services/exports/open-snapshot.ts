import type { Snapshot } from '../../store/snapshots.ts';
import { resolveAsOf } from '../reports/as-of.ts';
import type { ExportContext } from './context.ts';

/**
 * The state that was asked for, and what is made of it; the state is given up when that fails.
 * @param asOf an audit number, a time, or nothing for the head
 * @throws ReckonerError invalid where asOf names no moment of the record, unavailable
 */
export async function openSnapshot<Value>(
  { store, snapshots }: ExportContext,
  asOf: string | undefined,
  work: (snapshot: Snapshot) => Promise<Value>,
): Promise<Value> {
  const seq = asOf === undefined ? null : await resolveAsOf(store, asOf);
  const snapshot = await snapshots.open(seq);
  try {
    return await work(snapshot);
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}

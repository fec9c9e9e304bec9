/** The audit number that a report is computed at; null for the head. */
import { invalid } from '../../domain/errors.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { Store } from '../../store/store.ts';

/**
 * @param asOf an audit number, a time, or nothing for the head, wherever it is when the report is made
 * @throws ReckonerError invalid where it is neither, or in the future
 */
export async function resolveAsOf(
  store: Pick<Store, 'auditHead' | 'seqAt' | 'now'>,
  asOf: string | undefined,
): Promise<number | null> {
  if (asOf === undefined) return null;
  if (/^(0|[1-9]\d{0,15})$/.test(asOf)) {
    const { seq } = await store.auditHead();
    if (Number(asOf) > seq)
      throw refused('inTheFuture', `must not be above the head of the record, which is ${seq}`);
    return Number(asOf);
  }
  const time: Instant | null = parseInstant(asOf);
  if (time === null) {
    throw refused(
      'wrongType',
      'must be an audit number, or RFC 3339 with an offset such as 2026-06-30T12:00:00Z',
    );
  }
  const now = await store.now();
  if (time > now) throw refused('inTheFuture', `must not be later than now (${now})`);
  return store.seqAt(time);
}

function refused(code: string, message: string) {
  return invalid('invalidAsOf', 'asOf names no moment of the record.', [
    { parameter: 'asOf', code, message },
  ]);
}

/** A record that was brought back: held against what writers were told before and after a moment. */
import type { Checks } from './checks.ts';
import { auditLedger, verifyTrail } from './ledger.ts';
import { writeOnce } from './load.ts';
import type { Writers } from './writers.ts';

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** A moment in the writers' time (`performance.now()`): when it was asked for, and when it was known. */
export interface Moment {
  readonly asked: number;
  readonly known: number;
  /** A head of the chain that was read before it. */
  readonly kept: Head;
}

const getJson = async <Body>(address: string): Promise<Body> => (await (await fetch(address)).json()) as Body;

export const headOf = (address: string) => getJson<Head>(`${address}/v1/audit/head`);

/** Whether the service finds its record whole and the head that was kept in it. */
export async function verifies(address: string, { seq, hash }: Head): Promise<boolean> {
  const query = `knownSeq=${seq}&knownHash=${hash}`;
  return (await getJson<{ ok: boolean }>(`${address}/v1/audit/verification?${query}`)).ok;
}

/** Notes whether all that was acknowledged before the moment is there, nothing sent after it, and the chain holds. */
export async function checkRestored(
  checks: Checks,
  what: string,
  { ledger, acknowledged }: Writers,
  { asked, known, kept }: Moment,
  address: string,
  ownerUrl: string,
): Promise<void> {
  const trail = await (await fetch(`${address}/v1/audit/trail`)).text();
  const lines = trail.trim().split('\n');
  const hashes = new Set(lines.map((line) => (JSON.parse(line) as { event: Head }).event.hash));
  const due = ledger.filter(
    (_, index) => (acknowledged[index]?.answered ?? Number.POSITIVE_INFINITY) < asked,
  );
  const late = ledger.filter((_, index) => (acknowledged[index]?.sent ?? 0) > known);
  const present = ledger.filter(({ hash }) => hashes.has(hash));
  const { examples, ...losses } = await auditLedger(present, address, ownerUrl);
  checks.that(
    due.length > 0 &&
      due.every(({ hash }) => hashes.has(hash)) &&
      Object.values(losses).every((n) => n === 0),
    `${what}: all that was acknowledged before T is there, as it was answered, once`,
    examples[0] ?? `${due.length} of ${due.length}`,
  );
  checks.that(
    late.length > 0 && late.every(({ hash }) => !hashes.has(hash)),
    `${what}: nothing sent after T is there`,
    `0 of ${late.length}`,
  );
  checks.that(
    await verifies(address, kept),
    `${what}: the service verifies the record, and the head kept before`,
  );
  const findings = verifyTrail(trail, '--head', `${kept.seq}:${kept.hash}`);
  checks.that(findings.length === 0, `${what}: so does the verifier that stands alone`, findings[0]);
  const { status } = await writeOnce(address);
  checks.that(status === 201, `${what}: it takes writes`, String(status));
}

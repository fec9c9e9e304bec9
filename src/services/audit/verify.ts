import { GENESIS_HASH } from '../../domain/audit/chain.ts';
import { type TrailFinding, TrailVerifier } from '../../domain/audit/trail.ts';
import { notFound, ReckonerError } from '../../domain/errors.ts';
import type { RowDifference, Store } from '../../store/store.ts';
import { trailStretches } from './trail-stretches.ts';

export interface AuditVerification {
  readonly ok: boolean;
  readonly from: number;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly events: number;
  readonly leaves: number;
  /** Those of them whose free text was redacted. */
  readonly redacted: number;
  /** Leaves whose content is not kept: older versions of keys, restatements that a later redaction replaced. */
  readonly notKept: number;
  readonly findings: readonly TrailFinding[];
  /** Kinds of rows that the chain does not account for. */
  readonly uncovered: readonly { readonly type: string; readonly rows: number; readonly records: number }[];
}

/** Of a stretch that cannot be read; what comes after it may be. */
const UNREADABLE_EVENTS = 200;
const MAXIMUM_FINDINGS = 100;

/**
 * Walks the chain from an audit number to the head, recomputing every hash and every leaf from
 * the rows, and compares an old head that the caller kept.
 * @param known an old head: its seq must still have that hash
 */
export async function verifyAudit(
  store: Store,
  from: number,
  known: { readonly seq: number; readonly hash: string } | null,
): Promise<AuditVerification> {
  const findings: TrailFinding[] = [];
  const nothing = { seq: 0, hash: GENESIS_HASH };
  const head = (await readable(findings, 0, () => store.auditHead())) ?? nothing;
  if (from > Math.max(head.seq, 1)) throw notFound('audit event', String(from));
  const first = Math.max(from, 1);
  // The database compares its rows meanwhile.
  const beside = Promise.all([rowFindings(store, first, head.seq), uncoveredKinds(store, head.seq)]);
  beside.catch(() => undefined);
  const verifier = await walk(store, first, head.seq, known, findings);
  if (known !== null && known.seq > head.seq)
    findings.push({
      seq: known.seq,
      problem: 'otherHead',
      detail: `the record ends at ${head.seq}: it was cut`,
    });
  if (verifier.head.seq < head.seq)
    findings.push({ seq: verifier.head.seq, problem: 'gap', detail: `events up to ${head.seq} are missing` });
  findings.push(...verifier.findings);
  const [rows, coverage] = await beside;
  findings.push(...rows, ...coverage.findings);
  return {
    ok: findings.length === 0 && coverage.uncovered.length === 0,
    from: first,
    head: verifier.head,
    events: head.seq - first + 1,
    ...verifier.counts,
    findings: findings.slice(0, MAXIMUM_FINDINGS),
    uncovered: coverage.uncovered,
  };
}

/** Recomputes the chain from `first` to `last`. */
async function walk(
  store: Store,
  first: number,
  last: number,
  known: { readonly seq: number; readonly hash: string } | null,
  findings: TrailFinding[],
): Promise<TrailVerifier> {
  const before = first === 1 ? undefined : (await store.auditTrail(first - 1, first - 1)).entries[0]?.event;
  const verifier = new TrailVerifier(before);
  const read = async (from: number, to: number) =>
    (await readable(findings, from, () => store.auditTrail(from, to))) ?? {
      entries: [],
      upTo: Math.min(from + UNREADABLE_EVENTS - 1, to),
    };
  for await (const { entries } of trailStretches(first, last, read)) {
    for (const entry of entries) {
      await readable(findings, entry.event.seq, async () => verifier.add(entry));
      if (known?.seq === entry.event.seq && known.hash !== entry.event.hash) {
        findings.push({
          seq: known.seq,
          problem: 'otherHead',
          detail: `the head kept by you was ${known.hash}, the record now says ${entry.event.hash}`,
        });
      }
    }
    if (verifier.findings.length >= MAXIMUM_FINDINGS) break;
  }
  return verifier;
}

/** Kinds of rows of which there are more, or fewer, than the chain names. */
async function uncoveredKinds(store: Store, head: number) {
  const findings: TrailFinding[] = [];
  const coverage = (await readable(findings, head, () => store.auditCoverage())) ?? [];
  return { findings, uncovered: coverage.filter((line) => line.rows !== line.records) };
}

const ROWS_RANGE = 5000;
const LAST = Number.MAX_SAFE_INTEGER;

/** What stands in the tables past the chain. Rows beyond the head, or before the first event, have no event at all. */
async function rowFindings(store: Store, from: number, head: number): Promise<TrailFinding[]> {
  const findings: TrailFinding[] = [];
  const add = (problem: 'wrongRow' | 'wrongStanding', rows: readonly RowDifference[]) =>
    void findings.push(...rows.map((row) => ({ ...row, problem })));
  const compare = async (first: number, last: number) => {
    for (let at = first; at <= last; ) {
      const place = Math.min(Math.max(at, 1), head);
      const stretch = await readable(findings, place, () => store.auditRowDifferences(at, last));
      if (stretch === null) return;
      add('wrongRow', stretch.differences);
      at = stretch.upTo + 1;
    }
  };
  if (from === 1) await compare(-LAST, 0);
  // What cannot be read hides no more than the rest of its range.
  for (let at = from; at <= head && findings.length < MAXIMUM_FINDINGS; at += ROWS_RANGE)
    await compare(at, Math.min(at + ROWS_RANGE - 1, head));
  await compare(head + 1, LAST);
  add('wrongStanding', (await readable(findings, head, () => store.auditStandingDifferences())) ?? []);
  return findings;
}

/** What cannot even be read was not written by this service: a finding, not a failure. */
async function readable<Value>(
  findings: TrailFinding[],
  seq: number,
  read: () => Promise<Value>,
): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReckonerError) throw error;
    findings.push({
      seq,
      problem: 'unreadable',
      detail: 'rows from here on are not of the form that the service writes',
    });
    return null;
  }
}

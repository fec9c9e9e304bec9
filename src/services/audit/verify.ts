import { type TrailFinding, TrailVerifier } from '../../domain/audit/trail.ts';
import { notFound } from '../../domain/errors.ts';
import type { Store } from '../../store/store.ts';

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

const BATCH = 200;
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
  const head = await store.auditHead();
  if (from > head.seq) throw notFound('audit event', String(from));
  const start = from <= 1 ? undefined : (await store.auditTrail(from - 1, from - 1))[0]?.event;
  const verifier = new TrailVerifier(start);
  const findings: TrailFinding[] = [];
  for (
    let at = Math.max(from, 1);
    at <= head.seq && verifier.findings.length < MAXIMUM_FINDINGS;
    at += BATCH
  ) {
    for (const entry of await store.auditTrail(at, Math.min(at + BATCH - 1, head.seq))) {
      verifier.add(entry);
      if (known?.seq === entry.event.seq && known.hash !== entry.event.hash) {
        findings.push({
          seq: known.seq,
          problem: 'otherHead',
          detail: `the head kept by you was ${known.hash}, the record now says ${entry.event.hash}`,
        });
      }
    }
  }
  if (known !== null && known.seq > head.seq)
    findings.push({
      seq: known.seq,
      problem: 'otherHead',
      detail: `the record ends at ${head.seq}: it was cut`,
    });
  if (verifier.head.seq < head.seq)
    findings.push({ seq: verifier.head.seq, problem: 'gap', detail: `events up to ${head.seq} are missing` });
  findings.push(...verifier.findings);
  const uncovered = (await store.auditCoverage()).filter((line) => line.rows !== line.records);
  return {
    ok: findings.length === 0 && uncovered.length === 0,
    from: Math.max(from, 1),
    head: verifier.head,
    events: head.seq - Math.max(from, 1) + 1,
    ...verifier.counts,
    findings: findings.slice(0, MAXIMUM_FINDINGS),
    uncovered,
  };
}

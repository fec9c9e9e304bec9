/** Texts that a redaction took away also stand in answers kept for retries: there they go too. */
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import { freeTextFields } from '../../../domain/audit/chain.ts';
import { REDACTED_TEXT, REDACTED_URL } from '../../../domain/redactions/redaction.ts';
import type { Transaction } from '../transaction.ts';

/** Every text that stood in the contents before and is a placeholder, or gone, after. */
export function textsLost(
  before: ReadonlyMap<string, JsonValue>,
  after: ReadonlyMap<string, JsonValue>,
): ReadonlyMap<string, string> {
  const lost = new Map<string, string>();
  for (const [key, content] of before) collect(content, after.get(key) ?? null, lost);
  return lost;
}

function collect(old: JsonValue, next: JsonValue, lost: Map<string, string>): void {
  if (typeof old === 'string') {
    if (old !== next) lost.set(old, next === REDACTED_URL ? REDACTED_URL : REDACTED_TEXT);
  } else if (typeof old === 'object' && old !== null) {
    for (const [key, inner] of Object.entries(old))
      collect(inner, (next as { [key: string]: JsonValue } | null)?.[key] ?? null, lost);
  }
}

/** Answers that name the subject: each free text in them that is one of the texts becomes its placeholder; a word of the contract that reads the same stays. */
export async function blankKeptAnswers(
  transaction: Transaction,
  subjectId: string,
  lost: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = await transaction.$queryRaw<{ keyId: string; key: string; body: string }[]>`
    SELECT key_id AS "keyId", key, body FROM idempotency_records WHERE position(${subjectId} IN body) > 0`;
  for (const { keyId, key, body } of rows) {
    const blanked = JSON.stringify(replaced(JSON.parse(body) as JsonValue, lost));
    if (blanked === body) continue;
    await transaction.$executeRaw`
      UPDATE idempotency_records SET body = ${blanked} WHERE key_id = ${keyId}::uuid AND key = ${key}`;
  }
}

function replaced(value: JsonValue, lost: ReadonlyMap<string, string>, field = ''): JsonValue {
  if (typeof value === 'string') return freeTextFields.has(field) ? (lost.get(value) ?? value) : value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => replaced(item, lost, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, lost, key)]));
}

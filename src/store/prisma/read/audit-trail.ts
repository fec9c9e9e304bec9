/** The contents behind the leaves of the chain, read back from the rows. */

import type { AuditEvent } from '../../../domain/audit/audit-event.ts';
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import type { TrailRecord } from '../../../domain/audit/trail.ts';
import type { TrailStretch } from '../../store.ts';
import { scoreLeaves } from '../append/score-leaves.ts';
import type { Database } from '../transaction.ts';
import { endOfStretch } from './audit-stretch.ts';
import { isoOrNull, toAuditEvent } from './items.ts';
import { readRecordContents, recordsOfEvents } from './record-contents.ts';
import { readLeaves, readRestatements } from './restatements.ts';

type Content = Omit<TrailRecord, 'type' | 'id' | 'version'>;
type Contents = ReadonlyMap<string, Content>;

function keyOf(type: string, id: string, version: number, seq: number): string {
  return type === 'scores' ? `${type} ${id} ${seq}` : `${type} ${id} ${version}`;
}

/** Read at once, beyond one event. */
const MOST = { events: 1000, rows: 6000, withScores: true };

/** Entries from `from` on, as many as fit and up to `to` at most. An event may name any number of records. */
export async function readTrail(database: Database, from: number, to: number): Promise<TrailStretch> {
  const upTo = await endOfStretch(database, from, to, MOST);
  const rows = await database.auditEvent.findMany({
    where: { seq: { gte: from, lte: upTo } },
    orderBy: { seq: 'asc' },
  });
  const events = rows.map(toAuditEvent);
  const contents = await readContents(database, events);
  const entries = events.map((event) => ({
    event,
    records: event.records.flatMap(({ type, id, version }) => {
      const content = contents.get(keyOf(type, id, version, event.seq));
      return content === undefined ? [] : [{ type, id, version, ...content }];
    }),
  }));
  return { entries, upTo };
}

async function readContents(database: Database, events: readonly AuditEvent[]): Promise<Contents> {
  const seqs = events.map((event) => BigInt(event.seq));
  const found = new Map<string, Content>();
  const keep: Keep = (type, id, version, salt, content, seq = 0) =>
    void found.set(keyOf(type, id, version, seq), { salt, content: content as JsonValue, redacted: false });
  await readRecordContents(database, recordsOfEvents(seqs), keep);
  await keepScores(database, seqs, keep);
  await keepRegisters(database, events, keep);
  await keepRedactions(database, seqs, keep);
  await substituteLeaves(database, found);
  return found;
}

/** Where the text of a record is gone, its leaf stands on the hashes that were kept. */
async function substituteLeaves(database: Database, found: Map<string, Content>): Promise<void> {
  const unsalted = [...found].filter(([, { salt, content }]) => salt === null && isRecord(content));
  if (unsalted.length === 0) return;
  const ids = unsalted.map(([, { content }]) => (content as { id: string }).id);
  for (const { type, id, version, leaf } of await readLeaves(database, ids)) {
    const key = keyOf(type, id, version, 0);
    if (found.get(key)?.salt === null) found.set(key, { salt: null, content: leaf, redacted: true });
  }
}

function isRecord(content: JsonValue): boolean {
  return typeof content === 'object' && content !== null && 'id' in content;
}

async function keepRedactions(database: Database, seqs: bigint[], keep: Keep): Promise<void> {
  const where = { seq: { in: seqs } };
  for (const row of await database.redaction.findMany({ where })) {
    const { id, subjectType, subjectId, fields, reason, salt } = row;
    keep('redaction', id, 1, salt, { type: 'redaction', id, subjectType, subjectId, fields, reason });
  }
  for (const { id, salt, content } of await readRestatements(database, where))
    keep('restatement', id, 1, salt, salt === null ? null : content);
}

type Keep = (
  type: string,
  id: string,
  version: number,
  salt: string | null,
  content: unknown,
  seq?: number,
) => void;

async function keepScores(database: Database, seqs: bigint[], keep: Keep): Promise<void> {
  const rows = await database.score.findMany({ where: { seq: { in: seqs } } });
  for (const [group, members] of groupScores(rows)) {
    const [resolutionId = '', seq = ''] = group.split(' ');
    keep('scores', resolutionId, 1, null, scoreLeaves(members), Number(seq));
  }
}

function groupScores<Row extends { resolutionId: string; seq: bigint }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.resolutionId} ${row.seq}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Lexicons, keys and texts: the last version of a key and the last text are kept, older ones are not. */
async function keepRegisters(database: Database, events: readonly AuditEvent[], keep: Keep): Promise<void> {
  const records = events.flatMap((event) => event.records);
  const ids = (type: string): string[] =>
    records.filter((record) => record.type === type).map((record) => record.id);
  const entries = { entries: { orderBy: { position: 'asc' } } } as const;
  for (const row of await database.lexicon.findMany({
    where: { id: { in: ids('lexicon') } },
    include: entries,
  })) {
    const { id, key, version, title, language, register, partition, status, source } = row;
    keep('lexicon', id, 1, null, {
      type: 'lexicon',
      id,
      key,
      version,
      title,
      language,
      register,
      partition,
      status,
      source,
      entries: row.entries.map(({ phrase, lower, upper }) => ({ phrase, lower, upper })),
    });
  }
  for (const record of records)
    if (record.type === 'apiKey') keep('apiKey', record.id, record.version, null, null);
  for (const row of await database.apiKey.findMany({ where: { id: { in: ids('apiKey') } } })) {
    const { id, version, name, scopes, forecasterIds, prefix, expiresAt, revokedAt } = row;
    keep('apiKey', id, version, null, {
      type: 'apiKey',
      id,
      version,
      name,
      scopes,
      forecasterIds,
      prefix,
      expiresAt: isoOrNull(expiresAt),
      revokedAt: isoOrNull(revokedAt),
    });
  }
  for (const record of records)
    if (record.type === 'sourceText') keep('sourceText', record.id, record.version, null, record.sha256);
}

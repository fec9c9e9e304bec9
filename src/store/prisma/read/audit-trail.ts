/** The contents behind the leaves of the chain, read back from the rows. */

import type { AuditEvent } from '../../../domain/audit/audit-event.ts';
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import type { TrailEntry, TrailRecord } from '../../../domain/audit/trail.ts';
import { scoreLeaves } from '../append/score-leaves.ts';
import type { Database } from '../transaction.ts';
import { iso, isoOrNull, toAuditEvent } from './items.ts';

type Content = Omit<TrailRecord, 'type' | 'id' | 'version'>;
type Contents = ReadonlyMap<string, Content>;

function keyOf(type: string, id: string, version: number, seq: number): string {
  return type === 'scores' ? `${type} ${id} ${seq}` : `${type} ${id} ${version}`;
}

/** Entries of the events `from` to `to`, both included. */
export async function readTrail(database: Database, from: number, to: number): Promise<TrailEntry[]> {
  const rows = await database.auditEvent.findMany({
    where: { seq: { gte: from, lte: to } },
    orderBy: { seq: 'asc' },
  });
  const events = rows.map(toAuditEvent);
  const contents = await readContents(database, events);
  return events.map((event) => ({
    event,
    records: event.records.flatMap(({ type, id, version }) => {
      const content = contents.get(keyOf(type, id, version, event.seq));
      return content === undefined ? [] : [{ type, id, version, ...content }];
    }),
  }));
}

async function readContents(database: Database, events: readonly AuditEvent[]): Promise<Contents> {
  const seqs = events.map((event) => BigInt(event.seq));
  const where = { seq: { in: seqs } };
  const found = new Map<string, Content>();
  const keep = (
    type: string,
    id: string,
    version: number,
    salt: string | null,
    content: unknown,
    seq = 0,
  ): void => void found.set(keyOf(type, id, version, seq), { salt, content: content as JsonValue });

  for (const row of await database.revision.findMany({ where })) {
    const { subjectType: type, subjectId: id, version, content, salt } = row;
    keep(type, id, version, salt, { type, id, version, content });
  }
  for (const row of await database.forecast.findMany({ where })) {
    const {
      id,
      questionId,
      forecasterId,
      statementId,
      madeAt,
      prediction,
      basis,
      note,
      revision,
      supersedesId,
      reason,
      salt,
    } = row;
    keep('forecast', id, revision, salt, {
      type: 'forecast',
      id,
      questionId,
      forecasterId,
      statementId,
      madeAt: iso(madeAt),
      prediction,
      basis,
      note,
      revision,
      supersedesId,
      reason,
    });
  }
  for (const { id, forecastId, withdrawnAt, reason, salt } of await database.withdrawal.findMany({ where })) {
    keep('withdrawal', id, 1, salt, {
      type: 'withdrawal',
      id,
      forecastId,
      withdrawnAt: iso(withdrawnAt),
      reason,
    });
  }
  const evidence = { evidence: { orderBy: { position: 'asc' } } } as const;
  for (const row of await database.resolution.findMany({ where, include: evidence })) {
    const {
      id,
      questionId,
      revision,
      outcome,
      state,
      knownAt,
      knownAtInstant,
      early,
      rationale,
      supersedesId,
      reason,
      causeResolutionId,
      salt,
    } = row;
    keep('resolution', id, revision, salt, {
      type: 'resolution',
      id,
      questionId,
      revision,
      outcome,
      state,
      knownAt,
      knownAtInstant: isoOrNull(knownAtInstant),
      early,
      rationale,
      supersedesId,
      reason,
      causeResolutionId,
      evidence: row.evidence.map(evidenceContent),
    });
  }
  for (const row of await database.verdict.findMany({ where, include: evidence })) {
    const {
      id,
      statementId,
      revision,
      rating,
      knownAt,
      knownAtInstant,
      rationale,
      supersedesId,
      reason,
      salt,
    } = row;
    keep('verdict', id, revision, salt, {
      type: 'verdict',
      id,
      statementId,
      revision,
      rating,
      knownAt,
      knownAtInstant: isoOrNull(knownAtInstant),
      rationale,
      supersedesId,
      reason,
      evidence: row.evidence.map(evidenceContent),
    });
  }
  for (const { id, subjectType, subjectId, reason, salt } of await database.retraction.findMany({ where })) {
    keep('retraction', id, 1, salt, { type: 'retraction', id, subjectType, subjectId, reason });
  }
  for (const { id, subjectType, fromId, intoId, reason, salt } of await database.merge.findMany({ where })) {
    keep('merge', id, 1, salt, { type: 'merge', id, subjectType, fromId, intoId, reason });
  }
  await keepScores(database, seqs, keep);
  await keepRegisters(database, events, keep);
  return found;
}

type Keep = (
  type: string,
  id: string,
  version: number,
  salt: string | null,
  content: unknown,
  seq?: number,
) => void;

function evidenceContent(row: {
  url: string;
  title: string | null;
  publisher: string | null;
  publishedOn: string | null;
  tier: string;
  fact: string;
  archiveUrl: string | null;
}) {
  const { url, title, publisher, publishedOn, tier, fact, archiveUrl } = row;
  return { url, title, publisher, publishedOn, tier, fact, archiveUrl };
}

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

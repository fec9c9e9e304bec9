/**
 * The end of a unit: the head is locked, the planned writes are made under its `seq`, the audit
 * event closes them, and the head moves. The lock is held from here to the commit, no longer.
 */
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import { eventHash, recordsSha256 } from '../../../domain/audit/chain.ts';
import type { Receipt, WriteRequest } from '../../store.ts';
import type { Write } from '../../unit.ts';
import type { Transaction } from '../transaction.ts';
import {
  appendEntities,
  appendForecasters,
  appendQuestions,
  appendSources,
  appendStatements,
  appendTopics,
} from './editable.ts';
import {
  appendForecasts,
  appendMerges,
  appendResolutions,
  appendRetractions,
  appendScores,
  appendVerdicts,
  appendWithdrawals,
} from './recorded.ts';
import { appendRedactions } from './redactions.ts';
import { appendApiKeys, appendLexicons, appendSourceTexts } from './registers.ts';
import type { Appender, Stamp, WriteOf } from './stamp.ts';

const APPENDERS: { readonly [Type in Write['type']]: Appender<Type> } = {
  source: appendSources,
  forecaster: appendForecasters,
  statement: appendStatements,
  question: appendQuestions,
  topic: appendTopics,
  entity: appendEntities,
  sourceText: appendSourceTexts,
  lexicon: appendLexicons,
  forecast: appendForecasts,
  withdrawal: appendWithdrawals,
  resolution: appendResolutions,
  scores: appendScores,
  verdict: appendVerdicts,
  retraction: appendRetractions,
  merge: appendMerges,
  redaction: appendRedactions,
  apiKey: appendApiKeys,
};

export interface Subject {
  readonly type: string;
  readonly id: string;
}

/**
 * The writing half of a unit. The first flush takes the head lock and with it the stamp; `close`
 * appends the event that covers everything flushed.
 */
export class UnitWriter {
  readonly #transaction: Transaction;
  readonly #request: WriteRequest;
  readonly #records: AuditRecord[] = [];
  #head: { readonly stamp: Stamp; readonly previousHash: string } | null = null;
  #subject: Subject | null = null;

  constructor(transaction: Transaction, request: WriteRequest) {
    this.#transaction = transaction;
    this.#request = request;
  }

  /** Makes the writes and empties the list. */
  async flush(writes: Write[]): Promise<void> {
    if (writes.length === 0) return;
    this.#head ??= await this.#lockHead();
    const batch = writes.splice(0);
    this.#subject ??= subjectOf(
      batch.find((write) => write.type !== 'topic' && write.type !== 'entity') ?? (batch[0] as Write),
    );
    for (const run of runsOfOneType(batch))
      this.#records.push(...(await appendRun(this.#transaction, run, this.#head.stamp)));
    await refreshSearch(this.#transaction, batch);
  }

  async #lockHead() {
    const heads = await this.#transaction.$queryRaw<{ seq: bigint; hash: string; now: Date }[]>`
      SELECT seq, hash, date_trunc('milliseconds', clock_timestamp()) AS now FROM audit_head WHERE id = 1 FOR UPDATE`;
    const head = heads[0];
    if (!head) throw new Error('the audit head is missing: this database was not migrated by Reckoner');
    return {
      stamp: { seq: head.seq + 1n, recordedAt: head.now, actor: this.#request.actor },
      previousHash: head.hash,
    };
  }

  /** Appends the event and moves the head; null when nothing was written. */
  async close(): Promise<Receipt | null> {
    if (this.#head === null || this.#subject === null) return null;
    const { stamp, previousHash } = this.#head;
    const content = {
      seq: Number(stamp.seq),
      recordedAt: stamp.recordedAt.toISOString(),
      actor: this.#request.actor,
      action: this.#request.action,
      subject: this.#subject,
      recordSha256: recordsSha256(this.#records),
      previousHash,
    };
    const hash = eventHash(content);
    await this.#transaction.$executeRaw`
      WITH event AS (
        INSERT INTO audit_events (seq, recorded_at, actor, action, subject_type, subject_id, records, record_sha256, previous_hash, hash)
        VALUES (${stamp.seq}, ${stamp.recordedAt}, ${stamp.actor}::uuid, ${content.action}, ${content.subject.type}, ${content.subject.id}::uuid,
          ${JSON.stringify(this.#records)}::jsonb, ${content.recordSha256}, ${previousHash}, ${hash})
        RETURNING seq)
      UPDATE audit_head SET seq = event.seq, hash = ${hash}, recorded_at = ${stamp.recordedAt} FROM event WHERE id = 1`;
    return { seq: content.seq, hash, recordedAt: content.recordedAt };
  }
}

function appendRun<Type extends Write['type']>(
  transaction: Transaction,
  run: readonly WriteOf<Type>[],
  stamp: Stamp,
): Promise<AuditRecord[]> {
  const type = (run[0] as WriteOf<Type>).type as Type;
  return APPENDERS[type](transaction, run, stamp);
}

function runsOfOneType(writes: readonly Write[]): Write[][] {
  const runs: Write[][] = [];
  for (const write of writes) {
    const last = runs.at(-1);
    if (last?.[0]?.type === write.type) last.push(write);
    else runs.push([write]);
  }
  return runs;
}

async function refreshSearch(transaction: Transaction, writes: readonly Write[]): Promise<void> {
  const ids = (type: Write['type']): string[] =>
    writes.flatMap((write) => (write.type === type && 'id' in write ? [write.id] : []));
  const merged = await carriersOfMerged(transaction, writes);
  const [sources, forecasters] = [ids('source'), [...ids('forecaster'), ...merged.forecasters]];
  const [statements, questions] = [
    [...ids('statement'), ...merged.statements],
    [...ids('question'), ...merged.questions],
  ];
  if (sources.length + forecasters.length + statements.length + questions.length === 0) return;
  await transaction.$queryRaw`
    SELECT 1 AS done FROM (SELECT reckoner_refresh_search(${sources}::uuid[], ${forecasters}::uuid[], ${statements}::uuid[], ${questions}::uuid[])) AS refreshed`;
}

/** What carries a name that was merged is found by both names from now on. */
async function carriersOfMerged(transaction: Transaction, writes: readonly Write[]) {
  const into = (type: string): string[] =>
    writes.flatMap((write) => (write.type === 'merge' && write.subjectType === type ? [write.intoId] : []));
  const [forecasters, topics, entities] = [into('forecaster'), into('topic'), into('entity')];
  if (forecasters.length + topics.length + entities.length === 0)
    return { forecasters: [], statements: [], questions: [] };
  const rows = await transaction.$queryRaw<{ kind: 'forecaster' | 'statement' | 'question'; id: string }[]>`
    WITH topic AS (SELECT id FROM topics WHERE coalesce(merged_into_id, id) = ANY(${topics}::uuid[])),
      entity AS (SELECT id FROM entities WHERE coalesce(merged_into_id, id) = ANY(${entities}::uuid[]))
    SELECT 'forecaster' AS kind, id FROM forecasters WHERE coalesce(merged_into_id, id) = ANY(${forecasters}::uuid[])
    UNION SELECT 'statement', statement_id FROM statement_topics WHERE topic_id IN (SELECT id FROM topic)
    UNION SELECT 'statement', statement_id FROM statement_entities WHERE entity_id IN (SELECT id FROM entity)
    UNION SELECT 'question', question_id FROM question_topics WHERE topic_id IN (SELECT id FROM topic)
    UNION SELECT 'question', question_id FROM question_entities WHERE entity_id IN (SELECT id FROM entity)`;
  const of = (kind: string): string[] => rows.filter((row) => row.kind === kind).map((row) => row.id);
  return { forecasters: of('forecaster'), statements: of('statement'), questions: of('question') };
}

/** What the event is about: the first thing written. */
function subjectOf(write: Write): Subject {
  switch (write.type) {
    case 'forecast':
    case 'apiKey':
      return { type: write.type, id: write.content.id };
    case 'resolution':
      return { type: 'question', id: write.content.questionId };
    case 'verdict':
      return { type: 'statement', id: write.content.statementId };
    case 'withdrawal':
      return { type: 'forecast', id: write.forecastId };
    case 'retraction':
    case 'redaction':
      return { type: write.subjectType, id: write.subjectId };
    case 'merge':
      return { type: write.subjectType, id: write.fromId };
    case 'sourceText':
      return { type: 'source', id: write.sourceId };
    case 'scores':
      return { type: 'resolution', id: write.resolutionId };
    default:
      return { type: write.type, id: write.id };
  }
}

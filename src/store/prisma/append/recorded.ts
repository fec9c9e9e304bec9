/** Append-only things: forecasts, withdrawals, resolutions, verdicts, scores, retractions, merges. */

import { v7 as uuidv7 } from 'uuid';
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import { canonicalJson } from '../../../domain/audit/canonical-json.ts';
import { sha256 } from '../../../domain/audit/chain.ts';
import type { Evidence } from '../../../domain/resolutions/evidence.ts';
import type { NewScore } from '../../unit.ts';
import type { Prisma } from '../generated/client.ts';
import type { Transaction } from '../transaction.ts';
import { inChunks } from './in-chunks.ts';
import { scoreLeaves } from './score-leaves.ts';
import { type Appender, makeLeaf, recordColumns, type Stamp } from './stamp.ts';

function json(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

function binaryColumns(prediction: object) {
  const { probability, lower, upper } = prediction as {
    probability?: number;
    lower?: number;
    upper?: number;
  };
  return { probability: probability ?? null, lower: lower ?? null, upper: upper ?? null };
}

export const appendForecasts: Appender<'forecast'> = async (transaction, writes, stamp) => {
  const rows = writes.map(({ content }) => ({
    ...content,
    madeAt: new Date(content.madeAt),
    prediction: json(content.prediction),
    ...binaryColumns(content.prediction),
    ...recordColumns(stamp, makeLeaf({ type: 'forecast', ...content })),
  }));
  await inChunks(rows, (data) => transaction.forecast.createMany({ data }));
  return rows.map((row) => ({
    type: 'forecast',
    id: row.id,
    version: row.revision,
    sha256: row.recordSha256,
  }));
};

export const appendWithdrawals: Appender<'withdrawal'> = async (transaction, writes, stamp) => {
  const rows = writes.map((write) => {
    const { type: _type, ...content } = write;
    return {
      ...content,
      withdrawnAt: new Date(content.withdrawnAt),
      ...recordColumns(stamp, makeLeaf(write)),
    };
  });
  await inChunks(rows, (data) => transaction.withdrawal.createMany({ data }));
  return rows.map((row) => ({ type: 'withdrawal', id: row.id, version: 1, sha256: row.recordSha256 }));
};

function evidenceRows(
  parent: { resolutionId: string } | { verdictId: string },
  evidence: readonly Evidence[],
) {
  return evidence.map((item, position) => ({ id: uuidv7(), ...parent, position, ...item }));
}

export const appendResolutions: Appender<'resolution'> = async (transaction, writes, stamp) => {
  const rows = writes.map(({ content }) => {
    const { evidence: _evidence, ...columns } = content;
    return {
      ...columns,
      outcome: json(content.outcome),
      knownAtInstant: content.knownAtInstant === null ? null : new Date(content.knownAtInstant),
      ...recordColumns(stamp, makeLeaf({ type: 'resolution', ...content })),
    };
  });
  await inChunks(rows, (data) => transaction.resolution.createMany({ data }));
  await inChunks(
    writes.flatMap(({ content }) => evidenceRows({ resolutionId: content.id }, content.evidence)),
    (data) => transaction.evidence.createMany({ data }),
  );
  const questionIds = rows.map((row) => row.questionId);
  await transaction.$executeRaw`
    UPDATE questions AS q SET current_resolution_id = n.id, seq = ${stamp.seq}
    FROM unnest(${questionIds}::uuid[], ${rows.map((row) => row.id)}::uuid[]) AS n(question_id, id) WHERE q.id = n.question_id`;
  await transaction.$executeRaw`
    UPDATE statements SET seq = ${stamp.seq} WHERE id IN (SELECT statement_id FROM questions WHERE id = ANY(${questionIds}::uuid[]))`;
  return rows.map((row) => ({
    type: 'resolution',
    id: row.id,
    version: row.revision,
    sha256: row.recordSha256,
  }));
};

export const appendVerdicts: Appender<'verdict'> = async (transaction, writes, stamp) => {
  const rows = writes.map(({ content }) => {
    const { evidence: _evidence, ...columns } = content;
    return {
      ...columns,
      knownAtInstant: content.knownAtInstant === null ? null : new Date(content.knownAtInstant),
      ...recordColumns(stamp, makeLeaf({ type: 'verdict', ...content })),
    };
  });
  await inChunks(rows, (data) => transaction.verdict.createMany({ data }));
  await inChunks(
    writes.flatMap(({ content }) => evidenceRows({ verdictId: content.id }, content.evidence)),
    (data) => transaction.evidence.createMany({ data }),
  );
  await transaction.$executeRaw`
    UPDATE statements AS s SET current_verdict_id = n.id, seq = ${stamp.seq}
    FROM unnest(${rows.map((row) => row.statementId)}::uuid[], ${rows.map((row) => row.id)}::uuid[]) AS n(statement_id, id)
    WHERE s.id = n.statement_id`;
  return rows.map((row) => ({
    type: 'verdict',
    id: row.id,
    version: row.revision,
    sha256: row.recordSha256,
  }));
};

/** Scores are derived: one digest a resolution stands in the chain, not one leaf a score. */
function scoresSha256(rows: readonly NewScore[]): string {
  return sha256(`reckoner-scores-1\n${canonicalJson(scoreLeaves(rows))}`);
}

const SCORES_A_STATEMENT = 5000;

/** Set-wise, five arrays a statement: 500 forecasts under two rules cost one round trip. */
async function insertScores(
  transaction: Transaction,
  rows: readonly NewScore[],
  stamp: Stamp,
): Promise<void> {
  for (let start = 0; start < rows.length; start += SCORES_A_STATEMENT) {
    const part = rows.slice(start, start + SCORES_A_STATEMENT);
    await transaction.$executeRaw`
      INSERT INTO scores (forecast_id, resolution_id, rule, value, reason, seq)
      SELECT n.forecast_id, n.resolution_id, n.rule, n.value::float8, n.reason, ${stamp.seq}
      FROM unnest(${part.map((row) => row.forecastId)}::uuid[], ${part.map((row) => row.resolutionId)}::uuid[],
        ${part.map((row) => row.rule)}::text[], ${part.map((row) => (row.value === null ? null : String(row.value)))}::text[],
        ${part.map((row) => row.reason)}::text[]) AS n(forecast_id, resolution_id, rule, value, reason)`;
  }
}

export const appendScores: Appender<'scores'> = async (transaction, writes, stamp) => {
  await insertScores(
    transaction,
    writes.flatMap((write) => write.rows),
    stamp,
  );
  return writes.map((write) => ({
    type: 'scores',
    id: write.resolutionId,
    version: 1,
    sha256: scoresSha256(write.rows),
  }));
};

export const appendRetractions: Appender<'retraction'> = async (transaction, writes, stamp) => {
  const records: AuditRecord[] = [];
  for (const write of writes) {
    const { type: _type, ...content } = write;
    const columns = { ...content, ...recordColumns(stamp, makeLeaf(write)) };
    await transaction.retraction.create({ data: columns });
    const change = { where: { id: write.subjectId }, data: { retracted: true, seq: stamp.seq } };
    if (write.subjectType === 'source') await transaction.source.update(change);
    if (write.subjectType === 'forecaster') await transaction.forecaster.update(change);
    if (write.subjectType === 'statement') await transaction.statement.update(change);
    if (write.subjectType === 'question') await transaction.question.update(change);
    records.push({ type: 'retraction', id: write.id, version: 1, sha256: columns.recordSha256 });
  }
  return records;
};

export const appendMerges: Appender<'merge'> = async (transaction, writes, stamp) => {
  const records: AuditRecord[] = [];
  for (const write of writes) {
    const { type: _type, ...content } = write;
    const columns = { ...content, ...recordColumns(stamp, makeLeaf(write)) };
    await transaction.merge.create({ data: columns });
    // Earlier duplicates of the duplicate follow, so that one step always reaches what stands.
    const where = { OR: [{ id: write.fromId }, { mergedIntoId: write.fromId }] };
    const data = { mergedIntoId: write.intoId, seq: stamp.seq };
    if (write.subjectType === 'forecaster') await transaction.forecaster.updateMany({ where, data });
    if (write.subjectType === 'topic') await transaction.topic.updateMany({ where, data });
    if (write.subjectType === 'entity') await transaction.entity.updateMany({ where, data });
    records.push({ type: 'merge', id: write.id, version: 1, sha256: columns.recordSha256 });
  }
  return records;
};

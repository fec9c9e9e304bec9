/** Editable things: the row that is in force, and each version in `revisions`. */
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import { momentToInstant } from '../../../domain/time.ts';
import type {
  EditableType,
  ForecasterContent,
  QuestionContent,
  SourceContent,
  StatementContent,
} from '../../unit.ts';
import { Prisma } from '../generated/client.ts';
import type { Transaction } from '../transaction.ts';
import { inChunks } from './in-chunks.ts';
import {
  type Appender,
  editableColumns,
  makeLeaf,
  recordColumns,
  type Stamp,
  type WriteOf,
} from './stamp.ts';

function json(value: unknown): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

function jsonOrNull(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : json(value);
}

function date(instant: string | null): Date | null {
  return instant === null ? null : new Date(instant);
}

/** Keeps the versions and answers their records. */
async function keepRevisions(
  transaction: Transaction,
  writes: readonly WriteOf<EditableType>[],
  stamp: Stamp,
): Promise<AuditRecord[]> {
  const rows = writes.map(({ type, id, version, content }) => ({
    subjectType: type,
    subjectId: id,
    version,
    content: json(content),
    ...recordColumns(stamp, makeLeaf({ type, id, version, content })),
  }));
  await inChunks(rows, (data) => transaction.revision.createMany({ data }));
  return rows.map((row) => ({
    type: row.subjectType,
    id: row.subjectId,
    version: row.version,
    sha256: row.recordSha256,
  }));
}

function sourceColumns(content: SourceContent) {
  return { ...content, retrievedAt: date(content.retrievedAt) };
}

export const appendSources: Appender<'source'> = async (transaction, writes, stamp) => {
  const added = writes.filter((write) => write.version === 1);
  await inChunks(
    added.map((write) => ({ id: write.id, ...sourceColumns(write.content), ...editableColumns(stamp, 1) })),
    (data) => transaction.source.createMany({ data }),
  );
  for (const { id, version, content } of writes.filter((write) => write.version > 1)) {
    await transaction.source.update({
      where: { id },
      data: { ...sourceColumns(content), version, seq: stamp.seq },
    });
  }
  return keepRevisions(transaction, writes, stamp);
};

function forecasterColumns(content: ForecasterContent) {
  return { ...content, aliases: [...content.aliases] };
}

export const appendForecasters: Appender<'forecaster'> = async (transaction, writes, stamp) => {
  const added = writes.filter((write) => write.version === 1);
  await inChunks(
    added.map((write) => ({
      id: write.id,
      ...forecasterColumns(write.content),
      ...editableColumns(stamp, 1),
    })),
    (data) => transaction.forecaster.createMany({ data }),
  );
  for (const { id, version, content } of writes.filter((write) => write.version > 1)) {
    await transaction.forecaster.update({
      where: { id },
      data: { ...forecasterColumns(content), version, seq: stamp.seq },
    });
  }
  return keepRevisions(transaction, writes, stamp);
};

export const appendTopics: Appender<'topic'> = async (transaction, writes, stamp) => {
  await inChunks(
    writes.map(({ id, content }) => ({ id, ...content, ...editableColumns(stamp, 1) })),
    (data) => transaction.topic.createMany({ data }),
  );
  return keepRevisions(transaction, writes, stamp);
};

export const appendEntities: Appender<'entity'> = async (transaction, writes, stamp) => {
  await inChunks(
    writes.map(({ id, content }) => ({ id, ...content, ...editableColumns(stamp, 1) })),
    (data) => transaction.entity.createMany({ data }),
  );
  return keepRevisions(transaction, writes, stamp);
};

/** Ids of the topics and entities named; which names are equal the database decides, as in its index. */
async function idsOfNames(
  transaction: Transaction,
  contents: readonly { topics: readonly string[]; entities: readonly string[] }[],
) {
  const topics = [...new Set(contents.flatMap((content) => content.topics))];
  const entities = [...new Set(contents.flatMap((content) => content.entities))];
  const rows = await transaction.$queryRaw<{ kind: string; id: string; name: string }[]>`
    SELECT 'topic' AS kind, t.id, asked.name FROM unnest(${topics}::text[]) AS asked(name) JOIN topics t ON lower(t.name) = lower(asked.name)
    UNION ALL
    SELECT 'entity', e.id, asked.name FROM unnest(${entities}::text[]) AS asked(name) JOIN entities e ON lower(e.name) = lower(asked.name)`;
  const known = new Map(rows.map((row) => [`${row.kind}:${row.name}`, row.id]));
  return (kind: 'topic' | 'entity', name: string): string => {
    const id = known.get(`${kind}:${name}`);
    if (id === undefined) throw new Error(`${kind} ${name} was not made before use`);
    return id;
  };
}

function statementColumns(content: StatementContent) {
  const {
    text,
    kind,
    importance,
    forecasterId,
    sourceId,
    saidAt,
    saidAtReason,
    scorability,
    scorabilityReason,
    codedBy,
    note,
  } = content;
  return {
    text,
    kind,
    importance,
    forecasterId,
    sourceId,
    saidAt: new Date(saidAt),
    saidAtReason,
    scorability,
    scorabilityReason,
    codedBy,
    note,
  };
}

export const appendStatements: Appender<'statement'> = async (transaction, writes, stamp) => {
  const added = writes.filter((write) => write.version === 1);
  await inChunks(
    added.map((write) => ({
      id: write.id,
      ...statementColumns(write.content),
      ...editableColumns(stamp, 1),
    })),
    (data) => transaction.statement.createMany({ data }),
  );
  const edited = writes.filter((write) => write.version > 1);
  for (const { id, version, content } of edited) {
    await transaction.statement.update({
      where: { id },
      data: { ...statementColumns(content), version, seq: stamp.seq },
    });
  }
  if (edited.length > 0) {
    const statementId = { in: edited.map((write) => write.id) };
    await transaction.anchor.deleteMany({ where: { statementId } });
    await transaction.hedge.deleteMany({ where: { statementId } });
    await transaction.statementTopic.deleteMany({ where: { statementId } });
    await transaction.statementEntity.deleteMany({ where: { statementId } });
    await transaction.statementRelation.deleteMany({ where: { fromStatementId: statementId } });
  }
  const idOf = await idsOfNames(
    transaction,
    writes.map((write) => write.content),
  );
  const rowsOf = <Item, Row>(
    pick: (content: StatementContent) => readonly Item[],
    row: (item: Item, position: number, id: string) => Row,
  ): Row[] =>
    writes.flatMap(({ id, content }) => pick(content).map((item, position) => row(item, position, id)));
  await inChunks(
    rowsOf(
      (content) => content.anchors,
      ({ start, end, ...anchor }, position, statementId) => ({
        statementId,
        position,
        startOffset: start,
        endOffset: end,
        ...anchor,
      }),
    ),
    (data) => transaction.anchor.createMany({ data }),
  );
  await inChunks(
    rowsOf(
      (content) => (content.hedge ? [content.hedge] : []),
      (hedge, _position, statementId) => ({ statementId, ...hedge }),
    ),
    (data) => transaction.hedge.createMany({ data }),
  );
  await inChunks(
    rowsOf(
      (content) => content.topics,
      (name, position, statementId) => ({ statementId, position, topicId: idOf('topic', name) }),
    ),
    (data) => transaction.statementTopic.createMany({ data }),
  );
  await inChunks(
    rowsOf(
      (content) => content.entities,
      (name, position, statementId) => ({ statementId, position, entityId: idOf('entity', name) }),
    ),
    (data) => transaction.statementEntity.createMany({ data }),
  );
  await inChunks(
    rowsOf(
      (content) => content.relations,
      ({ type, statementId: toStatementId }, position, fromStatementId) => ({
        fromStatementId,
        position,
        type,
        toStatementId,
      }),
    ),
    (data) => transaction.statementRelation.createMany({ data }),
  );
  return keepRevisions(transaction, writes, stamp);
};

function questionColumns(content: QuestionContent) {
  const {
    topics: _topics,
    entities: _entities,
    range,
    condition,
    options,
    optionEdges,
    milestones,
    ...plain
  } = content;
  const instant = (moment: string | null): Date | null =>
    moment === null ? null : new Date(momentToInstant(moment, content.timezone));
  return {
    ...plain,
    options: jsonOrNull(options),
    optionEdges: jsonOrNull(optionEdges),
    milestones: jsonOrNull(milestones),
    rangeMin: range?.min ?? null,
    rangeMax: range?.max ?? null,
    opensAtInstant: instant(content.opensAt),
    closesAtInstant: instant(content.closesAt),
    resolvesByInstant: instant(content.resolvesBy),
    conditionQuestionId: condition?.questionId ?? null,
    conditionOutcome: jsonOrNull(condition?.outcome ?? null),
  };
}

export const appendQuestions: Appender<'question'> = async (transaction, writes, stamp) => {
  const added = writes.filter((write) => write.version === 1);
  await inChunks(
    added.map((write) => ({ id: write.id, ...questionColumns(write.content), ...editableColumns(stamp, 1) })),
    (data) => transaction.question.createMany({ data }),
  );
  const edited = writes.filter((write) => write.version > 1);
  for (const { id, version, content } of edited) {
    await transaction.question.update({
      where: { id },
      data: { ...questionColumns(content), version, seq: stamp.seq },
    });
  }
  if (edited.length > 0) {
    const questionId = { in: edited.map((write) => write.id) };
    await transaction.questionTopic.deleteMany({ where: { questionId } });
    await transaction.questionEntity.deleteMany({ where: { questionId } });
  }
  const idOf = await idsOfNames(
    transaction,
    writes.map((write) => write.content),
  );
  await inChunks(
    writes.flatMap(({ id, content }) =>
      content.topics.map((name, position) => ({ questionId: id, position, topicId: idOf('topic', name) })),
    ),
    (data) => transaction.questionTopic.createMany({ data }),
  );
  await inChunks(
    writes.flatMap(({ id, content }) =>
      content.entities.map((name, position) => ({
        questionId: id,
        position,
        entityId: idOf('entity', name),
      })),
    ),
    (data) => transaction.questionEntity.createMany({ data }),
  );
  return keepRevisions(transaction, writes, stamp);
};

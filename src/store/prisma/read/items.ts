/** Rows to domain values: what an item includes, and how it reads. Rows die here. */
import type { AuditEvent } from '../../../domain/audit/audit-event.ts';
import type { Verdict } from '../../../domain/claims/verdict.ts';
import type { Forecaster, ForecasterSummary } from '../../../domain/forecasters/forecaster.ts';
import type { ApiKey } from '../../../domain/keys/api-key.ts';
import type { Lexicon } from '../../../domain/lexicons/lexicon.ts';
import { questionStatus } from '../../../domain/questions/lifecycle.ts';
import type { Outcome } from '../../../domain/questions/prediction-fields.ts';
import type { Question } from '../../../domain/questions/question.ts';
import type { Resolution } from '../../../domain/resolutions/resolution.ts';
import type { Source, SourceSummary } from '../../../domain/sources/source.ts';
import type { RedactionMark, RetractionMark } from '../../../domain/stamps.ts';
import type { Statement } from '../../../domain/statements/statement.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Topic } from '../../../domain/topics/topic.ts';
import type { Prisma } from '../generated/client.ts';

/** Retractions and redactions of the rows at hand, by subject id. */
export interface Marks {
  readonly retractions: ReadonlyMap<string, NonNullable<RetractionMark>>;
  readonly redactions: ReadonlyMap<string, NonNullable<RedactionMark>>;
}

export function iso(date: Date): Instant {
  return date.toISOString();
}
export function isoOrNull(date: Date | null): Instant | null {
  return date === null ? null : date.toISOString();
}

function editableStamp(row: { id: string; version: number; seq: bigint; createdAt: Date }) {
  return { id: row.id, version: row.version, seq: Number(row.seq), createdAt: iso(row.createdAt) };
}
function recordStamp(row: {
  id: string;
  seq: bigint;
  recordedAt: Date;
  recordedBy: string;
  recordSha256: string;
}) {
  return {
    id: row.id,
    seq: Number(row.seq),
    recordedAt: iso(row.recordedAt),
    recordedBy: row.recordedBy,
    recordSha256: row.recordSha256,
  };
}

export const sourceInclude = { text: { select: { sourceId: true } } } satisfies Prisma.SourceInclude;
type SourceRow = Prisma.SourceGetPayload<{ include: typeof sourceInclude }>;

export function toSource(row: SourceRow, marks: Marks): Source {
  return {
    ...editableStamp(row),
    title: row.title,
    url: row.url,
    publisher: row.publisher,
    kind: row.kind as Source['kind'],
    language: row.language,
    publishedAt: row.publishedAt,
    retrievedAt: isoOrNull(row.retrievedAt),
    textSha256: row.textSha256,
    textLength: row.textLength,
    hasText: row.text !== null,
    retraction: marks.retractions.get(row.id) ?? null,
    redaction: marks.redactions.get(row.id) ?? null,
  };
}

type ForecasterRow = Prisma.ForecasterGetPayload<object>;

export function toForecaster(row: ForecasterRow, marks: Marks): Forecaster {
  return {
    ...editableStamp(row),
    name: row.name,
    kind: row.kind as Forecaster['kind'],
    aliases: row.aliases,
    affiliation: row.affiliation,
    url: row.url,
    mergedIntoId: row.mergedIntoId,
    retraction: marks.retractions.get(row.id) ?? null,
    redaction: marks.redactions.get(row.id) ?? null,
  };
}

type NameRow = Prisma.TopicGetPayload<object>;

export function toName(row: NameRow): Topic {
  return { ...editableStamp(row), name: row.name, kind: row.kind, mergedIntoId: row.mergedIntoId };
}

const evidenceInOrder = { orderBy: { position: 'asc' } } as const;
export const resolutionInclude = {
  evidence: evidenceInOrder,
  superseded: { select: { id: true } },
} satisfies Prisma.ResolutionInclude;
type ResolutionRow = Prisma.ResolutionGetPayload<{ include: typeof resolutionInclude }>;
type EvidenceRow = ResolutionRow['evidence'][number];

function toEvidence(row: EvidenceRow): Resolution['evidence'][number] {
  const { url, title, publisher, publishedOn, tier, fact, archiveUrl } = row;
  return {
    url,
    title,
    publisher,
    publishedOn,
    tier: tier as Resolution['evidence'][number]['tier'],
    fact,
    archiveUrl,
  };
}

export function toResolution(row: ResolutionRow, { redactions }: Marks): Resolution {
  return {
    ...recordStamp(row),
    questionId: row.questionId,
    revision: row.revision,
    outcome: row.outcome as Outcome,
    knownAt: row.knownAt,
    early: row.early,
    rationale: row.rationale,
    evidence: row.evidence.map(toEvidence),
    supersedesId: row.supersedesId,
    reason: row.reason,
    causeResolutionId: row.causeResolutionId,
    current: row.superseded === null,
    redaction: redactions.get(row.id) ?? null,
  };
}

export const verdictInclude = {
  evidence: evidenceInOrder,
  superseded: { select: { id: true } },
} satisfies Prisma.VerdictInclude;
type VerdictRow = Prisma.VerdictGetPayload<{ include: typeof verdictInclude }>;

export function toVerdict(row: VerdictRow, { redactions }: Marks): Verdict {
  return {
    ...recordStamp(row),
    statementId: row.statementId,
    revision: row.revision,
    rating: row.rating as Verdict['rating'],
    knownAt: row.knownAt,
    rationale: row.rationale,
    evidence: row.evidence.map(toEvidence),
    supersedesId: row.supersedesId,
    reason: row.reason,
    current: row.superseded === null,
    redaction: redactions.get(row.id) ?? null,
  };
}

const topicsInOrder = {
  orderBy: { position: 'asc' },
  include: { topic: { select: { name: true, mergedInto: { select: { name: true } } } } },
} as const;
const entitiesInOrder = {
  orderBy: { position: 'asc' },
  include: { entity: { select: { name: true, mergedInto: { select: { name: true } } } } },
} as const;

/** Names as they stand: a merged one reads as what it became, each once. */
function standingNames(names: readonly { name: string; mergedInto: { name: string } | null }[]): string[] {
  return [...new Set(names.map((item) => item.mergedInto?.name ?? item.name))];
}

export const questionInclude = {
  topics: topicsInOrder,
  entities: entitiesInOrder,
  currentResolution: { include: resolutionInclude },
} satisfies Prisma.QuestionInclude;
type QuestionRow = Prisma.QuestionGetPayload<{ include: typeof questionInclude }>;

/** Status of a question row at `now`. */
export function statusOfRow(
  row: {
    opensAtInstant: Date | null;
    closesAtInstant: Date | null;
    currentResolution: { outcome: Prisma.JsonValue } | null;
  },
  now: Instant,
): Question['status'] {
  const window = { opensAt: isoOrNull(row.opensAtInstant), closesAt: isoOrNull(row.closesAtInstant) };
  return questionStatus(window, (row.currentResolution?.outcome ?? null) as Outcome | null, now);
}

export function toQuestion(row: QuestionRow, marks: Marks, now: Instant): Question {
  return {
    ...editableStamp(row),
    title: row.title,
    type: row.type as Question['type'],
    description: row.description,
    resolutionCriteria: row.resolutionCriteria,
    resolutionSource: row.resolutionSource,
    options: row.options as Question['options'],
    ordered: row.ordered,
    optionEdges: row.optionEdges as Question['optionEdges'],
    unit: row.unit,
    range: row.rangeMin === null || row.rangeMax === null ? null : { min: row.rangeMin, max: row.rangeMax },
    transform: row.transform as Question['transform'],
    milestones: row.milestones as Question['milestones'],
    timezone: row.timezone,
    opensAt: row.opensAt,
    closesAt: row.closesAt,
    resolvesBy: row.resolvesBy,
    windowBasis: row.windowBasis as Question['windowBasis'],
    windowReason: row.windowReason,
    condition:
      row.conditionQuestionId === null
        ? null
        : { questionId: row.conditionQuestionId, outcome: row.conditionOutcome as unknown as Outcome },
    reading: row.reading as Question['reading'],
    statementId: row.statementId,
    topics: standingNames(row.topics.map((item) => item.topic)),
    entities: standingNames(row.entities.map((item) => item.entity)),
    status: statusOfRow(row, now),
    resolution: row.currentResolution === null ? null : toResolution(row.currentResolution, marks),
    retraction: marks.retractions.get(row.id) ?? null,
    redaction: marks.redactions.get(row.id) ?? null,
  };
}

const forecasterSummarySelect = { id: true, name: true, kind: true, affiliation: true } as const;
const sourceSummarySelect = {
  id: true,
  title: true,
  kind: true,
  publisher: true,
  url: true,
  publishedAt: true,
} as const;

export const statementInclude = {
  forecaster: { select: { ...forecasterSummarySelect, mergedInto: { select: forecasterSummarySelect } } },
  source: { select: sourceSummarySelect },
  hedge: true,
  anchors: { orderBy: { position: 'asc' } },
  topics: topicsInOrder,
  entities: entitiesInOrder,
  relations: { orderBy: { position: 'asc' } },
  currentVerdict: { include: verdictInclude },
  questions: {
    where: { retracted: false },
    orderBy: [{ createdSeq: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      title: true,
      type: true,
      reading: true,
      resolvesBy: true,
      opensAtInstant: true,
      closesAtInstant: true,
      currentResolution: { select: { outcome: true } },
    },
  },
} satisfies Prisma.StatementInclude;
type StatementRow = Prisma.StatementGetPayload<{ include: typeof statementInclude }>;

export function toStatement(row: StatementRow, marks: Marks, now: Instant): Statement {
  const { mergedInto, ...own } = row.forecaster;
  return {
    ...editableStamp(row),
    text: row.text,
    kind: row.kind as Statement['kind'],
    importance: row.importance as Statement['importance'],
    forecasterId: row.forecasterId,
    sourceId: row.sourceId,
    saidAt: iso(row.saidAt),
    saidAtReason: row.saidAtReason,
    anchors: row.anchors.map(({ startOffset, endOffset, sha256, section, quote, status }) => ({
      start: startOffset,
      end: endOffset,
      sha256,
      section,
      quote,
      status: status as Statement['anchors'][number]['status'],
    })),
    hedge: row.hedge === null ? null : withoutStatementId(row.hedge),
    topics: standingNames(row.topics.map((item) => item.topic)),
    entities: standingNames(row.entities.map((item) => item.entity)),
    scorability: row.scorability as Statement['scorability'],
    scorabilityReason: row.scorabilityReason,
    relations: row.relations.map(({ type, toStatementId }) => ({
      type: type as Statement['relations'][number]['type'],
      statementId: toStatementId,
    })),
    codedBy: row.codedBy,
    note: row.note,
    forecaster: (mergedInto ?? own) as ForecasterSummary,
    source: row.source as SourceSummary,
    questions: row.questions.map((question) => ({
      id: question.id,
      title: question.title,
      type: question.type as Question['type'],
      reading: question.reading as Question['reading'],
      status: statusOfRow(question, now),
      resolvesBy: question.resolvesBy,
      outcome: (question.currentResolution?.outcome ?? null) as Outcome | null,
    })),
    verdict: row.currentVerdict === null ? null : toVerdict(row.currentVerdict, marks),
    retraction: marks.retractions.get(row.id) ?? null,
    redaction: marks.redactions.get(row.id) ?? null,
  };
}

function withoutStatementId<Row extends { statementId: string }>(row: Row): Omit<Row, 'statementId'> {
  const { statementId: _statementId, ...rest } = row;
  return rest;
}

/** A stored score on the wire: infinite is the string. */
export function toScoreValue(value: number | null): number | 'Infinity' | null {
  return value === Number.POSITIVE_INFINITY ? 'Infinity' : value;
}

export const lexiconInclude = { entries: { orderBy: { position: 'asc' } } } satisfies Prisma.LexiconInclude;

export function toLexicon(row: Prisma.LexiconGetPayload<{ include: typeof lexiconInclude }>): Lexicon {
  const { id, key, version, title, language, register, partition, status, source } = row;
  return {
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
    seq: Number(row.seq),
    createdAt: iso(row.createdAt),
  };
}

export function toKey(row: Prisma.ApiKeyGetPayload<object>): ApiKey {
  return {
    ...editableStamp(row),
    name: row.name,
    scopes: row.scopes as ApiKey['scopes'],
    forecasterIds: row.forecasterIds,
    prefix: row.prefix,
    expiresAt: isoOrNull(row.expiresAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
    revokedAt: isoOrNull(row.revokedAt),
  };
}

export function toAuditEvent(row: Prisma.AuditEventGetPayload<object>): AuditEvent {
  return {
    seq: Number(row.seq),
    recordedAt: iso(row.recordedAt),
    actor: row.actor,
    action: row.action,
    subject: { type: row.subjectType, id: row.subjectId },
    records: row.records as AuditEvent['records'],
    recordSha256: row.recordSha256,
    previousHash: row.previousHash,
    hash: row.hash,
  };
}

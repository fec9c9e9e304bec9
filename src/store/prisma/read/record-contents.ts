/** What the leaves of records cover, read back from the rows. */
import type { Prisma } from '../generated/client.ts';
import type { Database } from '../transaction.ts';
import { iso, isoOrNull } from './items.ts';

export type KeepRecord = (
  type: string,
  id: string,
  version: number,
  salt: string | null,
  content: unknown,
) => void;

/** Which rows of each table are read. */
export interface RecordSelection {
  readonly revision: Prisma.RevisionWhereInput;
  readonly forecast: Prisma.ForecastWhereInput;
  readonly withdrawal: Prisma.WithdrawalWhereInput;
  readonly resolution: Prisma.ResolutionWhereInput;
  readonly verdict: Prisma.VerdictWhereInput;
  readonly retraction: Prisma.RetractionWhereInput;
  readonly merge: Prisma.MergeWhereInput;
}

/** What these events recorded. */
export function recordsOfEvents(seqs: readonly bigint[]): RecordSelection {
  const where = { seq: { in: [...seqs] } };
  return {
    revision: where,
    forecast: where,
    withdrawal: where,
    resolution: where,
    verdict: where,
    retraction: where,
    merge: where,
  };
}

/** The records with these ids, and those that are about a thing with one of them. */
export function recordsAbout(ids: readonly string[]): RecordSelection {
  const among = { in: [...ids] };
  const own = { id: among };
  return {
    revision: { subjectId: among },
    forecast: own,
    withdrawal: { OR: [own, { forecastId: among }] },
    resolution: own,
    verdict: own,
    retraction: { OR: [own, { subjectId: among }] },
    merge: { OR: [own, { fromId: among }] },
  };
}

/** Contents of the selected records as the rows hold them now, each with its salt, given to `keep`. */
export async function readRecordContents(
  database: Database,
  select: RecordSelection,
  keep: KeepRecord,
): Promise<void> {
  for (const row of await database.revision.findMany({ where: select.revision })) {
    const { subjectType: type, subjectId: id, version, content, salt } = row;
    keep(type, id, version, salt, { type, id, version, content });
  }
  for (const row of await database.forecast.findMany({ where: select.forecast })) {
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
  for (const { id, forecastId, withdrawnAt, reason, salt } of await database.withdrawal.findMany({
    where: select.withdrawal,
  })) {
    keep('withdrawal', id, 1, salt, {
      type: 'withdrawal',
      id,
      forecastId,
      withdrawnAt: iso(withdrawnAt),
      reason,
    });
  }
  const evidence = { evidence: { orderBy: { position: 'asc' } } } as const;
  for (const row of await database.resolution.findMany({ where: select.resolution, include: evidence })) {
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
  for (const row of await database.verdict.findMany({ where: select.verdict, include: evidence })) {
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
  for (const { id, subjectType, subjectId, reason, salt } of await database.retraction.findMany({
    where: select.retraction,
  })) {
    keep('retraction', id, 1, salt, { type: 'retraction', id, subjectType, subjectId, reason });
  }
  for (const { id, subjectType, fromId, intoId, reason, salt } of await database.merge.findMany({
    where: select.merge,
  })) {
    keep('merge', id, 1, salt, { type: 'merge', id, subjectType, fromId, intoId, reason });
  }
}

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

/** Resolutions and verdicts with their evidence, one statement each. */
import type { Verdict } from '../../../domain/claims/verdict.ts';
import type { Resolution } from '../../../domain/resolutions/resolution.ts';
import { Prisma } from '../generated/client.ts';
import { iso } from '../read/items.ts';
import { selectRedaction, toRedaction } from './redaction-mark.ts';

const { sql } = Prisma;

/** A row whose columns are named like the item; only its time is still a date. */
export type Row<Item> = Omit<Item, 'recordedAt'> & { readonly recordedAt: Date };

const stamp = sql`e.id, e.seq, e.recorded_at AS "recordedAt", e.recorded_by AS "recordedBy", e.record_sha256 AS "recordSha256"`;

const evidence = (parent: 'resolution' | 'verdict'): Prisma.Sql => sql`
  (SELECT coalesce(json_agg(json_build_object('url', i.url, 'title', i.title, 'publisher', i.publisher, 'publishedOn', i.published_on,
    'tier', i.tier, 'fact', i.fact, 'archiveUrl', i.archive_url) ORDER BY i.position), '[]'::json)
    FROM evidence i WHERE i.${Prisma.raw(parent)}_id = e.id) AS evidence`;

export function selectResolutions(ids: readonly string[]): Prisma.Sql {
  return sql`SELECT ${stamp}, e.question_id AS "questionId", e.revision, e.outcome, e.known_at AS "knownAt", e.early, e.rationale,
      ${evidence('resolution')}, e.supersedes_id AS "supersedesId", e.reason, e.cause_resolution_id AS "causeResolutionId",
      NOT EXISTS (SELECT 1 FROM resolutions n WHERE n.supersedes_id = e.id) AS current, ${selectRedaction(sql`e.id`)}
    FROM resolutions e WHERE e.id = ANY(${ids}::uuid[])`;
}

export function selectVerdicts(ids: readonly string[]): Prisma.Sql {
  return sql`SELECT ${stamp}, e.statement_id AS "statementId", e.revision, e.rating, e.known_at AS "knownAt", e.rationale,
      ${evidence('verdict')}, e.supersedes_id AS "supersedesId", e.reason,
      NOT EXISTS (SELECT 1 FROM verdicts n WHERE n.supersedes_id = e.id) AS current, ${selectRedaction(sql`e.id`)}
    FROM verdicts e WHERE e.id = ANY(${ids}::uuid[])`;
}

export function toRecorded<Item extends Resolution | Verdict>(row: Row<Item>): Item {
  return {
    ...row,
    recordedAt: iso(row.recordedAt),
    redaction: toRedaction(row.redaction),
  } as unknown as Item;
}

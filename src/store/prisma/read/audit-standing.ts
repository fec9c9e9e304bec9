/** What stands in force against what is recorded: the rows of editable things against their last version. */
import { canonicalJson, type JsonValue } from '../../../domain/audit/canonical-json.ts';
import { momentToInstant } from '../../../domain/time.ts';
import type { RowDifference } from '../../store.ts';
import { Prisma } from '../generated/client.ts';
import type { Database } from '../transaction.ts';

const MOST = 100;
const PAGE = 500;

const instant = (column: string) =>
  Prisma.raw(`to_char(t.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
const names = (table: string, noun: string, joined: string) =>
  Prisma.raw(`(SELECT coalesce(jsonb_agg(n.name ORDER BY j.position), '[]') FROM ${joined} j
    LEFT JOIN ${table} n ON n.id = j.${noun === 'topics' ? 'topic_id' : 'entity_id'} WHERE j.${joined.split('_')[0]}_id = t.id)`);

/** Content of a row as its version would hold it, by noun: table, then the SQL that builds it. */
const CONTENTS: readonly (readonly [type: string, table: Prisma.Sql, content: Prisma.Sql])[] = [
  [
    'source',
    Prisma.sql`sources`,
    Prisma.sql`jsonb_build_object('title', t.title, 'url', t.url, 'publisher', t.publisher, 'kind', t.kind, 'language', t.language,
      'publishedAt', t.published_at, 'retrievedAt', ${instant('retrieved_at')}, 'textSha256', t.text_sha256, 'textLength', t.text_length)`,
  ],
  [
    'forecaster',
    Prisma.sql`forecasters`,
    Prisma.sql`jsonb_build_object('name', t.name, 'kind', t.kind, 'aliases', to_jsonb(t.aliases), 'affiliation', t.affiliation, 'url', t.url)`,
  ],
  ['topic', Prisma.sql`topics`, Prisma.sql`jsonb_build_object('name', t.name, 'kind', t.kind)`],
  ['entity', Prisma.sql`entities`, Prisma.sql`jsonb_build_object('name', t.name, 'kind', t.kind)`],
  [
    'statement',
    Prisma.sql`statements`,
    Prisma.sql`jsonb_build_object('text', t.text, 'kind', t.kind, 'importance', t.importance, 'forecasterId', t.forecaster_id,
      'sourceId', t.source_id, 'saidAt', ${instant('said_at')}, 'saidAtReason', t.said_at_reason, 'scorability', t.scorability,
      'scorabilityReason', t.scorability_reason, 'codedBy', t.coded_by, 'note', t.note,
      'anchors', (SELECT coalesce(jsonb_agg(jsonb_build_object('start', a.start_offset, 'end', a.end_offset, 'sha256', a.sha256,
        'section', a.section, 'quote', a.quote, 'status', a.status) ORDER BY a.position), '[]') FROM anchors a WHERE a.statement_id = t.id),
      'hedge', (SELECT jsonb_build_object('phrase', h.phrase, 'language', h.language, 'register', h.register, 'lexiconKey', h.lexicon_key,
        'lexiconVersion', h.lexicon_version, 'lower', h.lower, 'upper', h.upper) FROM hedges h WHERE h.statement_id = t.id),
      'topics', ${names('topics', 'topics', 'statement_topics')}, 'entities', ${names('entities', 'entities', 'statement_entities')},
      'relations', (SELECT coalesce(jsonb_agg(jsonb_build_object('type', r.type, 'statementId', r.to_statement_id) ORDER BY r.position), '[]')
        FROM statement_relations r WHERE r.from_statement_id = t.id))`,
  ],
  [
    'question',
    Prisma.sql`questions`,
    Prisma.sql`jsonb_build_object('title', t.title, 'type', t.type, 'description', t.description, 'resolutionCriteria', t.resolution_criteria,
      'resolutionSource', t.resolution_source, 'options', t.options, 'ordered', t.ordered, 'optionEdges', t.option_edges, 'unit', t.unit,
      'transform', t.transform, 'milestones', t.milestones,
      'range', CASE WHEN t.range_min IS NULL AND t.range_max IS NULL THEN NULL ELSE jsonb_build_object('min', t.range_min, 'max', t.range_max) END,
      'timezone', t.timezone, 'opensAt', t.opens_at, 'closesAt', t.closes_at, 'resolvesBy', t.resolves_by, 'windowBasis', t.window_basis,
      'windowReason', t.window_reason, 'condition', CASE WHEN t.condition_question_id IS NOT NULL
        THEN jsonb_build_object('questionId', t.condition_question_id, 'outcome', t.condition_outcome) END,
      'reading', t.reading, 'statementId', t.statement_id, 'topics', ${names('topics', 'topics', 'question_topics')},
      'entities', ${names('entities', 'entities', 'question_entities')}, 'opensAtInstant', ${instant('opens_at_instant')},
      'closesAtInstant', ${instant('closes_at_instant')}, 'resolvesByInstant', ${instant('resolves_by_instant')})`,
  ],
];

type Content = Readonly<Record<string, JsonValue>>;
interface Standing {
  readonly id: string;
  readonly seq: bigint;
  readonly version: number;
  readonly stands: Content;
  readonly recordedVersion: number | null;
  readonly recorded: Content | null;
  /** Whether number and time of its making are those of its first version. */
  readonly made: boolean;
}

/** Every editable thing that is not as recorded, at most a hundred. */
export async function readStandingDifferences(database: Database): Promise<RowDifference[]> {
  const found: RowDifference[] = [];
  for (const [type, table, content] of CONTENTS) {
    for (let after = '00000000-0000-0000-0000-000000000000'; found.length < MOST; ) {
      const rows = await database.$queryRaw<Standing[]>`
        SELECT t.id, t.seq, t.version, ${content} AS stands, l.version AS "recordedVersion", l.content AS recorded,
          coalesce(f.seq = t.created_seq AND f.recorded_at = t.created_at, false) AS made
        FROM ${table} t
        LEFT JOIN LATERAL (SELECT version, content FROM revisions r WHERE r.subject_type = ${type} AND r.subject_id = t.id
          ORDER BY version DESC LIMIT 1) l ON true
        LEFT JOIN revisions f ON f.subject_type = ${type} AND f.subject_id = t.id AND f.version = 1
        WHERE t.id > ${after}::uuid ORDER BY t.id LIMIT ${PAGE}`;
      for (const row of rows) {
        const problem = problemOf(row);
        if (problem !== null) found.push({ seq: Number(row.seq), detail: `${type} ${row.id} ${problem}` });
      }
      if (rows.length < PAGE) break;
      after = rows.at(-1)?.id ?? after;
    }
  }
  return found.slice(0, MOST);
}

function problemOf(row: Standing): string | null {
  if (row.recorded === null) return 'stands in force, but was never recorded';
  if (row.version !== row.recordedVersion)
    return `stands in version ${row.version}, recorded is ${row.recordedVersion}`;
  if (!row.made) return 'carries another beginning than its first version';
  const expected = withInstants(row.recorded);
  // What a version does not hold yet, because it is older than the field, stands as null.
  const other = [...new Set([...Object.keys(expected), ...Object.keys(row.stands)])].filter(
    (name) => canonicalJson(row.stands[name] ?? null) !== canonicalJson(expected[name] ?? null),
  );
  return other.length === 0 ? null : `stands with another ${other.join(', ')} than recorded`;
}

/** A question's row also holds the instants that its days mean. */
function withInstants(content: Content): Content {
  if (!('closesAt' in content)) return content;
  const meant = (name: string): JsonValue =>
    typeof content[name] === 'string' ? momentToInstant(content[name], String(content['timezone'])) : null;
  return {
    ...content,
    opensAtInstant: meant('opensAt'),
    closesAtInstant: meant('closesAt'),
    resolvesByInstant: meant('resolvesBy'),
  };
}

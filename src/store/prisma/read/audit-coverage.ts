/** Rows against records: what was put into the tables, or taken out, past the one place of writing. */
import type { CoverageLine } from '../../store.ts';
import type { Database } from '../transaction.ts';

/** Numbers at a time: a million events counted at once took longer than a statement may. */
const EVENTS = 100_000;
/** Also where a range has no row of them: what an event names there is missing. */
const EDITABLE = ['source', 'forecaster', 'statement', 'question', 'topic', 'entity'];
const BEFORE_ALL = -Number.MAX_SAFE_INTEGER;

/** @param events numbers that are counted at a time */
export async function readCoverage(database: Database, events = EVENTS): Promise<CoverageLine[]> {
  const head = Number((await database.auditHead.findUniqueOrThrow({ where: { id: 1 } })).seq);
  const counted = new Map<string, CoverageLine>();
  // Rows before the first event and behind the last one have none.
  for (let from = BEFORE_ALL, to = events; ; from = to + 1, to += events) {
    const last = to >= head;
    for (const { type, rows, records } of await countRange(
      database,
      from,
      last ? Number.MAX_SAFE_INTEGER : to,
    )) {
      const before = counted.get(type) ?? { type, rows: 0, records: 0 };
      counted.set(type, {
        type,
        rows: before.rows + Number(rows),
        records: before.records + Number(records),
      });
    }
    if (last) break;
  }
  return [...counted.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}

function countRange(database: Database, from: number, to: number) {
  return database.$queryRaw<{ type: string; rows: bigint; records: bigint }[]>`
    WITH stored AS (
      SELECT t.type, (SELECT count(*) FROM revisions WHERE subject_type = t.type AND seq BETWEEN ${from} AND ${to}) AS rows
      FROM unnest(${EDITABLE}::text[]) AS t(type)
      UNION ALL SELECT 'forecast', count(*) FROM forecasts WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'withdrawal', count(*) FROM withdrawals WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'resolution', count(*) FROM resolutions WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'verdict', count(*) FROM verdicts WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'retraction', count(*) FROM retractions WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'merge', count(*) FROM merges WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'redaction', count(*) FROM redactions WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'restatement', count(*) FROM restatements WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'lexicon', count(*) FROM lexicons WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'scores', count(*) FROM (SELECT DISTINCT resolution_id, seq FROM scores WHERE seq BETWEEN ${from} AND ${to}) AS s),
    named AS (
      SELECT r ->> 'type' AS type, count(*) AS records FROM audit_events e, jsonb_array_elements(e.records) AS r
      WHERE e.seq BETWEEN ${from} AND ${to} GROUP BY 1)
    SELECT s.type, s.rows, coalesce(n.records, 0) AS records FROM stored s LEFT JOIN named n ON n.type = s.type`;
}

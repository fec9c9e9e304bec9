/** Rows against records: what was put into the tables, or taken out, past the one place of writing. */
import type { CoverageLine } from '../../store.ts';
import type { Database } from '../transaction.ts';

export async function readCoverage(database: Database): Promise<CoverageLine[]> {
  const rows = await database.$queryRaw<{ type: string; rows: bigint; records: bigint }[]>`
    WITH stored AS (
      SELECT subject_type AS type, count(*) AS rows FROM revisions GROUP BY subject_type
      UNION ALL SELECT 'forecast', count(*) FROM forecasts
      UNION ALL SELECT 'withdrawal', count(*) FROM withdrawals
      UNION ALL SELECT 'resolution', count(*) FROM resolutions
      UNION ALL SELECT 'verdict', count(*) FROM verdicts
      UNION ALL SELECT 'retraction', count(*) FROM retractions
      UNION ALL SELECT 'merge', count(*) FROM merges
      UNION ALL SELECT 'redaction', count(*) FROM redactions
      UNION ALL SELECT 'restatement', count(*) FROM restatements
      UNION ALL SELECT 'lexicon', count(*) FROM lexicons
      UNION ALL SELECT 'scores', count(*) FROM (SELECT DISTINCT resolution_id, seq FROM scores) AS s),
    named AS (
      SELECT r ->> 'type' AS type, count(*) AS records FROM audit_events, jsonb_array_elements(records) AS r GROUP BY 1)
    SELECT s.type, s.rows, coalesce(n.records, 0) AS records FROM stored s LEFT JOIN named n ON n.type = s.type ORDER BY s.type`;
  return rows.map(({ type, rows: stored, records }) => ({
    type,
    rows: Number(stored),
    records: Number(records),
  }));
}

/**
 * The baseline: a bare Fastify on pg that runs the same SQL work and nothing else. No validation,
 * no keys, no contract, no hash chain, no problem documents.
 */
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env['BENCH_URL'],
  max: 10,
  options: '-c synchronous_commit=on -c timezone=UTC',
});
const app = Fastify();

const FORECAST = `SELECT f.id, f.question_id, f.forecaster_id, f.made_at, f.prediction, f.basis, f.note, f.revision, f.recorded_at, f.seq,
    (SELECT json_agg(json_build_object('rule', c.rule, 'value', c.value)) FROM scores c WHERE c.forecast_id = f.id AND c.resolution_id = q.current_resolution_id) AS scores
  FROM forecasts f JOIN questions q ON q.id = f.question_id`;

app.get<{ Params: { id: string } }>('/item/:id', async (request) => {
  const { rows } = await pool.query({
    name: 'item',
    text: `${FORECAST} WHERE f.id = $1`,
    values: [request.params.id],
  });
  return rows[0] as object;
});

app.get<{ Querystring: { topic: string } }>('/list', async (request) => {
  const text = `${FORECAST} LEFT JOIN resolutions r ON r.id = q.current_resolution_id
    WHERE q.id IN (SELECT question_id FROM question_topics qt JOIN topics t ON t.id = qt.topic_id WHERE lower(t.name) = lower($1))
      AND r.state = 'value' ORDER BY f.recorded_at, f.id LIMIT 51`;
  const { rows } = await pool.query({ name: 'list', text, values: [request.query.topic] });
  return { items: rows };
});

app.post<{
  Body: { id: string; questionId: string; forecasterId: string; madeAt: string; probability: number };
}>('/create', async (request) => {
  const { id, questionId, forecasterId, madeAt, probability } = request.body;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({
      name: 'question',
      text: 'SELECT id FROM questions WHERE id = $1 FOR SHARE',
      values: [questionId],
    });
    const head = await client.query<{ seq: string; hash: string; now: Date }>({
      name: 'head',
      text: "SELECT seq, hash, date_trunc('milliseconds', clock_timestamp()) AS now FROM audit_head WHERE id = 1 FOR UPDATE",
    });
    const { seq, hash, now } = head.rows[0] as { seq: string; hash: string; now: Date };
    const next = String(Number(seq) + 1);
    const digest = next.padStart(64, '0');
    await client.query({
      name: 'insert',
      text: `INSERT INTO forecasts (id, question_id, forecaster_id, made_at, prediction, probability, basis, revision, seq, recorded_at, recorded_by, salt, record_sha256)
        VALUES ($1, $2, $3, $4, $5, $6, 'assigned', 1, $7, $8, $1, repeat('0', 32), $9)`,
      values: [
        id,
        questionId,
        forecasterId,
        madeAt,
        JSON.stringify({ probability }),
        probability,
        next,
        now,
        digest,
      ],
    });
    await client.query({
      name: 'event',
      text: `WITH event AS (INSERT INTO audit_events (seq, recorded_at, actor, action, subject_type, subject_id, records, record_sha256, previous_hash, hash)
        VALUES ($1, $2, $3, 'bench', 'forecast', $3, '[]', $4, $5, $4) RETURNING seq)
        UPDATE audit_head SET seq = event.seq, hash = $4, recorded_at = $2 FROM event WHERE id = 1`,
      values: [next, now, id, digest, hash],
    });
    await client.query('COMMIT');
    return { id };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
});

await app.listen({ host: '127.0.0.1', port: Number(process.env['BENCH_PORT']) });
process.send?.('ready');

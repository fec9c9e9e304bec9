/**
 * Snapshots over a session of Postgres. The keys of a reading come from one cursor, sorted once; the
 * rows of some hundred keys are then read at a time, so that memory stays flat on both sides and the
 * first row is there as soon as the first key is.
 */
import type { Verdict } from '../../../domain/claims/verdict.ts';
import type { Resolution } from '../../../domain/resolutions/resolution.ts';
import type { Instant } from '../../../domain/time.ts';
import type {
  Snapshot,
  SnapshotFilters,
  SnapshotItems,
  SnapshotNoun,
  SnapshotQuery,
  Snapshots,
} from '../../snapshots.ts';
import { Prisma } from '../generated/client.ts';
import { conditionsOf, selectForecastersNamed, selectStandingForecasters } from '../read/filter-tables.ts';
import { type ForecastRow, selectForecasts, toForecast } from '../read/forecasts.ts';
import { iso } from '../read/items.ts';
import { inOrder, type ListSource } from '../read/keyset.ts';
import {
  entityList,
  forecasterList,
  forecastList,
  questionList,
  resolutionList,
  scoreList,
  sourceList,
  statementList,
  topicList,
  verdictList,
} from '../read/list-sources.ts';
import { type ScoreRowRead, selectScores, toScore } from '../read/scores.ts';
import {
  selectForecasters,
  selectNames,
  selectQuestions,
  selectSources,
  selectStatements,
  toForecasterItem,
  toNameItem,
  toQuestionItem,
  toSourceItem,
  toStatementItem,
} from './editable-rows.ts';
import { selectResolutions, selectVerdicts, toRecorded } from './evidence-rows.ts';
import { recordTables } from './record-tables.ts';
import { openPool, Places, Session, type SnapshotSettings, snapshotDefaults } from './session.ts';

const { sql } = Prisma;

/** Rows at a time: so few that they are garbage before they grow old (500 took more memory, no less time). */
const BATCH = 200;

/** What a reading is made with. */
interface Reading {
  readonly session: Session;
  readonly tables: Prisma.Sql;
  readonly now: Instant;
}

type Hydrate<Item> = (reading: Reading, keys: readonly string[]) => Promise<readonly Item[]>;

const rowsOf = async <Row extends object>({ session, tables }: Reading, select: Prisma.Sql): Promise<Row[]> =>
  session.rows<Row>(sql`${tables} ${select}`);

const resolutions: Hydrate<Resolution> = async (reading, keys) =>
  (await rowsOf<never>(reading, selectResolutions(keys))).map((row) => toRecorded<Resolution>(row));
const verdicts: Hydrate<Verdict> = async (reading, keys) =>
  (await rowsOf<never>(reading, selectVerdicts(keys))).map((row) => toRecorded<Verdict>(row));

/** What the rows point to, read at once, by id. */
async function related<Item extends { readonly id: string }>(
  reading: Reading,
  hydrate: Hydrate<Item>,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, Item>> {
  const present = ids.filter((id) => id !== null);
  const items = present.length === 0 ? [] : await hydrate(reading, present);
  return new Map(items.map((item) => [item.id, item]));
}

const hydrators: { readonly [Noun in SnapshotNoun]: Hydrate<SnapshotItems[Noun]> } = {
  statements: async (reading, keys) => {
    const rows = await rowsOf<Parameters<typeof toStatementItem>[0]>(reading, selectStatements(keys));
    const byId = await related(
      reading,
      verdicts,
      rows.map((row) => row.verdictId),
    );
    return rows.map((row) => toStatementItem(row, byId, reading.now));
  },
  questions: async (reading, keys) => {
    const rows = await rowsOf<Parameters<typeof toQuestionItem>[0]>(reading, selectQuestions(keys));
    const byId = await related(
      reading,
      resolutions,
      rows.map((row) => row.resolutionId),
    );
    return rows.map((row) => toQuestionItem(row, byId, reading.now));
  },
  forecasts: async (reading, keys) =>
    (await rowsOf<ForecastRow>(reading, selectForecasts(keys))).map(toForecast),
  resolutions,
  verdicts,
  scores: async (reading, keys) => (await rowsOf<ScoreRowRead>(reading, selectScores(keys))).map(toScore),
  forecasters: async (reading, keys) =>
    (await rowsOf<Parameters<typeof toForecasterItem>[0]>(reading, selectForecasters(keys))).map(
      toForecasterItem,
    ),
  sources: async (reading, keys) =>
    (await rowsOf<Parameters<typeof toSourceItem>[0]>(reading, selectSources(keys))).map(toSourceItem),
  topics: async (reading, keys) =>
    (await rowsOf<Parameters<typeof toNameItem>[0]>(reading, selectNames('topics', keys))).map(toNameItem),
  entities: async (reading, keys) =>
    (await rowsOf<Parameters<typeof toNameItem>[0]>(reading, selectNames('entities', keys))).map(toNameItem),
};

const sources: { readonly [Noun in SnapshotNoun]: ListSource<SnapshotFilters[Noun]> } = {
  statements: statementList,
  questions: questionList,
  forecasts: forecastList,
  resolutions: resolutionList,
  scores: scoreList,
  verdicts: verdictList,
  forecasters: forecasterList,
  sources: sourceList,
  topics: topicList,
  entities: entityList,
};

/** What tells the item of a key. */
function keyOf(item: SnapshotItems[SnapshotNoun]): string {
  return 'id' in item ? item.id : `${item.forecastId} ${item.rule} ${item.resolutionId}`;
}

/** In the order of an index, also where the key is a text of several columns. */
function orderOf(
  source: Pick<ListSource<object>, 'sorts' | 'key' | 'keyColumns'>,
  order: SnapshotQuery<SnapshotNoun>['order'],
  now: Instant,
) {
  const direction = Prisma.raw(order === 'newest' ? 'DESC' : 'ASC');
  const columns = (source.keyColumns ?? [source.key]).map(
    ({ expression }) => sql`${expression} ${direction}`,
  );
  const key = Prisma.join(columns);
  if (order === 'nearestDue')
    return sql`abs(extract(epoch FROM q.resolves_by_instant - ${now}::timestamptz)), ${key}`;
  const first = source.sorts['createdAt']?.expression ?? source.key.expression;
  return sql`${first} ${direction}, ${key}`;
}

function where<Noun extends SnapshotNoun>(noun: Noun, query: SnapshotQuery<Noun>, now: Instant): Prisma.Sql {
  const source = sources[noun];
  const conditions = [...source.always, ...conditionsOf<object>(source.filters as never, query.filter, now)];
  if (!query.includeRetracted && source.notRetracted) conditions.push(source.notRetracted);
  if (query.order === 'nearestDue') conditions.push(sql`q.resolves_by_instant IS NOT NULL`);
  return conditions.length === 0 ? sql`true` : Prisma.join(conditions, ' AND ');
}

class SessionSnapshot implements Snapshot {
  readonly seq: number;
  readonly at: Instant;
  readonly #reading: Reading;
  #cursors = 0;

  constructor(session: Session, seq: number, at: Instant, tables: Prisma.Sql) {
    this.seq = seq;
    this.at = at;
    this.#reading = { session, tables, now: at };
  }

  get lost(): AbortSignal {
    return this.#reading.session.lost;
  }

  async forecastersNamed(name: string) {
    return rowsOf<{ id: string; name: string; affiliation: string | null }>(
      this.#reading,
      sql`SELECT id, name, affiliation FROM forecasters WHERE id IN (${selectForecastersNamed(name)})`,
    );
  }

  async standingForecasters(ids: readonly string[]): Promise<readonly string[]> {
    const rows = await rowsOf<{ id: string }>(this.#reading, selectStandingForecasters(ids));
    return rows.map(({ id }) => id);
  }

  async count<Noun extends SnapshotNoun>(noun: Noun, query: SnapshotQuery<Noun>): Promise<number> {
    const rows = await rowsOf<{ count: number }>(
      this.#reading,
      sql`SELECT count(*) AS count FROM ${sources[noun].from} WHERE ${where(noun, query, this.at)}`,
    );
    return rows[0]?.count ?? 0;
  }

  async *read<Noun extends SnapshotNoun>(
    noun: Noun,
    query: SnapshotQuery<Noun>,
  ): AsyncGenerator<readonly SnapshotItems[Noun][]> {
    const { session, tables } = this.#reading;
    const source = sources[noun];
    const cursor = `keys_${++this.#cursors}`;
    const select = sql`DECLARE ${Prisma.raw(cursor)} NO SCROLL CURSOR FOR ${tables} SELECT ${source.key.expression}::text AS key
      FROM ${source.from} WHERE ${where(noun, query, this.at)} ORDER BY ${orderOf(source as never, query.order, this.at)}`;
    await session.rows(query.limit === undefined ? select : sql`${select} LIMIT ${query.limit}`);
    for (;;) {
      const rows = await session.run<{ key: string }>(`FETCH FORWARD ${BATCH} FROM ${cursor}`);
      const keys = rows.map((row) => row.key);
      if (keys.length > 0)
        yield inOrder(keys, await hydrators[noun](this.#reading, keys), keyOf) as SnapshotItems[Noun][];
      if (keys.length < BATCH) break;
    }
    await session.run(`CLOSE ${cursor}`);
  }

  async items<Noun extends SnapshotNoun>(noun: Noun, ids: readonly string[]) {
    return ids.length === 0 ? [] : hydrators[noun](this.#reading, [...new Set(ids)]);
  }

  async recordedAt(seqs: readonly number[]): Promise<ReadonlyMap<number, Instant>> {
    const rows = await this.#reading.session.rows<{ seq: number; recordedAt: Date }>(
      sql`SELECT seq, recorded_at AS "recordedAt" FROM audit_events WHERE seq = ANY(${[...new Set(seqs)]}::bigint[])`,
    );
    return new Map(rows.map((row) => [row.seq, iso(row.recordedAt)]));
  }

  close(): Promise<void> {
    return this.#reading.session.close();
  }
}

/** Before the first event there is nothing, and this is when. */
const BEFORE_ALL = '1970-01-01T00:00:00.000Z';

export function openSnapshots(settings: SnapshotSettings): Snapshots {
  const { sessions, waitMs, lifeMs } = { ...snapshotDefaults, ...settings };
  const pool = openPool(settings);
  const places = new Places(sessions, waitMs);
  return {
    async open(asOf) {
      const session = await Session.begin(pool, places, lifeMs);
      try {
        const [head] = await session.rows<{ seq: number; now: Date }>(
          sql`SELECT seq, clock_timestamp() AS now FROM audit_head WHERE id = 1`,
        );
        if (head === undefined) throw new Error('the record has no head');
        if (asOf === null) return new SessionSnapshot(session, head.seq, iso(head.now), Prisma.empty);
        const [event] = await session.rows<{ at: Date }>(
          sql`SELECT recorded_at AS at FROM audit_events WHERE seq = ${asOf}`,
        );
        const at = event === undefined ? BEFORE_ALL : iso(event.at);
        return new SessionSnapshot(session, asOf, at, recordTables(asOf));
      } catch (error) {
        await session.close();
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

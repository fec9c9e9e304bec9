/** A unit of writing over one transaction. */
import type { Prediction } from '../../domain/questions/prediction-fields.ts';
import type { Instant } from '../../domain/time.ts';
import type { Reader, Receipt } from '../store.ts';
import type { LastVersion, StoredForecast, Unit, Write } from '../unit.ts';
import type { UnitWriter } from './append/event.ts';
import { Prisma } from './generated/client.ts';
import { holdAll } from './hold.ts';
import { iso } from './read/items.ts';
import { makeReader } from './read/reader.ts';
import { readOutcomeKnownAt, readRepeated, readRetractedUnder } from './read/standing.ts';
import { groundOfForecastStands } from './read/what-stands.ts';
import { selectRedaction } from './snapshot/redaction-mark.ts';
import type { Transaction } from './transaction.ts';

const TABLES = {
  source: Prisma.sql`sources`,
  forecaster: Prisma.sql`forecasters`,
  statement: Prisma.sql`statements`,
  question: Prisma.sql`questions`,
  topic: Prisma.sql`topics`,
  entity: Prisma.sql`entities`,
  apiKey: Prisma.sql`api_keys`,
};

/** A unit as the store has it, which closes it. */
export interface OpenUnit extends Unit {
  /** Makes what is planned and appends the event; null when nothing was written. */
  close(): Promise<Receipt | null>;
}

export function makeUnit(transaction: Transaction, writer: UnitWriter, now: Instant): OpenUnit {
  const writes: Write[] = [];
  const { now: _clock, ...reader }: Reader = makeReader(transaction, () => Promise.resolve(now));

  let mayHold = true;
  /** Names as the database folds them, and what stands or is planned under each folding. */
  const namesOf = {
    topic: { folded: new Map<string, string>(), standing: new Map<string, string | null>() },
    entity: { folded: new Map<string, string>(), standing: new Map<string, string | null>() },
  };

  /** Those that were not looked up before. */
  async function lookUp(type: 'topic' | 'entity', names: readonly string[]): Promise<void> {
    const { folded, standing } = namesOf[type];
    const unknown = [...new Set(names)].filter((name) => !folded.has(name));
    if (unknown.length === 0) return;
    const rows = await transaction.$queryRaw<{ asked: string; folded: string; standing: string | null }[]>`
        SELECT asked.name AS asked, lower(asked.name) AS folded, coalesce(m.name, n.name) AS standing
        FROM unnest(${unknown}::text[]) AS asked(name)
        LEFT JOIN ${TABLES[type]} n ON lower(n.name) = lower(asked.name)
        LEFT JOIN ${TABLES[type]} m ON m.id = n.merged_into_id`;
    for (const row of rows) {
      folded.set(row.asked, row.folded);
      if (!standing.has(row.folded)) standing.set(row.folded, row.standing);
    }
  }

  return {
    ...reader,
    now,
    append: (write) => void writes.push(write),

    async hold(named) {
      if (!mayHold) throw new Error('a unit holds what it needs at once, and before it writes');
      mayHold = false;
      await holdAll(transaction, named);
    },

    async present(type, ids) {
      if (ids.length === 0) return [];
      const rows = await transaction.$queryRaw<{ id: string }[]>`
        SELECT id FROM ${TABLES[type]} WHERE id = ANY(${[...ids]}::uuid[])`;
      return rows.map((row) => row.id);
    },

    async flush() {
      mayHold = false;
      await writer.flush(writes);
    },

    close: () => writer.close(writes),

    async lastVersions(ids) {
      const rows = await transaction.$queryRaw<({ id: string } & LastVersion)[]>`
        SELECT v.*, ${selectRedaction(Prisma.sql`v.id`)} FROM (
          SELECT DISTINCT ON (subject_id) subject_id AS id, version, content, recorded_by AS "recordedBy"
          FROM revisions WHERE subject_id = ANY(${[...ids]}::uuid[]) ORDER BY subject_id, version DESC) AS v`;
      return new Map(rows.map(({ id, ...version }) => [id, version]));
    },

    async dependants(questionId) {
      const rows = await transaction.$queryRaw<{ id: string }[]>`
        WITH RECURSIVE tree AS (
          SELECT id FROM questions WHERE condition_question_id = ${questionId}::uuid
          UNION SELECT q.id FROM questions q JOIN tree ON q.condition_question_id = tree.id)
        SELECT id FROM tree ORDER BY id`;
      return rows.map((row) => row.id);
    },

    async parentOf(type, id) {
      if (type === 'verdict') {
        const verdict = await transaction.verdict.findUnique({
          where: { id },
          select: { statementId: true },
        });
        return verdict?.statementId ?? null;
      }
      const resolution = await transaction.resolution.findUnique({
        where: { id },
        select: { questionId: true },
      });
      return resolution?.questionId ?? null;
    },

    retractedUnder: (statementIds) => readRetractedUnder(transaction, statementIds),
    repeated: (statementIds) => readRepeated(transaction, statementIds),
    outcomeKnownAt: (resolutionId) => readOutcomeKnownAt(transaction, resolutionId),

    async forecastsOf(questionId) {
      const rows = await transaction.forecast.findMany({
        where: { questionId },
        include: { supersededBy: { select: { id: true } } },
        orderBy: [{ seq: 'asc' }, { id: 'asc' }],
      });
      const marks = await transaction.$queryRaw<{ id: string; retracted: boolean; stands: boolean }[]>`
        SELECT f.id, x.id IS NOT NULL AS retracted, ${groundOfForecastStands} AS stands
        FROM forecasts f JOIN questions q ON q.id = f.question_id
        LEFT JOIN retractions x ON x.subject_type = 'forecast' AND x.subject_id = f.id
        WHERE f.question_id = ${questionId}::uuid`;
      const marksOf = new Map(marks.map((mark) => [mark.id, mark]));
      return rows.map(
        ({
          id,
          forecasterId,
          statementId,
          madeAt,
          prediction,
          basis,
          note,
          revision,
          supersedesId,
          reason,
          supersededBy,
          recordedAt,
        }): StoredForecast => ({
          id,
          questionId,
          forecasterId,
          statementId,
          madeAt: iso(madeAt),
          prediction: prediction as Prediction,
          basis,
          note,
          revision,
          supersedesId,
          reason,
          superseded: supersededBy !== null,
          retracted: marksOf.get(id)?.retracted ?? false,
          groundStands: marksOf.get(id)?.stands ?? true,
          recordedAt: iso(recordedAt),
        }),
      );
    },

    async firstForecasts(of) {
      const rows = await transaction.$queryRaw<{ at: number; id: string }[]>`
        SELECT asked.at::int AS at, f.id
        FROM unnest(${of.map(({ questionId }) => questionId)}::uuid[],
          ${of.map(({ forecasterId }) => forecasterId)}::uuid[],
          ${of.map(({ madeAt }) => madeAt)}::timestamptz[]) WITH ORDINALITY AS asked(question_id, forecaster_id, made_at, at)
        JOIN forecasts f USING (question_id, forecaster_id, made_at)
        WHERE f.supersedes_id IS NULL`;
      const found = new Map(rows.map(({ at, id }) => [at - 1, id]));
      return of.map((_, at) => found.get(at) ?? null);
    },

    async standingNames(type, names) {
      const rows = await transaction.$queryRaw<{ asked: string; id: string; merged: boolean }[]>`
        SELECT asked.name AS asked, n.id, n.merged_into_id IS NOT NULL AS merged
        FROM unnest(${[...names]}::text[]) AS asked(name) JOIN ${TABLES[type]} n ON lower(n.name) = lower(asked.name)`;
      return new Map(rows.map(({ asked, ...row }) => [asked, row]));
    },

    lookUpNames: (type, names) => lookUp(type, names),

    async ensureNames(type, names, newId) {
      await lookUp(type, names);
      const { folded, standing } = namesOf[type];
      return [
        ...new Set(
          names.map((name) => {
            const key = folded.get(name) ?? name;
            const known = standing.get(key) ?? null;
            if (known !== null) return known;
            standing.set(key, name);
            writes.push({ type, id: newId(), version: 1, content: { name, kind: null } });
            return name;
          }),
        ),
      ];
    },
  };
}

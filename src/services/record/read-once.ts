/** A unit that has read what many rows stand on, so that each of them need not. */
import type { Shelf } from '../../store/store.ts';
import type { Unit } from '../../store/unit.ts';

/** Ids that rows name, repeated or not. */
export interface NamedThings {
  readonly questions?: readonly string[];
  readonly forecasters?: readonly string[];
  readonly statements?: readonly string[];
  /** Statements of which only is asked whether they stand. */
  readonly origins?: readonly string[];
}

/**
 * The unit, its questions, forecasters and statements read at once, and its lexicons when they are first listed. The unit holds them, and what is
 * planned in it shows in none of them. What is not named is read as ever; so are the times of outcomes, each once.
 */
export async function readOnce(unit: Unit, named: NamedThings): Promise<Unit> {
  const questions = await shelfOf(unit.questions, named.questions);
  const origins = new Set(named.origins);
  for (const id of named.questions ?? []) {
    const origin = (await questions.get(id))?.statementId ?? null;
    if (origin !== null) origins.add(origin);
  }
  return {
    ...unit,
    ...(await standingOf(unit, [...origins, ...(named.statements ?? [])])),
    outcomeKnownAt: once(unit.outcomeKnownAt),
    questions,
    forecasters: await shelfOf(unit.forecasters, named.forecasters),
    statements: await shelfOf(unit.statements, named.statements),
    lexicons: listedOnce(unit.lexicons),
  };
}

async function shelfOf<Item extends { readonly id: string }, Filter>(
  shelf: Shelf<Item, Filter>,
  ids: readonly string[] = [],
): Promise<Shelf<Item, Filter>> {
  const distinct = [...new Set(ids)];
  const items = distinct.length === 0 ? [] : await shelf.some(distinct);
  const byId = new Map<string, Item | null>(distinct.map((id) => [id, null]));
  for (const item of items) byId.set(item.id, item);
  return {
    ...shelf,
    get: async (id) => {
      const known = byId.get(id);
      return known === undefined ? shelf.get(id) : known;
    },
  };
}

/** Which of the statements there are, and which rest on something retracted. */
async function standingOf(
  unit: Unit,
  statementIds: readonly string[],
): Promise<Pick<Unit, 'present' | 'retractedUnder'>> {
  const asked = new Set(statementIds);
  const there = new Set(await unit.present('statement', [...asked]));
  const retracted = await unit.retractedUnder([...there]);
  const isKnown = (ids: readonly string[]) => ids.every((id) => asked.has(id));
  return {
    present: async (type, ids) =>
      type === 'statement' && isKnown(ids) ? ids.filter((id) => there.has(id)) : unit.present(type, ids),
    retractedUnder: async (ids) => (isKnown(ids) ? retracted : unit.retractedUnder(ids)),
  };
}

function once<Value>(read: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (id) => {
    const value = known.get(id) ?? read(id);
    known.set(id, value);
    return value;
  };
}

function listedOnce<Item, Filter>(shelf: Shelf<Item, Filter>): Shelf<Item, Filter> {
  const pages = new Map<string, ReturnType<Shelf<Item, Filter>['list']>>();
  return {
    ...shelf,
    list: (query) => {
      const key = JSON.stringify(query);
      const page = pages.get(key) ?? shelf.list(query);
      pages.set(key, page);
      return page;
    },
  };
}

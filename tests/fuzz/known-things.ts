/** What the service is known to hold: the ids that make a request reach a deep state. */
import type { Dice } from './dice.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Item = { readonly id: string } & Readonly<Record<string, Json>>;

const KEPT = 150;

/** Those that have a list of their own. */
export const listed = [
  'sources',
  'forecasters',
  'statements',
  'questions',
  'forecasts',
  'topics',
  'entities',
  'lexicons',
  'keys',
] as const;
/** With what is said of another thing, and listed below it. */
export const plurals = [...listed, 'resolutions', 'verdicts'] as const;
export type Plural = (typeof plurals)[number];

/** Which things an id field names. */
const PLURAL_OF_FIELD: Readonly<Record<string, Plural>> = {
  sourceId: 'sources',
  forecasterId: 'forecasters',
  forecasterIds: 'forecasters',
  statementId: 'statements',
  questionId: 'questions',
  forecastId: 'forecasts',
  supersedesId: 'forecasts',
};

export class KnownThings {
  readonly #items = new Map<Plural, Item[]>(plurals.map((plural) => [plural, []]));
  readonly #cursors = new Map<string, string>();

  /** Remembers what an answer shows. */
  learn(path: string, query: string, body: unknown): void {
    const plural = (/^\/v1\/\w+\/[\w-]+\/(resolutions|verdicts)$/.exec(path)?.[1] ??
      /^\/v1\/(\w+)/.exec(path)?.[1]) as Plural | undefined;
    if (plural === undefined || !this.#items.has(plural) || typeof body !== 'object' || body === null) return;
    const { items, nextCursor, id } = body as { items?: Item[]; nextCursor?: string | null; id?: unknown };
    if (Array.isArray(items) && path === `/v1/${plural}`) {
      for (const item of items) this.#keep(plural, item);
      if (typeof nextCursor === 'string') this.#cursors.set(`${path}?${query}`, nextCursor);
    } else if (
      typeof id === 'string' &&
      /^\/v1\/\w+(\/[\w-]+)?(\/(retraction|merge|withdrawal|rotation|resolutions|verdicts))?$/.test(path)
    ) {
      this.#keep(plural, body as Item);
    }
  }

  #keep(plural: Plural, item: Item): void {
    const items = this.#items.get(plural) ?? [];
    const at = items.findIndex(({ id }) => id === item.id);
    if (at >= 0) items[at] = item;
    else items.push(item);
    if (items.length > KEPT) items.shift();
  }

  items(plural: Plural): readonly Item[] {
    return this.#items.get(plural) ?? [];
  }

  /** One that stands: not retracted, not merged into another. */
  standing(plural: Plural, dice: Dice, wanted: (item: Item) => boolean = () => true): Item | undefined {
    const fit = this.items(plural).filter(
      (item) => item['retraction'] == null && item['mergedIntoId'] == null && wanted(item),
    );
    return dice.pick(fit);
  }

  idForField(field: string, dice: Dice): string {
    const plural = PLURAL_OF_FIELD[field];
    const item = plural === undefined ? undefined : this.standing(plural, dice);
    return item?.id ?? dice.uuid();
  }

  /** A list that has a next page: its path and query, and the cursor. */
  nextPage(path: string, dice: Dice): { query: string; cursor: string } | undefined {
    const fit = [...this.#cursors].filter(([key]) => key.startsWith(`${path}?`));
    const found = dice.pick(fit);
    return found && { query: found[0].slice(path.length + 1), cursor: found[1] };
  }
}

/** Lists: their query fields, their answer with `nextCursor` and `Link`, and the way between. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ListQuery, Page } from '../store/store.ts';
import { cursorBinding, readCursor, writeCursor } from './cursor.ts';
import { queryText } from './input/query-string.ts';
import { anyOfChoices, integerWithDefault, textParameter } from './query-fields.ts';
import type { Answer, RouteRequest } from './route.ts';

/**
 * Query of a list: its filters, and `limit`, `cursor`, `sort`, `include`.
 * @param sorts fields it can be sorted by; the first is the default. `-` descends.
 * @param includes what `include` may ask for beside `total`.
 */
export function listQuery<
  Filters extends z.ZodRawShape,
  const Includes extends readonly string[] = readonly [],
>(filters: Filters, sorts: readonly [string, ...string[]], includes?: Includes) {
  const directions = sorts.flatMap((sort) => [sort, `-${sort}`]);
  const extras = ['total', ...(includes ?? [])] as ['total', ...Includes[number][]];
  return z.strictObject({
    ...filters,
    limit: integerWithDefault(1, 200, 50).describe('Rows a page.'),
    cursor: textParameter(2000).describe(
      '`nextCursor` of the page before, with the same filters and sort. Which rows there are, and their order, stays that of the first page.',
    ),
    sort: z.enum(directions).default(sorts[0]).describe('`-` descends.'),
    include: anyOfChoices(extras).describe(
      `\`total\` counts to 10,000 (\`totalIsLowerBound\` beyond).${includes?.includes('counts') === true ? ' `counts` gives each item the number of what hangs on it.' : ''}${includes?.includes('retracted') === true ? ' `retracted` lists too what was retracted, and what rests on something retracted.' : ''}`,
    ),
  });
}

/** Answer of a list of the items; `name` is its component in the OpenAPI document. */
export function listAnswer<Item extends z.ZodType>(name: string, item: Item) {
  const schema = z
    .strictObject({
      items: z.array(item),
      nextCursor: z.string().nullable().describe('Null on the last page.'),
      total: z.int().exactOptional().describe('With `include=total`.'),
      totalIsLowerBound: z
        .boolean()
        .exactOptional()
        .describe('With `include=total`: there are more than were counted.'),
    })
    .meta({ id: name });
  const headers = {
    Link: { description: 'The next page, `rel="next"` (RFC 8288); absent on the last one.' },
  };
  return { description: 'A page of the list.', schema, headers } satisfies Answer;
}

/** The item as it stands in a list that may be asked for counts. */
export function countedItem<Item extends z.ZodRawShape, Counted extends z.ZodObject>(
  name: string,
  item: z.ZodObject<Item, z.core.$strict>,
  counts: Counted,
) {
  return item
    .extend({ counts: counts.exactOptional().describe('With `include=counts`.') })
    .meta({ id: name, description: 'An item of a list, with its counts where they are asked for.' });
}

interface ListFields {
  readonly limit: number;
  readonly cursor?: string;
  readonly sort: string;
  readonly include?: readonly string[];
}
export type FilterOf<Query> = Omit<Query, keyof ListFields>;

export interface ListAnswer<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total?: number;
  readonly totalIsLowerBound?: boolean;
}

/** Counts of the items of a page, by their ids. */
type CountsByIds<Counted> = (ids: readonly string[]) => Promise<ReadonlyMap<string, Counted>>;

/** Reads the page that the query asks for, and answers it with its cursor and `Link`. */
export async function answerPage<Query extends ListFields, Item>(
  request: RouteRequest<unknown, Query, unknown, unknown>,
  reply: FastifyReply,
  read: (asked: ListQuery<FilterOf<Query>>) => Promise<Page<Item>>,
): Promise<ListAnswer<Item>>;
export async function answerPage<Query extends ListFields, Item extends { readonly id: string }, Counted>(
  request: RouteRequest<unknown, Query, unknown, unknown>,
  reply: FastifyReply,
  read: (asked: ListQuery<FilterOf<Query>>) => Promise<Page<Item>>,
  count: CountsByIds<Counted>,
): Promise<ListAnswer<Item & { readonly counts?: Counted }>>;
export async function answerPage<Query extends ListFields, Item extends { readonly id: string }, Counted>(
  request: RouteRequest<unknown, Query, unknown, unknown>,
  reply: FastifyReply,
  read: (asked: ListQuery<FilterOf<Query>>) => Promise<Page<Item>>,
  count?: CountsByIds<Counted>,
): Promise<ListAnswer<Item & { readonly counts?: Counted }>> {
  const { limit, cursor, sort, include = [], ...filter } = request.query;
  const binding = cursorBinding(
    `${request.operation} ${JSON.stringify(request.params)}`,
    [filter, include.includes('retracted')],
    sort,
  );
  const page = await read({
    filter: filter as FilterOf<Query>,
    sort: { field: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
    limit,
    after: cursor === undefined ? null : readCursor(cursor, binding),
    includeTotal: include.includes('total'),
    includeRetracted: include.includes('retracted'),
  });
  const nextCursor = page.next === null ? null : writeCursor(page.next, binding);
  if (nextCursor !== null) reply.header('Link', `<${nextTarget(request.target, nextCursor)}>; rel="next"`);
  const totals =
    page.total === null ? {} : { total: page.total.count, totalIsLowerBound: page.total.isLowerBound };
  const counts = include.includes('counts') ? await count?.(page.items.map(({ id }) => id)) : undefined;
  const items = page.items.map((item) => withCounts(item, counts?.get(item.id)));
  return { items, nextCursor, ...totals };
}

function withCounts<Item extends object, Counted>(
  item: Item,
  counts: Counted | undefined,
): Item & { readonly counts?: Counted } {
  return counts === undefined ? item : { ...item, counts };
}

/** The same address with another cursor: all filters stay. */
function nextTarget(target: string, cursor: string): string {
  const parts = queryText(target)
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('cursor='));
  return `${target.split('?', 1)[0]}?${[...parts, `cursor=${cursor}`].join('&')}`;
}

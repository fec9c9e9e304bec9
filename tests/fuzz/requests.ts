/** Requests that the contract allows, made from its operations. */
import type { OpenAPIV3_1 } from 'openapi-types';
import type { Dice } from './dice.ts';
import type { Item, Json, KnownThings, Plural } from './known-things.ts';
import { plurals } from './known-things.ts';
import { pastInstant, type Schema, SchemaValues } from './schema-values.ts';
import { text } from './texts.ts';
import { type Fields, fits, outcomeFor } from './valid-bodies.ts';

/** A request as it will be sent, byte by byte. */
export interface FuzzRequest {
  readonly operation: string;
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: none. A Buffer is sent as it is. */
  readonly body: Json | Buffer | undefined;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

export interface Operation {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly contents: Readonly<Record<string, { readonly schema?: Schema }>>;
  readonly answers: readonly string[];
  readonly weight: number;
}

/** Whole walks over the record, which grow with it, are asked less often. */
const HEAVY = /reports|trail|verification|exports|metrics|feeds/;

/** More is made than is taken away, so that there is always something standing. */
function weightOf(method: string, path: string): number {
  if (HEAVY.test(path) || /retraction|merge|redaction/.test(path)) return 1;
  return method === 'get' ? 3 : path.includes('{id}') ? 4 : 10;
}

export function operationsOf(document: OpenAPIV3_1.Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).flatMap(([method, found]) => {
      if (!['get', 'post', 'put', 'patch', 'delete'].includes(method)) return [];
      const { parameters = [], requestBody, responses = {} } = found as OpenAPIV3_1.OperationObject;
      const contents = (requestBody as OpenAPIV3_1.RequestBodyObject | undefined)?.content ?? {};
      return [
        {
          key: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          parameters: parameters as Parameter[],
          contents: contents as Operation['contents'],
          answers: Object.keys(responses),
          weight: weightOf(method, path),
        },
      ];
    }),
  );
}

export class Requests {
  readonly #values: SchemaValues;
  readonly #known: KnownThings;
  readonly #readEtag: (path: string) => Promise<{ etag: string; item: Json } | undefined>;

  /** @param readEtag the strong tag of an item as it stands, and the item */
  constructor(
    document: OpenAPIV3_1.Document,
    known: KnownThings,
    readEtag: (path: string) => Promise<{ etag: string; item: Json } | undefined>,
  ) {
    this.#values = new SchemaValues(document, known);
    this.#known = known;
    this.#readEtag = readEtag;
  }

  /** A request that should be accepted, if the record allows it. */
  async valid(operation: Operation, dice: Dice): Promise<FuzzRequest> {
    const subject = this.#subject(operation, dice);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(this.#pathValue(operation, name, subject, dice)),
    );
    const headers: Record<string, string> = {};
    let body = this.#body(operation, dice, headers);
    if (
      operation.parameters.some((one) => one.name === 'If-Match' && one.required === true) &&
      subject !== undefined
    ) {
      const seen = await this.#readEtag(`/v1/${pluralOf(operation.path)}/${subject.id}`);
      if (seen !== undefined) headers['If-Match'] = seen.etag;
    }
    if (operation.parameters.some((one) => one.name === 'Idempotency-Key') && dice.chance(0.3))
      headers['Idempotency-Key'] = `fuzz-${dice.uuid()}`;
    if (!Buffer.isBuffer(body) && body !== undefined)
      body = await this.#fit(operation, subject, body as Fields, headers, dice);
    return {
      operation: operation.key,
      method: operation.method,
      path,
      query: this.#query(operation, dice),
      headers,
      body,
    };
  }

  /** The thing that the path names; one that the operation can still do something to. */
  #subject(operation: Operation, dice: Dice): Item | undefined {
    const plural = pluralOf(operation.path);
    if (plural === undefined || !operation.path.includes('{id}')) return undefined;
    if (operation.path.endsWith('/verdicts') && operation.method === 'POST')
      return this.#known.standing(plural, dice, (item) => item['kind'] === 'claim');
    if (plural === 'sources' && operation.path.endsWith('/text')) {
      const kept = operation.method === 'GET';
      return this.#known.standing(plural, dice, (item) =>
        kept ? item['hasText'] === true : item['textSha256'] === null,
      );
    }
    if (plural === 'keys')
      return this.#known.standing(plural, dice, (item) => String(item['name']).startsWith('fuzz'));
    return this.#known.standing(plural, dice);
  }

  #pathValue(operation: Operation, name: string, subject: Item | undefined, dice: Dice): string {
    if (name === 'id') return subject?.id ?? dice.uuid();
    const schema = operation.parameters.find((one) => one.name === name && one.in === 'path')?.schema ?? {};
    if (name === 'seq') return String(dice.integer(1, 60));
    if (name === 'key') return dice.pick(['brier', 'log_score', 'crps']);
    return String(this.#values.value(schema, name, dice));
  }

  #body(operation: Operation, dice: Dice, headers: Record<string, string>): Json | Buffer | undefined {
    const [type, content] = Object.entries(operation.contents)[0] ?? [];
    if (type === undefined) return undefined;
    headers['Content-Type'] = type;
    if (type !== 'application/json') return Buffer.from(text(dice, 500));
    return this.#values.value(content?.schema ?? {}, 'body', dice);
  }

  async #fit(
    operation: Operation,
    subject: Item | undefined,
    body: Fields,
    headers: Record<string, string>,
    dice: Dice,
  ): Promise<Json> {
    if (operation.path.endsWith('/redaction')) return body;
    if (/\/resolutions(\/preview)?$/.test(operation.path) && subject !== undefined)
      return this.#resolution(subject, body, headers, dice);
    if (operation.path.endsWith('/verdicts') && subject !== undefined)
      return this.#verdict(subject, body, headers);
    if (operation.key === 'POST /v1/forecasts' && dice.chance(0.2))
      return this.#forecastCorrection(body, headers, dice);
    if (operation.path.endsWith('/merge')) {
      const plural = pluralOf(operation.path) as Plural;
      return {
        ...body,
        intoId: this.#known.standing(plural, dice, ({ id }) => id !== subject?.id)?.id ?? dice.uuid(),
      };
    }
    if (operation.path.endsWith('/withdrawal'))
      return { ...body, withdrawnAt: dice.chance(0.5) ? null : (subject?.['madeAt'] ?? null) };
    if (operation.key === 'POST /v1/keys') {
      const key = { ...body, name: `fuzz ${dice.uuid()}` };
      return fits[operation.key]?.(key, dice, this.#known) ?? key;
    }
    return fits[operation.key]?.(body, dice, this.#known) ?? body;
  }

  async #resolution(subject: Item, body: Fields, headers: Record<string, string>, dice: Dice): Promise<Json> {
    const seen = await this.#readEtag(`/v1/questions/${subject.id}`);
    const question = (seen?.item ?? subject) as Item;
    const standing = question['resolution'] as Item | null | undefined;
    const outcome = standing != null && dice.chance(0.2) ? { reopened: true } : outcomeFor(question, dice);
    const fit = {
      ...body,
      outcome,
      knownAt: dice.pick(['2024-06-01', '2025-02-03T04:05:06Z']),
      evidence: [evidence(dice)],
    };
    if (standing == null) return { ...fit, supersedesId: null, reason: null };
    if (seen !== undefined) headers['If-Match'] = seen.etag;
    return { ...fit, supersedesId: standing.id, reason: 'It was wrong.' };
  }

  async #verdict(subject: Item, body: Fields, headers: Record<string, string>): Promise<Json> {
    const seen = await this.#readEtag(`/v1/statements/${subject.id}`);
    const standing = (seen?.item as Item | undefined)?.['verdict'] as Item | null | undefined;
    const fit = { ...body, knownAt: null, evidence: [evidence()] };
    if (standing == null) return { ...fit, supersedesId: null, reason: null };
    if (seen !== undefined) headers['If-Match'] = seen.etag;
    return { ...fit, supersedesId: standing.id, reason: 'It was wrong.' };
  }

  async #forecastCorrection(body: Fields, headers: Record<string, string>, dice: Dice): Promise<Json> {
    const forecast = this.#known.standing('forecasts', dice, (item) => item['supersededById'] === null);
    const seen = forecast && (await this.#readEtag(`/v1/forecasts/${forecast.id}`));
    if (seen === undefined) return fits['POST /v1/forecasts']?.(body, dice, this.#known) ?? body;
    headers['If-Match'] = seen.etag;
    const { questionId, forecasterId, madeAt, prediction, id } = seen.item as unknown as Record<string, Json>;
    const kept = { questionId, forecasterId, madeAt, prediction } as Fields;
    return {
      ...kept,
      basis: 'assigned',
      statementId: null,
      supersedesId: id ?? null,
      reason: 'It was captured wrongly.',
    };
  }

  #query(operation: Operation, dice: Dice): [string, string][] {
    const next =
      operation.method === 'GET' && dice.chance(0.15)
        ? this.#known.nextPage(operation.path, dice)
        : undefined;
    if (next !== undefined) return [...pairsOf(next.query), ['cursor', next.cursor]];
    const pairs: [string, string][] = [];
    if (operation.path.endsWith('/head-to-head')) {
      const ids = this.#known.items('forecasters').map(({ id }) => id);
      pairs.push(['forecasterId', dice.pick(ids) ?? ''], ['forecasterId', dice.pick(ids) ?? '']);
    }
    for (const { name, required, schema = {} } of operation.parameters.filter((one) => one.in === 'query')) {
      if (
        name === 'cursor' ||
        name === 'format' ||
        pairs.some(([given]) => given === name) ||
        (required !== true && !dice.chance(0.12))
      )
        continue;
      const value = special(name, dice) ?? this.#values.value(schema, name, dice, 2);
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== null) pairs.push([name, String(one)]);
    }
    return pairs;
  }
}

/** Parameters whose meaning the schema does not tell. */
function special(name: string, dice: Dice): Json | undefined {
  if (name === 'asOf') return dice.chance(0.5) ? dice.integer(1, 20) : pastInstant(dice);
  if (name === 'knownBy') return pastInstant(dice);
  if (name === 'baseline') return dice.pick(['uniform', 'baseRate', 'crowd']);
  if (name === 'knownSeq' || name === 'knownHash') return [];
  if (name === 'from') return dice.integer(1, 60);
  return undefined;
}

function pairsOf(query: string): [string, string][] {
  return [...new URLSearchParams(query)];
}

export function pluralOf(path: string): Plural | undefined {
  const name = /^\/v1\/(\w+)/.exec(path)?.[1];
  if (name === 'predictions') return 'forecasts';
  return plurals.find((plural) => plural === name);
}

function evidence(dice?: Dice): Fields {
  return {
    url: 'https://example.org/filing',
    tier: 'primary',
    fact: dice === undefined ? 'It says so.' : text(dice, 200),
  };
}

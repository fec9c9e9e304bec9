/** From the contract: requests that the service accepts, of which every value is marked once. */
import type { OpenAPIV3_1 } from 'openapi-types';
import { Dice } from '../../fuzz/dice.ts';
import { type Item, type Json, KnownThings, listed } from '../../fuzz/known-things.ts';
import { type FuzzRequest, type Operation, operationsOf, Requests } from '../../fuzz/requests.ts';
import { MARK, type MarkedRequest } from './sqlmap.ts';

export interface InjectionTarget {
  readonly operation: string;
  /** What is marked, e.g. `query topic`, `body options[].label`. */
  readonly marked: readonly string[];
  readonly request: MarkedRequest;
  /** What the service answered before anything was marked. */
  readonly status: number;
  /** The item whose tag the request's If-Match was. */
  readonly taggedPath: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly etag: string | null;
}

/** Of each query parameter that many are accepted before the one with the longest answer is taken. */
const WANTED = 4;
const TRIES = 40;
/** What can be done once to each thing, of which there are few. */
const ONCE = /\/(retraction|merge|redaction|withdrawal|rotation)$/;
const ONCE_TRIES = 6;

/** Marks in one request: sqlmap is slow where a long body has many. */
const MOST_MARKS = 6;
const IDEMPOTENCY = 'header Idempotency-Key';

/** Nearly every optional field and parameter is given. */
class EagerDice extends Dice {
  override chance(probability: number): boolean {
    return super.chance(Math.max(probability, 0.75));
  }
}

export class InjectionTargets {
  readonly #address: string;
  readonly #key: string;
  readonly #known = new KnownThings();
  readonly #requests: Requests;
  readonly operations: readonly Operation[];

  constructor(address: string, key: string, document: OpenAPIV3_1.Document) {
    this.#address = address;
    this.#key = key;
    this.#requests = new Requests(document, this.#known, (path) => this.readTag(path));
    this.operations = operationsOf(document);
  }

  /** Reads what there is; before anything else. */
  async learn(): Promise<void> {
    for (const plural of listed) {
      const { text } = await this.#send('GET', `/v1/${plural}?limit=100`);
      this.#known.learn(`/v1/${plural}`, '', JSON.parse(text));
    }
  }

  async readTag(path: string): Promise<{ etag: string; item: Json } | undefined> {
    const { status, etag, text } = await this.#send('GET', path);
    return status === 200 && etag !== null ? { etag, item: JSON.parse(text) as Json } : undefined;
  }

  /** The query parameters of a read one by one, each in a request that is accepted. */
  async ofQuery(operation: Operation): Promise<InjectionTarget[]> {
    const names = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    const needed = operation.parameters.filter((one) => one.required === true).map(({ name }) => name);
    const targets: InjectionTarget[] = [];
    for (const name of names) {
      let best: { target: InjectionTarget; length: number } | undefined;
      for (let seed = 0, accepted = 0; seed < TRIES && accepted < WANTED; seed += 1) {
        const valid = await this.#requests.valid(operation, new EagerDice(seed));
        const own = (await this.#hits(operation, name)) ?? valid.query.filter(([one]) => one === name);
        const others = valid.query.filter(
          ([one]) => one !== name && (needed.includes(one) || COMPANIONS[name]?.includes(one)),
        );
        if (own.length === 0 || own.length > 2) continue;
        const asked = { ...valid, query: [...others, ...own], body: undefined, headers: {} };
        const answer = await this.#send('GET', targetOf(asked));
        if (answer.status >= 300) {
          if (best === undefined)
            best = { target: this.#targetOf(asked, [`query ${name}`], answer), length: -1 };
          continue;
        }
        accepted += 1;
        if (answer.text.length > (best?.length ?? -1))
          best = { target: this.#targetOf(asked, [`query ${name}`], answer), length: answer.text.length };
      }
      if (best !== undefined) targets.push(best.target);
    }
    return targets;
  }

  /** Path, headers and body: as many requests as it takes to have every field in one that is accepted. */
  async ofRest(operation: Operation): Promise<InjectionTarget[]> {
    const names = operation.parameters
      .filter((one) => one.in === 'path' || one.in === 'header')
      .map((one) => `${one.in} ${one.name}`);
    const covered = new Set<string>();
    const targets: InjectionTarget[] = [];
    const refused: { asked: FuzzRequest; marked: readonly string[]; answer: Answer }[] = [];
    const fresh = (all: readonly string[]) => all.filter((one) => !covered.has(one));
    const tries = operation.method === 'GET' ? WANTED : ONCE.test(operation.path) ? ONCE_TRIES : TRIES;
    for (let seed = 0; seed < tries; seed += 1) {
      const valid = plain(
        await this.#requests.valid(operation, seed % 2 === 0 ? new EagerDice(seed) : new Dice(seed)),
      );
      const headers = { ...valid.headers };
      if (names.includes('header If-None-Match')) headers['If-None-Match'] = '"abc"';
      // With a key that was used, every other body would be refused unread: it has a request of its own.
      const withKey = fresh(names).includes(IDEMPOTENCY) && seed < tries / 2;
      if (withKey) headers['Idempotency-Key'] = `proof-${seed}`;
      else delete headers['Idempotency-Key'];
      const asked = { ...valid, headers, query: operation.method === 'GET' ? [] : valid.query };
      const present = names.filter((one) => one.startsWith('path') || one.slice(7) in headers);
      const query = asked.query.map(([name]) => `query ${name}`);
      const body = withKey ? [] : leavesOf(asked.body);
      const marked = fresh([...new Set([...present, ...query, ...body])]);
      if (marked.length === 0) continue;
      const answer = await this.#send(asked.method, targetOf(asked), asked);
      if (answer.status >= 300) {
        refused.push({ asked, marked, answer });
        continue;
      }
      if (answer.text.startsWith('{')) this.#known.learn(asked.path, '', JSON.parse(answer.text));
      targets.push(...this.#targetsOf(asked, marked, answer));
      for (const one of marked) covered.add(one);
      if (ONCE.test(operation.path) && !withKey) break;
    }
    for (const { asked, marked, answer } of refused) {
      const rest = fresh(marked);
      if (rest.length === 0) continue;
      targets.push(...this.#targetsOf(asked, rest, answer));
      for (const one of rest) covered.add(one);
    }
    return targets;
  }

  #targetsOf(asked: FuzzRequest, marked: readonly string[], answer: Answer): InjectionTarget[] {
    // What becomes a text where none is allowed is refused, and the request with it: by itself.
    const others = otherThanTexts(asked.body);
    const kinds = [marked.filter((one) => !others.has(one)), marked.filter((one) => others.has(one))];
    const parts = kinds.flatMap((kind) =>
      Array.from({ length: Math.ceil(kind.length / MOST_MARKS) }, (_one, index) =>
        kind.slice(index * MOST_MARKS, (index + 1) * MOST_MARKS),
      ),
    );
    return parts.map((part) => this.#targetOf(asked, part, answer));
  }

  #targetOf(asked: FuzzRequest, marked: readonly string[], { status }: Answer): InjectionTarget {
    const taggedPath =
      asked.headers['If-Match'] === undefined ? undefined : /^\/v1\/\w+\/[^/]+/.exec(asked.path)?.[0];
    const request = mark(asked, marked, this.#key);
    return { operation: asked.operation, marked, request, status, taggedPath };
  }

  /** Values that find something, so that a condition which is false shows. */
  async #hits(operation: Operation, name: string): Promise<[string, string][] | undefined> {
    const named = (plural: 'topics' | 'entities' | 'forecasters') =>
      String(this.#known.items(plural)[0]?.['name'] ?? 'x');
    switch (name) {
      case 'q':
        return [[name, 'will']];
      case 'topic':
        return [[name, named('topics')]];
      case 'entity':
        return [[name, named('entities')]];
      case 'forecaster':
        return [[name, named('forecasters')]];
      case 'outcome':
        return [[name, 'true']];
      case 'rule':
        return [[name, 'brier']];
      case 'format':
        return [[name, 'csv']];
      case 'knownSeq':
        return [[name, '1']];
      case 'spotAt':
        return [
          ['forecastPolicy', 'spot'],
          [name, 'closeMinus7Days'],
        ];
      case 'knownHash':
        return [
          ['knownSeq', '1'],
          [name, '0'.repeat(64)],
        ];
      case 'lexicon': {
        const { key, version } = (this.#known.items('lexicons')[0] ?? {}) as Partial<Item>;
        return [[name, `${key}@${version}`]];
      }
      case 'cursor': {
        const { text } = await this.#send('GET', `${operation.path}?limit=1`);
        const cursor = /"nextCursor":"([^"]+)"/.exec(text)?.[1];
        return cursor === undefined
          ? undefined
          : [
              ['limit', '1'],
              [name, cursor],
            ];
      }
      default:
        return undefined;
    }
  }

  async #send(method: string, target: string, asked?: FuzzRequest): Promise<Answer> {
    const body = bodyOf(asked?.body);
    const answer = await fetch(this.#address + target, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...asked?.headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, text: await answer.text(), etag: answer.headers.get('etag') };
  }
}

/** What a parameter is refused without. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  crowd: ['baseline'],
  raw: ['format'],
};

function bodyOf(body: FuzzRequest['body']): string | undefined {
  if (body === undefined) return undefined;
  return Buffer.isBuffer(body) ? body.toString('utf8') : JSON.stringify(body);
}

/** The marks may stand nowhere else, and what sqlmap would encode anew is left out. */
function plain(request: FuzzRequest): FuzzRequest {
  const { body } = request;
  if (body === undefined) return request;
  return { ...request, body: Buffer.isBuffer(body) ? Buffer.from('A text that was said.') : plainJson(body) };
}

function plainJson(value: Json): Json {
  if (typeof value === 'string') return /^[\w .:/@+-]+$/.test(value) ? value : 'plain words';
  if (Array.isArray(value)) return value.map(plainJson);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainJson(one)]));
}

/** Places of the single values, with `[]` for every index. */
function leavesOf(body: FuzzRequest['body']): string[] {
  if (Buffer.isBuffer(body)) return ['body'];
  const found: string[] = [];
  if (body !== undefined)
    mapLeaves(body, 'body', (place, value) => {
      found.push(place);
      return value;
    });
  return [...new Set(found)];
}

/** Places of numbers and truth values. */
function otherThanTexts(body: FuzzRequest['body']): ReadonlySet<string> {
  const found = new Set<string>();
  if (body !== undefined && !Buffer.isBuffer(body))
    mapLeaves(body, 'body', (place, value) => {
      if (typeof value !== 'string') found.add(place);
      return value;
    });
  return found;
}

function mapLeaves(value: Json, place: string, change: (place: string, value: Json) => Json): Json {
  if (Array.isArray(value)) return value.map((one) => mapLeaves(one, `${place}[]`, change));
  if (value === null) return value;
  if (typeof value !== 'object') return change(place, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, mapLeaves(one, `${place} ${name}`, change)]),
  );
}

function targetOf({ path, query }: FuzzRequest): string {
  if (query.length === 0) return path;
  return `${path}?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encode(value)}`).join('&')}`;
}

function encode(value: string): string {
  return encodeURIComponent(value).replaceAll(MARK, '%2A');
}

/** Each marked value with the mark behind it; a number or a truth value becomes a text, or no JSON would be left. */
function mark(asked: FuzzRequest, marked: readonly string[], key: string): MarkedRequest {
  const open = new Set(marked);
  const take = (place: string) => open.delete(place);
  const template = asked.operation.slice(asked.operation.indexOf('/')).split('/');
  const path = asked.path
    .split('/')
    .map((part, index) => (take(`path ${template[index]?.slice(1, -1)}`) ? `${part}${MARK}` : part))
    .join('/');
  const query = asked.query.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encode(value)}${take(`query ${name}`) ? MARK : ''}`,
  );
  const headers = Object.fromEntries(
    Object.entries(asked.headers).map(([name, value]) => [
      name,
      take(`header ${name}`) ? value.replace(/"?$/, (end) => `${MARK}${end}`) : value,
    ]),
  );
  let body = bodyOf(asked.body);
  if (Buffer.isBuffer(asked.body)) body = `${body}${MARK}`;
  else if (asked.body !== undefined)
    body = JSON.stringify(
      mapLeaves(asked.body, 'body', (place, value) => (take(place) ? `${value}${MARK}` : value)),
    );
  return {
    method: asked.method,
    target: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: { Authorization: `Bearer ${key}`, 'User-Agent': 'proof', ...headers },
    body,
  };
}

/**
 * Walks the contract: valid requests, requests with one mistake, requests with many, each answer
 * held against what is documented. A seed repeats a walk on a fresh record.
 */
import { Agent, request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { OpenAPIV3_1 } from 'openapi-types';
import { Contract } from '../support/contract.ts';
import { Dice } from './dice.ts';
import { type Json, KnownThings, listed } from './known-things.ts';
import { mutate } from './mutations.ts';
import { type FuzzRequest, type Operation, operationsOf, Requests } from './requests.ts';

export interface WalkOptions {
  readonly url: string;
  /** An admin key. */
  readonly key: string;
  readonly document: OpenAPIV3_1.Document;
  readonly requests: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

export interface WalkResult {
  readonly passed: number;
  readonly failures: readonly string[];
  /** By operation: how often each status came. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Operations of which no request was accepted. */
  readonly neverAccepted: readonly string[];
  readonly slowestMs: number;
  /** Of the answers that read everything. */
  readonly slowestOfEverythingMs: number;
}

const LIMIT_MS = 2000;
/**
 * These read everything, so that they take longer the more was recorded: the trail and the package begin within
 * the limit and go on, the chain is answered when all of it was recomputed. `bench/exports.ts` measures exports.
 */
const READS_EVERYTHING: ReadonlyMap<string, 'begins' | 'answers'> = new Map([
  ['/v1/audit/trail', 'begins'],
  ['/v1/audit/verification', 'answers'],
  ['/v1/exports/package.zip', 'begins'],
]);
const LIMIT_OF_EVERYTHING_MS = 10_000;
const CLIENT_TIMEOUT_MS = 20_000;
/** Stack frames, paths of the code, SQL and what the database driver says. */
const LEAK =
  /\n\s+at \S+ \(|node_modules|file:\/\/\/\S+\.[jt]s|\/src\/\w+\/|\bSELECT\b.{1,200}\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|Prisma|PrismaClient|\bP20\d\d\b|duplicate key value|violates .{1,40} constraint/;
const METHODS_WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly ms: number;
  /** Until its head came. */
  readonly headMs: number;
}

export class Walk {
  readonly #options: WalkOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });
  readonly #contract: Contract;
  readonly #known = new KnownThings();
  readonly #requests: Requests;
  readonly #operations: readonly Operation[];
  readonly #counts = new Map<string, Map<number, number>>();
  readonly #failures: string[] = [];
  #slowestMs = 0;
  #slowestOfEverythingMs = 0;

  constructor(options: WalkOptions) {
    this.#options = options;
    this.#contract = new Contract(options.document);
    this.#requests = new Requests(options.document, this.#known, (path) => this.#readEtag(path));
    this.#operations = operationsOf(options.document).flatMap((one) =>
      Array.from({ length: one.weight }, () => one),
    );
  }

  async run(): Promise<WalkResult> {
    const { requests, seed, onProgress } = this.#options;
    for (const plural of listed) await this.#learn(`/v1/${plural}`);
    for (let index = 0; index < requests; index += 1) {
      await this.#step(index, new Dice(seed * 1_000_003 + index));
      if ((index + 1) % 1000 === 0) onProgress?.(index + 1);
    }
    this.#agent.destroy();
    // 204 is what OPTIONS gets, which a mutation may make of any method.
    const accepted = (key: string) =>
      [...(this.#counts.get(key)?.keys() ?? [])].some((status) => status < 400 && status !== 204);
    const keys = [...new Set(this.#operations.map(({ key }) => key))];
    return {
      passed: requests - this.#failures.length,
      failures: this.#failures,
      counts: this.#counts,
      neverAccepted: keys.filter((key) => !accepted(key)),
      slowestMs: this.#slowestMs,
      slowestOfEverythingMs: this.#slowestOfEverythingMs,
    };
  }

  async #step(index: number, dice: Dice): Promise<void> {
    const operation = dice.pick(this.#operations) as Operation;
    const valid = await this.#requests.valid(operation, dice);
    const mutations = dice.pick([0, 0, 1, 1, 1, dice.integer(2, 6)]);
    const request = mutate(valid, mutations, dice);
    const target = targetOf(request);
    const place = `request ${index} of seed ${this.#options.seed} (${mutations} changes): ${request.method} ${target.slice(0, 300)}`;
    try {
      const answer = await this.#send(request, target);
      this.#count(operation.key, answer.status);
      this.#judge(request, target, answer);
      if (answer.status < 300) this.#known.learn(request.path, target.split('?')[1] ?? '', parsed(answer));
    } catch (error) {
      this.#failures.push(
        `${place}\n  headers ${JSON.stringify(request.headers)}\n  body ${bodyText(request).slice(0, 600)}\n  ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #count(key: string, status: number): void {
    const statuses = this.#counts.get(key) ?? new Map<number, number>();
    this.#counts.set(key, statuses.set(status, (statuses.get(status) ?? 0) + 1));
  }

  #judge(request: FuzzRequest, target: string, answer: Answer): void {
    const { status, headers, text, ms, headMs } = answer;
    const everything = READS_EVERYTHING.get(request.path);
    if (everything === undefined) this.#slowestMs = Math.max(this.#slowestMs, ms);
    else this.#slowestOfEverythingMs = Math.max(this.#slowestOfEverythingMs, ms);
    if (everything !== 'answers' && headMs > LIMIT_MS)
      throw new Error(`it took ${Math.round(headMs)} ms to begin`);
    const limit = everything === undefined ? LIMIT_MS : LIMIT_OF_EVERYTHING_MS;
    if (ms > limit) throw new Error(`it took ${Math.round(ms)} ms`);
    if (status >= 500 && status !== 503) throw new Error(`${status} ${text.slice(0, 500)}`);
    if (status === 503 && headers['retry-after'] === undefined && headers['audit-seq'] === undefined)
      throw new Error('503 without Retry-After');
    const leak = LEAK.exec(text);
    if (leak !== null)
      throw new Error(`the body tells ${JSON.stringify(leak[0].slice(0, 80))}: ${text.slice(0, 300)}`);
    if (headers['x-request-id'] === undefined) throw new Error('no X-Request-Id');
    // What Node itself refuses has no route, so that the contract does not list it.
    if (request.method === 'TRACE' || status === 417) return;
    this.#contract.check(request.method, target, { status, headers, body: parsed(answer) });
  }

  async #readEtag(path: string): Promise<{ etag: string; item: Json } | undefined> {
    const answer = await this.#send(
      { operation: '', method: 'GET', path, query: [], headers: {}, body: undefined },
      path,
    );
    const etag = answer.headers['etag'];
    return answer.status === 200 && etag !== undefined ? { etag, item: parsed(answer) as Json } : undefined;
  }

  async #learn(path: string): Promise<void> {
    const answer = await this.#send(
      { operation: '', method: 'GET', path, query: [], headers: {}, body: undefined },
      `${path}?limit=100`,
    );
    if (answer.status === 200) this.#known.learn(path, 'limit=100', parsed(answer));
  }

  #send(request: FuzzRequest, target: string): Promise<Answer> {
    const { hostname, port } = new URL(this.#options.url);
    const bytes = METHODS_WITHOUT_BODY.has(request.method) ? undefined : bodyBytes(request);
    const headers: Record<string, string> = {
      Authorization: `Bearer ${this.#options.key}`,
      ...request.headers,
    };
    if (bytes !== undefined) headers['Content-Length'] = String(bytes.length);
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        {
          agent: this.#agent,
          hostname,
          port,
          method: request.method,
          path: target,
          headers,
          timeout: CLIENT_TIMEOUT_MS,
        },
        (answer) => {
          const headMs = performance.now() - started;
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers as Record<string, string | undefined>,
              text: decoded(Buffer.concat(parts), answer.headers['content-encoding']),
              ms: performance.now() - started,
              headMs,
            }),
          );
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`no answer in ${CLIENT_TIMEOUT_MS} ms`)));
      sent.on('error', reject);
      sent.end(bytes);
    });
  }
}

function decoded(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === 'br') return brotliDecompressSync(bytes).toString('utf8');
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

function targetOf({ path, query }: FuzzRequest): string {
  if (query.length === 0) return path;
  return `${path}?${query.map(([name, value]) => `${encodeURIComponent(name)}=${value === '%' ? '%' : encodeURIComponent(value)}`).join('&')}`;
}

function bodyBytes({ body }: FuzzRequest): Buffer | undefined {
  if (body === undefined) return undefined;
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

function bodyText(request: FuzzRequest): string {
  return bodyBytes(request)?.toString('utf8') ?? '(none)';
}

function parsed({ headers, text }: Answer): unknown {
  if (!String(headers['content-type']).includes('json') || String(headers['content-type']).includes('ndjson'))
    return {};
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

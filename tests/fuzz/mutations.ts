/** Changes that make a request wrong, each in one place. */
import type { Dice } from './dice.ts';
import type { Json } from './known-things.ts';
import type { FuzzRequest } from './requests.ts';

/** Raw JSON text that no value of JavaScript gives; put in by name after the body is written. */
const RAW: readonly string[] = [
  '1e400',
  '-0',
  '1e-400',
  '9007199254740993',
  '0.1000000000000000055511151231257827',
  '"\\ud800"',
  '"a\\u0000b"',
  '{"a":1,"a":2}',
  '[[[[[[[[[[]]]]]]]]]]',
  'NaN',
  'tru',
  '"\\u202e"',
];
const VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  1.5,
  2 ** 31,
  2 ** 53,
  -1e308,
  '',
  ' ',
  '0.5',
  'x',
  'x'.repeat(12_000),
  [],
  [0.5],
  {},
  { a: 1 },
  '2016-12-31T23:59:60Z',
  '2026-02-30',
  '0000-01-01T00:00:00Z',
  '9999-12-31',
  '+010000-01-01',
  '2026-02-01 00:00:00Z',
  '2026-01-01T00:00:00+25:00',
  'javascript:alert(1)',
  'http://user:pass@example.org/',
  'file:///etc/passwd',
  '00000000-0000-0000-0000-000000000000',
];
const NAMES = [
  'surelyNoField',
  '__proto__',
  'constructor',
  'prototype',
  'id',
  'seq',
  'createdAt',
  'recordedAt',
  'hash',
  'version',
  'toString',
  'hasOwnProperty',
] as const;
const QUERY_VALUES = [
  '',
  ' ',
  '-1',
  '1e9',
  '999999999999999999',
  'true',
  '%',
  '_%_%_',
  '[',
  '(',
  '*',
  'null',
  'NaN',
  '-createdAt',
  '\u0000',
  "' OR 1=1 --",
  '..',
  'a'.repeat(3000),
  '微软',
  '2026-02-30',
  '$ne',
  '{"a":1}',
] as const;
const SEGMENTS = [
  '7',
  '%00',
  '%ff',
  '..',
  '%2e%2e',
  'null',
  "'",
  '%27%20OR%201=1',
  'a'.repeat(200),
  '00000000-0000-0000-0000-000000000000',
  '%F0%9F%98%80',
  '0',
  '-1',
  '9007199254740993',
] as const;
const HEADERS: readonly (readonly [string, string])[] = [
  ['If-Match', '*'],
  ['If-Match', 'W/"x"'],
  ['If-Match', '"0"'],
  ['If-Match', 'x'],
  ['If-None-Match', '*'],
  ['Idempotency-Key', ''],
  ['Idempotency-Key', 'a b'],
  ['Idempotency-Key', 'k'.repeat(300)],
  ['Idempotency-Key', 'always-the-same'],
  ['Accept', 'image/png'],
  ['Accept', 'text/html;q=0.1, */*;q=0'],
  ['Accept', '('],
  ['Content-Type', 'text/plain'],
  ['Content-Type', 'application/json; charset=utf-16'],
  ['Content-Type', 'application/x-www-form-urlencoded'],
  ['Content-Type', ''],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'zstd'],
  ['Authorization', ''],
  ['Authorization', 'Basic YTpi'],
  ['Authorization', 'Bearer nobody-has-this'],
  ['Authorization', 'Bearer'],
  ['X-Request-Id', 'a b'],
  ['X-Forwarded-For', '10.0.0.1'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Range', 'bytes=0-5'],
  ['Expect', 'never'],
  ['Accept-Encoding', 'br, gzip;q=0'],
  ['Origin', 'https://evil.example'],
];

type Mutation = (request: FuzzRequest, dice: Dice) => FuzzRequest;

const PLACE = '"@raw@"';

/** Puts raw text where a random value stands. */
const rawValue: Mutation = (request, dice) => {
  if (!isJson(request.body)) return request;
  const text = JSON.stringify(changedAt(request.body, dice, () => '@raw@'));
  return { ...request, body: Buffer.from(text.replace(PLACE, dice.pick(RAW) ?? 'null')) };
};

const otherValue: Mutation = (request, dice) =>
  isJson(request.body)
    ? { ...request, body: changedAt(request.body, dice, () => dice.pick(VALUES) ?? null) }
    : request;

const droppedField: Mutation = (request, dice) =>
  isJson(request.body) ? { ...request, body: changedAt(request.body, dice, () => undefined) } : request;

const addedField: Mutation = (request, dice) => {
  if (!isJson(request.body) || request.body === null || typeof request.body !== 'object') return request;
  const text = JSON.stringify(request.body);
  const field = `${JSON.stringify(dice.pick(NAMES))}:${JSON.stringify(dice.pick(VALUES))}`;
  return { ...request, body: Buffer.from(text === '{}' ? `{${field}}` : text.replace(/^\{/, `{${field},`)) };
};

const brokenBytes: Mutation = (request, dice) => {
  if (request.body === undefined) return request;
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.from(JSON.stringify(request.body));
  const at = dice.integer(0, Math.max(0, bytes.length - 1));
  return dice.pick<() => FuzzRequest>([
    () => ({ ...request, body: bytes.subarray(0, at) }),
    () => ({
      ...request,
      body: Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at)]),
    }),
    () => ({ ...request, body: Buffer.concat([bytes, Buffer.from('}')]) }),
    () => ({ ...request, body: Buffer.alloc(0) }),
    () => ({ ...request, body: Buffer.from('['.repeat(20_000)) }),
    () => ({ ...request, body: undefined }),
  ])();
};

const queryChange: Mutation = (request, dice) => {
  const names = request.query.map(([name]) => name);
  const name =
    dice.pick([
      ...names,
      'limit',
      'cursor',
      'sort',
      'q',
      'include',
      'format',
      'asOf',
      'surelyNone',
      '__proto__',
      'api_key',
      'groupBy',
      'status',
      'madeAfter',
    ]) ?? 'q';
  return { ...request, query: [...request.query, [name, dice.pick(QUERY_VALUES)]] };
};

const pathChange: Mutation = (request, dice) => {
  const parts = request.path.split('/');
  const at = dice.integer(1, parts.length - 1);
  parts[at] = dice.pick(SEGMENTS);
  return { ...request, path: parts.join('/') };
};

const headerChange: Mutation = (request, dice) => {
  const [name, value] = dice.pick(HEADERS) ?? ['Accept', '*/*'];
  return { ...request, headers: { ...request.headers, [name]: value } };
};

const methodChange: Mutation = (request, dice) => ({
  ...request,
  method: dice.pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']),
});

const MUTATIONS = [
  rawValue,
  rawValue,
  otherValue,
  otherValue,
  otherValue,
  droppedField,
  addedField,
  brokenBytes,
  queryChange,
  queryChange,
  pathChange,
  headerChange,
  headerChange,
  methodChange,
] as const;

export function mutate(request: FuzzRequest, times: number, dice: Dice): FuzzRequest {
  let mutated = request;
  for (let count = 0; count < times; count += 1) mutated = dice.pick(MUTATIONS)(mutated, dice);
  return mutated;
}

function isJson(body: FuzzRequest['body']): body is Json {
  return body !== undefined && !Buffer.isBuffer(body);
}

/** The value with one of its parts, at any depth, replaced; undefined drops it. */
function changedAt(value: Json, dice: Dice, change: () => Json | undefined): Json {
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) return change() ?? null;
  const key = dice.pick(Object.keys(value)) ?? '';
  const inner = (value as { [name: string]: Json })[key] ?? null;
  const deeper = typeof inner === 'object' && inner !== null && dice.chance(0.6);
  const next = deeper ? changedAt(inner, dice, change) : change();
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      String(index) === key ? (next === undefined ? [] : [next]) : [item],
    );
  const { [key]: _old, ...rest } = value;
  return next === undefined ? rest : { ...value, [key]: next };
}

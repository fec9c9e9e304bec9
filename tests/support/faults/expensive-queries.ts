/** Addresses that ask for much work: every parameter of every read, with the values that cost most. */
import type { OpenAPIV3_1 } from 'openapi-types';

type Schema = OpenAPIV3_1.SchemaObject;

/** Whole walks over the record, whose cost is its size. */
const WALKS = /\/(exports|feeds)\/|\/audit\/(trail|verification)$/;

const LONG = 10_000;
const TEXTS = [
  'x'.repeat(LONG),
  'x'.repeat(500),
  'ab '.repeat(160),
  '微软云'.repeat(160),
  '%_%_%',
  '%'.repeat(500),
  '_'.repeat(500),
  '\\'.repeat(100),
  '(a+)+$',
  '.*.*.*.*[^a-z]{1,1000}',
  'a:* & !b | (c <-> d)',
  "'; SELECT pg_sleep(5); --",
  '"happen event',
  'will event happen',
];
const NUMBERS = [
  '-1',
  '0',
  '200',
  '1000',
  '2147483648',
  '9007199254740993',
  '999999999',
  '1e9',
  '1'.repeat(300),
];
const TIMES = [
  '1900-01-01T00:00:00Z',
  '2199-12-31T23:59:59Z',
  '9'.repeat(LONG),
  '2026-02-30',
  '1',
  '999999999',
];
const CURSORS = [
  'x'.repeat(LONG),
  Buffer.from(JSON.stringify({ v: 1, k: ['zzzz', 2 ** 53] })).toString('base64url'),
  Buffer.from(`[${'"a",'.repeat(1000)}"a"]`).toString('base64url'),
];

/** Each value as the values of one parameter. */
function valuesFor(name: string, schema: Schema): readonly (readonly string[])[] {
  if (name === 'cursor') return CURSORS.map((one) => [one]);
  const item = (schema.type === 'array' ? (schema.items as Schema) : schema) ?? {};
  const choices = (item.enum ?? []) as readonly string[];
  if (choices.length > 0) {
    const alone = choices.map((one) => [one]);
    return schema.type === 'array' ? [...alone, [...choices], Array(101).fill(choices[0] as string)] : alone;
  }
  if (item.type === 'integer' || item.type === 'number') return NUMBERS.map((one) => [one]);
  if (/After|Before|asOf|At|On$/.test(name)) return TIMES.map((one) => [one]);
  const ids = (count: number) =>
    Array.from({ length: count }, (_, at) => `01942a3c-5c00-7a11-8f00-${at.toString(16).padStart(12, '0')}`);
  const names = (count: number) => Array.from({ length: count }, (_, at) => `topic-${at}`);
  const many = schema.type === 'array' ? [ids(100), names(100), names(101), names(499)] : [];
  return [...TEXTS.map((one) => [one]), ...many];
}

/** Reads of the contract without an id in the path, each with one costly parameter, lists with the longest page. */
export function expensiveQueries(document: OpenAPIV3_1.Document): string[] {
  const targets: string[] = [];
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    if (!path.startsWith('/v1/') || path.includes('{') || WALKS.test(path)) continue;
    const parameters = (methods?.get?.parameters ?? []) as OpenAPIV3_1.ParameterObject[];
    const query = parameters.filter((parameter) => parameter.in === 'query');
    const longest = query.some(({ name }) => name === 'limit') ? 'limit=200' : '';
    for (const { name, schema } of query) {
      for (const values of valuesFor(name, (schema ?? {}) as Schema)) {
        const asked = values.map((value) => `${name}=${encodeURIComponent(value)}`).join('&');
        const page = name === 'limit' ? '' : longest;
        targets.push(`${path}?${[page, asked].filter((part) => part !== '').join('&')}`);
      }
    }
  }
  return targets;
}

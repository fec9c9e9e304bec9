/** Whatever is sent, the answer is in the contract, and never a 5xx. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Contract } from '../support/contract.ts';
import { secrets } from '../support/keys.ts';
import { type ThingApp, thingApp } from './thing-app.ts';

let thing: ThingApp;
let contract: Contract;
beforeAll(async () => {
  thing = await thingApp();
  contract = new Contract(thing.document);
});
afterAll(async () => thing.app.close());

async function answered(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT',
  url: string,
  headers: Record<string, string>,
  payload?: string,
): Promise<number> {
  const answer = await thing.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${secrets.admin}`, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  contract.check(method, url, {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string | undefined>,
    body: isJson && answer.payload !== '' ? answer.json() : {},
  });
  expect(answer.payload).not.toMatch(/\.ts:\d|node_modules/);
  return answer.statusCode;
}

const json = { 'content-type': 'application/json' };

it('bodies that are almost right', async () => {
  const value = fc.oneof(fc.jsonValue(), fc.double(), fc.string({ unit: 'binary' }), fc.constant(0.5));
  const body = fc.record({ name: value, p: value, colour: value, at: value }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      expect([201, 400, 409]).toContain(await answered('POST', '/v1/things', json, JSON.stringify(sent)));
    }),
    { numRuns: 500 },
  );
});

it('bodies that are anything', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (sent) => {
      expect([201, 400, 409]).toContain(await answered('POST', '/v1/things', json, sent));
    }),
    { numRuns: 500 },
  );
});

it('queries, paths and headers that are anything', async () => {
  const part = fc.oneof(fc.webQueryParameters(), fc.string({ unit: 'binary' }).map(encodeLoosely));
  const name = fc.constantFrom('colour', 'limit', 'cursor', 'sort', 'include', 'madeAfter', 'size', 'x');
  const header = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(name, part, part, header, async (parameter, query, segment, tag) => {
      const clean = segment.replaceAll(/[?#]/g, '');
      expect(
        await answered('GET', `/v1/things?${parameter}=${query}`, { accept: tag, 'if-none-match': tag }),
      ).toBeLessThan(500);
      expect(await answered('GET', `/v1/named/${clean}`, { 'x-request-id': tag })).toBeLessThan(500);
      expect(
        await answered('PATCH', `/v1/things/${clean}`, { ...json, 'if-match': tag }, '{"p":1}'),
      ).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

/** Percent-encoded here and there, so that valid and invalid escapes both come. */
function encodeLoosely(text: string): string {
  return [...text]
    .map((character, index) =>
      index % 3 === 0
        ? `%${character.charCodeAt(0).toString(16)}`
        : encodeURIComponent(character.replace(/\p{Surrogate}/u, '')),
    )
    .join('');
}

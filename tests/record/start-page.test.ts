import { createHash } from 'node:crypto';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { Recorder } from './fixtures.ts';

let service: TestService;

beforeAll(async () => {
  service = await startService();
  const record = new Recorder(service.admin);
  const { id } = await record.question();
  await record.forecast(id, 0.7);
  await record.resolve(id);
});
afterAll(() => service.close());

describe('the start page', () => {
  it.each(['/', '/v1'])('at %s has links for programs and people, and each leads somewhere', async (path) => {
    const { status, body } = await service.anyone.get(path);
    expect(status).toBe(200);
    const served = await service.anyone.get(path).set('Accept', 'text/html');
    expect(served.type).toBe('text/html');
    const { document } = new JSDOM(served.text, { url: `${service.anyone.url}${path}` }).window;
    const addresses = [...document.querySelectorAll('a')].map(({ href }) =>
      href.slice(service.anyone.url.length),
    );
    expect(addresses).toEqual(body.links.map(({ href }: { href: string }) => href));
    for (const address of addresses) expect((await service.anyone.get(address)).status, address).toBe(200);
  });
});

/** Of a style that stands in the page, as a browser compares it with the policy. */
function styleHash(page: string): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}

it.each([
  '/',
  '/docs/problems',
  '/v1/reports/accuracy?format=html',
  '/v1/reports/calibration?format=html',
  '/v1/reports/leaderboard?format=html',
])('the header of %s lets its own style through and nothing else', async (path) => {
  const { headers, text } = await service.anyone.get(path).set('Accept', 'text/html');
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${styleHash(text)}; frame-ancestors 'none'`,
  );
  expect(text).not.toMatch(/<[^>]+ style=/);
});

it('so does that of an evaluation', async () => {
  const { headers, text } = await service.anyone
    .post('/v1/scoring/evaluate?format=html')
    .set('Content-Type', 'text/csv')
    .send('probability,outcome\n0.2,0\n0.7,1\n');
  expect(headers['content-security-policy']).toContain(`style-src ${styleHash(text)}`);
});

/** A cursor may be made by anybody, its checksum too: what a list cannot begin after is refused. */
import { createHash } from 'node:crypto';
import type { OpenAPIV3_1 } from 'openapi-types';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

/** As src/http/cursor.ts writes them. */
function withChecksum(text: string): string {
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 16);
  return Buffer.from(`${digest}${text}`).toString('base64url');
}

const MADE_UP = ['', 'garbage', '\u0000', '2026-02-31 00:00:00+00', '9'.repeat(30), '\ud800', "' OR 1=1 --"];

it.each(['', 'nothing', '{"v":1', 'null', '[]'])('a checksum of %j is no cursor', async (text) => {
  const answer = await service.anyone.get(`/v1/predictions?cursor=${withChecksum(text)}`);
  expect([answer.status, answer.body.code]).toEqual([400, 'invalidCursor']);
});

it('every list by every sort, whatever stands in the place of value and id', async () => {
  const lists = Object.entries(service.document.paths ?? {}).flatMap(([path, item]) => {
    const parameters = (item?.get?.parameters ?? []) as OpenAPIV3_1.ParameterObject[];
    const sorts = parameters.find(({ name }) => name === 'sort')?.schema as
      | { readonly enum?: readonly string[] }
      | undefined;
    return path.includes('{') ? [] : (sorts?.enum ?? []).map((sort) => `${path}?limit=1&sort=${sort}`);
  });
  expect(lists.length).toBeGreaterThan(20);
  let made = 0;
  for (const [index, list] of lists.entries()) {
    const { nextCursor } = (await service.admin.get(list)).body as { nextCursor: string | null };
    if (nextCursor === null) continue;
    const own = JSON.parse(Buffer.from(nextCursor, 'base64url').toString().slice(16)) as object;
    // Each refusal of the database costs a connection: every value in one of both places, list by list in turn.
    const changes = MADE_UP.map((value, at) => ((at + index) % 2 === 0 ? { s: value } : { i: value }));
    await Promise.all(
      changes.map(async (changed) => {
        const cursor = withChecksum(JSON.stringify({ ...own, ...changed }));
        const answer = await service.admin.get(`${list}&cursor=${cursor}`);
        const place = `${list} ${JSON.stringify(changed)}`;
        // A name may be anything.
        expect([200, 400], place).toContain(answer.status);
        if (answer.status === 400) expect(answer.body.code, place).toBe('invalidCursor');
        made += 1;
      }),
    );
  }
  expect(made).toBeGreaterThan(150);
});

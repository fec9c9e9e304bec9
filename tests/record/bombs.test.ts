/** Bodies that unfold when they are read: the short form of `npm run verify:bombs`, which also looks at time and memory. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bombsFor, explode } from '../support/faults/bombs.ts';
import { startService, type TestService } from '../support/service.ts';

const UNPACKED_BYTES = 10_000_000;
let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const connections = () =>
  new Promise<number>((resolve) => service.app.server.getConnections((_, n) => resolve(n)));

it('each is refused, nothing is recorded, no connection is left, and the service answers', async () => {
  const { url } = service.anyone;
  const before = await service.query<{ seq: string }>('SELECT seq FROM audit_head');
  for (const bomb of bombsFor(['/v1/sources'], UNPACKED_BYTES)) {
    const { status, bytes } = await explode(url, service.secret, bomb);
    // Whoever sends on after a 413 may find the connection cut before he has read it.
    const expected = bomb.name === '10 MB' ? [413, 0] : [400, 413, 415];
    expect(expected, `${bomb.name} to ${bomb.path}: ${status}`).toContain(status);
    expect(bytes, bomb.name).toBeLessThan(100_000);
  }
  expect(await service.query('SELECT seq FROM audit_head')).toEqual(before);
  await expect.poll(connections).toBe(0);
  const answer = await service.admin.post('/v1/sources').send({ title: 'Afterwards', kind: 'article' });
  expect(answer.status).toBe(201);
});

/** Parameters with the values that cost most: the short form of `npm run verify:queries`, which also looks at time. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expensiveQueries } from '../support/faults/expensive-queries.ts';
import { startService, type TestService } from '../support/service.ts';

/** One in so many is asked: every parameter in some run of the whole list, few seconds in this one. */
const EVERY = 17;
let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

it('each is answered or refused, no session is left at work, and the service answers', async () => {
  const targets = expensiveQueries(service.document).filter((_, at) => at % EVERY === 0);
  expect(targets.length).toBeGreaterThan(30);
  for (const target of targets) {
    const answer = await fetch(service.anyone.url + target);
    await answer.arrayBuffer();
    expect([200, 400, 401, 404, 406, 414], `${target.slice(0, 200)}: ${answer.status}`).toContain(
      answer.status,
    );
  }
  const busy = () =>
    service.query(
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'",
    );
  await expect.poll(busy).toEqual([]);
  expect((await service.anyone.get('/v1/sources')).status).toBe(200);
});

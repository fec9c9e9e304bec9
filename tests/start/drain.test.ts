/** A service that stops lets go of connections whose last answer has been given, whatever their clients keep. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { expect, it } from 'vitest';
import { drain } from '../../src/start/listen.ts';
import { startService, type TestService } from '../support/service.ts';

/** A write over a connection that the client means to keep. */
function write(service: TestService, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${service.secret}`, 'Content-Type': 'application/json' };
    const sent = request(
      `${service.anyone.url}/v1/forecasters`,
      { agent, method: 'POST', headers },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer));
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ name: 'Under way', kind: 'person' }));
  });
}

it('a write under way when the service stops is answered, and its connection holds nobody up', async () => {
  const service = await startService();
  const agent = new Agent({ keepAlive: true });
  await service.query('BEGIN');
  await service.query('SELECT seq FROM audit_head FOR UPDATE');
  const answer = write(service, agent);
  await expect
    .poll(async () =>
      service.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      ),
    )
    .toHaveLength(1);
  const drained = drain(service.app, 8000);
  await service.query('COMMIT');
  const { statusCode, headers } = await answer;
  expect([statusCode, headers.connection]).toEqual([201, 'close']);
  expect(await drained, 'before the limit').toBe(true);
  agent.destroy();
  await service.close();
});

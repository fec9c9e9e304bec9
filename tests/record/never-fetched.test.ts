/** Nothing is ever fetched from an address that a user gives: a listener that hears nothing says so. */
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { evidence, Recorder } from './fixtures.ts';

let service: TestService;
let canary: Server;
let port = 0;
let heard = 0;
beforeAll(async () => {
  service = await startService();
  canary = createServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  port = (canary.address() as { port: number }).port;
});
afterAll(async () => {
  canary.close();
  await service.close();
});

it('the addresses of sources, forecasters and evidence are kept, shown and never asked', async () => {
  const record = new Recorder(service.admin);
  const hosts = ['127.0.0.1', 'localhost', '2130706433', '0x7f000001', '127.1', '0177.0.0.1', 'localhost.'];
  for (const host of hosts) {
    const url = `http://${host}:${port}/x`;
    const source = await record.source({ url });
    const forecaster = await record.forecaster({ url });
    expect([source.url, forecaster.url]).toEqual([url, url]);
  }
  const url = `http://127.0.0.1:${port}/x`;
  const forecaster = await record.forecaster({ url });
  const statement = await record.statement({ kind: 'claim', forecasterId: forecaster.id });
  await record.verdict(statement.id, { evidence: [{ ...evidence[0], url, archiveUrl: url }] });
  const { id } = await record.question();
  await record.forecast(id, 0.5, { forecasterId: forecaster.id });
  await record.resolve(id, { value: true }, { evidence: [{ ...evidence[0], url, archiveUrl: url }] });
  for (const path of [
    '/v1/reports/accuracy?format=html',
    '/v1/predictions?format=csv',
    '/v1/statements',
    '/v1/audit/verification',
  ])
    expect((await service.admin.get(path)).status, path).toBe(200);
  await new Promise((resume) => setTimeout(resume, 100));
  expect(heard).toBe(0);
  // The listener can hear: otherwise its silence would say nothing.
  await fetch(url).catch(() => undefined);
  expect(heard).toBe(1);
});

it.each([
  'javascript:alert(1)',
  'file:///etc/passwd',
  'ftp://example.org/',
  'data:text/html,x',
  'http://user:pass@example.org/',
  'http://example.org\\@evil.example/',
  '//example.org/',
  'http:///x',
  `http://example.org/${'x'.repeat(2000)}`,
])('%.40s is no address that is kept', async (url) => {
  for (const [path, body] of [
    ['/v1/sources', { title: 'x', kind: 'article', url }],
    ['/v1/forecasters', { name: 'x', kind: 'person', url }],
  ] as const) {
    const answer = await service.admin.post(path).send(body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, '/url']);
  }
});

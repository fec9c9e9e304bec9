import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type AppDependencies, buildApp } from '../../src/app.ts';
import { declaredDocument } from '../../src/http/openapi/declared.ts';
import type { ReadinessCheck } from '../../src/http/routes/operation.ts';
import { hereRunner } from '../../src/services/reports/run-here.ts';
import type { Snapshots } from '../../src/store/snapshots.ts';
import type { Store } from '../../src/store/store.ts';
import { type HttpClient, serve } from '../support/http.ts';
import { keysInMemory, secrets } from '../support/keys.ts';

let http: HttpClient;
afterEach(async () => http.close());

/** The whole service over a store that nobody asks anything. */
async function start(change: Partial<AppDependencies> = {}): Promise<void> {
  const app = await buildApp({
    config: { publicRead: true, corsOrigins: [], rateLimitPerMinute: 0 },
    limits: { eventLoopDelayMs: 0, readinessCheckMs: 50 },
    keyDirectory: keysInMemory(),
    logger: pino({ level: 'silent' }),
    record: {
      store: storeOfNothing(),
      newId: () => 'none',
      reports: hereRunner,
      snapshots: storeOfNothing() as unknown as Snapshots,
    },
    readinessChecks: [],
    ...change,
  });
  http = await serve(app, declaredDocument());
}

function storeOfNothing(): Store {
  const nothing: object = new Proxy(
    () => {
      throw new Error('no store here');
    },
    { get: () => nothing },
  );
  return nothing as Store;
}

describe('health', () => {
  const good: ReadinessCheck = { name: 'migrations', check: async () => undefined };
  const bad: ReadinessCheck = {
    name: 'database',
    check: async () => {
      throw new Error('connect ECONNREFUSED 10.1.2.3:5432');
    },
  };

  it('is alive, and ready where every check passes', async () => {
    await start({ readinessChecks: [good, good] });
    expect((await http.get('/livez')).body).toEqual({ status: 'alive' });
    expect((await http.get('/readyz')).body).toEqual({ status: 'ready' });
  });

  it('stays alive but is not ready where a check fails, throws or hangs, and says which but not why', async () => {
    const hangs: ReadinessCheck = { name: 'search', check: async () => new Promise(() => undefined) };
    const throws: ReadinessCheck = {
      name: 'disk',
      check: () => {
        throw new Error('at once');
      },
    };
    await start({ readinessChecks: [good, bad, hangs, throws] });
    expect((await http.get('/livez')).status).toBe(200);
    const { status, body, text, headers } = await http.get('/readyz');
    expect([status, body.failed]).toEqual([503, ['database', 'search', 'disk']]);
    expect(text).not.toMatch(/ECONN|10\.1/);
    expect(headers['retry-after']).toBeDefined();
  });

  it('needs no key where reading does, and tells no version', async () => {
    await start({ config: { publicRead: false, corsOrigins: [], rateLimitPerMinute: 0 } });
    for (const path of ['/livez', '/readyz']) {
      const { status, text } = await http.get(path);
      expect(status).toBe(200);
      expect(text).not.toMatch(/\d+\.\d+/);
    }
    for (const path of ['/version', '/metrics']) {
      expect((await http.get(path)).status).toBe(401);
      expect((await http.withKey(secrets.read).get(path)).status).toBe(200);
    }
  });

  it('refuses a parameter, as every route does', async () => {
    await start();
    expect((await http.get('/livez?verbose=1')).status).toBe(400);
  });
});

describe('numbers', () => {
  it('count requests by route pattern, never by what the caller sent', async () => {
    await start();
    await http.get('/v1/sources/canary-1');
    await http.get('/canary-2');
    const { text, headers } = await http.get('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/v1\/sources\/\{id\}",status="400"\} 1/,
    );
    expect(text).toMatch(/route="unknown",status="404"\} 1/);
    expect(text).not.toContain('canary');
  });

  it('tell of the process where it is asked for', async () => {
    await start({ processMetrics: true });
    expect((await http.get('/metrics')).text).toContain('process_resident_memory_bytes');
  });
});

describe('documents', () => {
  it('the contract is the same as YAML and as JSON', async () => {
    await start();
    const [json, yaml] = [await http.get('/openapi.json'), await http.get('/openapi.yaml')];
    expect(yaml.headers['content-type']).toMatch(/^application\/yaml/);
    expect(parse(yaml.text)).toEqual(json.body);
  });

  it('the reference page loads from this host only, under its own policy', async () => {
    await start();
    const page = await http.get('/docs');
    expect([page.status, page.type]).toEqual([200, 'text/html']);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/(?:src|href)="https?:/);
    expect(page.text).not.toMatch(/<script>(?!\s*<)/);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect((await http.get(new URL(file, `${http.url}/docs`).pathname)).status, file).toBe(200);
    }
    expect((await http.get('/docs/static/nothing.js')).status).toBe(404);
    expect((await http.get('/docs/static/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it('every kind of problem has its place on the page that type points to', async () => {
    await start();
    const { text } = await http.get('/docs/problems').set('Accept', 'text/html');
    const { body } = await http.get('/v1/nothing');
    expect(text).toContain(`id="${(body.type as string).split('#')[1]}"`);
  });
});

describe('browsers', () => {
  it('are told to load nothing from data, and may not frame or guess it', async () => {
    await start();
    for (const path of ['/livez', '/v1/nothing']) {
      const { headers } = await http.get(path);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('may not call from other origins by default', async () => {
    await start();
    const { headers } = await http.get('/livez').set('Origin', 'https://example.org');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('may call from the origins that are named', async () => {
    await start({
      config: { publicRead: true, corsOrigins: ['https://example.org'], rateLimitPerMinute: 0 },
    });
    const named = await http.get('/livez').set('Origin', 'https://example.org');
    expect(named.headers['access-control-allow-origin']).toBe('https://example.org');
    expect(named.headers['access-control-expose-headers']).toContain('ETag');
    const other = await http.get('/livez').set('Origin', 'https://example.com');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    const preflight = await http.options('/v1/sources').set({
      Origin: 'https://example.org',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toContain('PATCH');
    expect(preflight.headers['access-control-allow-headers']).toContain('authorization');
  });
});

describe('compression', () => {
  it.each(['gzip', 'br'])('%s is used for large answers, and says so in Vary', async (encoding) => {
    await start();
    const { headers, body } = await http.get('/openapi.json').set('Accept-Encoding', encoding);
    expect([headers['content-encoding'], headers['vary']]).toEqual([
      encoding,
      expect.stringContaining('accept-encoding'),
    ]);
    expect(body.openapi).toBe('3.1.0');
    expect(
      (await http.get('/livez').set('Accept-Encoding', encoding)).headers['content-encoding'],
    ).toBeUndefined();
  });
});

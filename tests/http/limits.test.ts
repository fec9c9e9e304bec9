import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpClient, serve } from '../support/http.ts';
import { type KeysInMemory, secrets } from '../support/keys.ts';
import { type ThingApp, thingApp } from './thing-app.ts';

let thing: ThingApp;
let http: HttpClient;
afterEach(async () => {
  thing.release();
  await http.close();
});

async function start(change: Parameters<typeof thingApp>[0]): Promise<void> {
  thing = await thingApp(change);
  http = await serve(thing.app, thing.document);
}

describe('rate limits', () => {
  it('let exactly the limit through, and say so on every answer', async () => {
    await start({ config: { rateLimitPerMinute: 5 } });
    for (const left of [4, 3, 2, 1, 0]) {
      const { status, headers } = await http.get('/v1/things');
      expect([status, headers['ratelimit-policy']]).toEqual([200, '"default";q=5;w=60']);
      expect(headers['ratelimit']).toMatch(new RegExp(`^"default";r=${left};t=(60|59)$`));
    }
    const { status, headers, body } = await http.get('/v1/things');
    expect([status, body.code]).toEqual([429, 'rateLimited']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('count each key by itself, apart from those without a key', async () => {
    await start({ config: { rateLimitPerMinute: 2 } });
    for (const client of [http, http.withKey(secrets.read), http.withKey(secrets.write)]) {
      expect((await client.get('/v1/things')).status).toBe(200);
      expect((await client.get('/v1/things')).status).toBe(200);
      expect((await client.get('/v1/things')).status).toBe(429);
    }
  });

  it('count a key once, however its header is spelt', async () => {
    await start({ config: { rateLimitPerMinute: 3 } });
    const statuses: number[] = [];
    for (const scheme of ['Bearer ', 'bearer ', 'BEARER  ', 'Bearer     '])
      statuses.push((await http.get('/v1/things').set('Authorization', `${scheme}${secrets.read}`)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('do not believe X-Forwarded-For, and cover unknown paths and refused requests', async () => {
    await start({ config: { rateLimitPerMinute: 3 } });
    await http.get('/v1/nothing').set('X-Forwarded-For', '10.0.0.1');
    await http.get('/v1/things?bad=1').set('X-Forwarded-For', '10.0.0.2');
    await http.post('/v1/things').set('Forwarded', 'for=10.0.0.3').send({});
    expect((await http.get('/v1/things').set('X-Forwarded-For', '10.0.0.4')).status).toBe(429);
    expect((await http.get('/v1/nothing')).status).toBe(429);
  });

  it('never stop health', async () => {
    await start({ config: { rateLimitPerMinute: 1 } });
    for (let n = 0; n < 5; n += 1) expect((await http.get('/livez')).status).toBe(200);
  });

  it('start anew after the window', async () => {
    await start({
      config: { rateLimitPerMinute: 1 },
      limits: { rateLimitWindowSeconds: 1, eventLoopDelayMs: 0 },
    });
    expect((await http.get('/v1/things')).status).toBe(200);
    expect((await http.get('/v1/things')).status).toBe(429);
    await new Promise((resume) => setTimeout(resume, 1100));
    expect((await http.get('/v1/things')).status).toBe(200);
  });
});

describe('the lockout of addresses that try keys', () => {
  it('begins after the limit, whichever keys are tried, and leaves those without a key alone', async () => {
    await start({ limits: { wrongKeysPerWindow: 3, eventLoopDelayMs: 0 } });
    for (let n = 0; n < 3; n += 1)
      expect((await http.withKey(`guess-${n}`).get('/v1/things')).status).toBe(401);
    const locked = await http.withKey('guess-4').get('/v1/things');
    expect([locked.status, locked.body.code]).toEqual([429, 'tooManyWrongKeys']);
    expect((await http.withKey(secrets.write).get('/v1/things')).status).toBe(429);
    expect((await http.get('/v1/things')).status).toBe(200);
  });

  it('is not brought nearer by right keys', async () => {
    await start({ limits: { wrongKeysPerWindow: 2, eventLoopDelayMs: 0 } });
    for (let n = 0; n < 10; n += 1)
      expect((await http.withKey(secrets.read).get('/v1/things')).status).toBe(200);
  });
});

describe('load shedding', () => {
  it('turns requests away at once beyond the limit, but never health, and recovers', async () => {
    await start({ limits: { concurrentRequests: 3, eventLoopDelayMs: 0 } });
    const slow = [1, 2, 3].map(async () => http.get('/v1/slow'));
    await new Promise((resume) => setTimeout(resume, 100));
    const { status, headers, body } = await http.get('/v1/things');
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'busy', '2']);
    expect((await http.get('/livez')).status).toBe(200);
    thing.release();
    expect((await Promise.all(slow)).map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect((await http.get('/v1/things')).status).toBe(200);
  });

  it('decides before keys are looked up and bodies are read, and keeps to it', async () => {
    let lookUp: () => void = () => undefined;
    const asked = new Promise<void>((go) => (lookUp = go));
    let lookedUp = 0;
    // Everybody has a key of his own: one and the same would be looked up for all of them together.
    const find: KeysInMemory['find'] = async (secretSha256) => {
      lookedUp += 1;
      await asked;
      return { keyId: crypto.randomUUID(), scopes: ['write'], forecasterIds: [], secretSha256, usable: true };
    };
    // Twenty milliseconds each are foreseen as long as nothing was seen: one in work, two in line.
    const limits = { concurrentWrites: 1, longestWaitMs: 60, burstOfWrites: 0, eventLoopDelayMs: 0 };
    await start({ limits, keyDirectory: { find }, config: { corsOrigins: ['https://example.org'] } });
    const answers: { status: number; headers: Record<string, string>; body: { reason?: string } }[] = [];
    const all = Array.from({ length: 10 }, async (_, n) => {
      const body = { name: `Thing ${n}`, p: 0.5 };
      const writer = http.withKey(`key-${n}`);
      answers.push(await writer.post('/v1/things').set('Origin', 'https://example.org').send(body));
    });
    await expect.poll(() => [answers.length, lookedUp]).toEqual([7, 3]);
    for (const { status, headers, body } of answers) {
      expect([status, body.reason, headers['retry-after']]).toEqual([503, 'concurrentWrites', '2']);
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json',
        'x-request-id': expect.any(String),
        'x-content-type-options': 'nosniff',
        'access-control-allow-origin': 'https://example.org',
      });
    }
    lookUp();
    await Promise.all(all);
    expect(answers.slice(7).map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await http.withKey('key').post('/v1/things').send({ name: 'Next', p: 0.5 })).status).toBe(201);
  });

  it('serves a hundred reads that come at once before it has seen any', async () => {
    await start({ limits: { eventLoopDelayMs: 0 } });
    const all = Array.from({ length: 100 }, () => http.get('/v1/slow').then(({ status }) => status));
    await sleep(200);
    const letGo = setInterval(() => thing.release(), 5);
    try {
      expect(await Promise.all(all)).toEqual(Array(100).fill(200));
    } finally {
      clearInterval(letGo);
    }
  });

  it.each([
    [12, 0],
    [0, 1],
  ])(
    'serves a burst of reads however slow reads have been: %i let in at once',
    async (burstOfReads, fewest) => {
      await start({
        limits: { concurrentReads: 1, longestReadWaitMs: 1000, burstOfReads, eventLoopDelayMs: 0 },
      });
      for (let n = 0; n < 6; n += 1) {
        const slow = http.get('/v1/slow').then(({ status }) => status);
        await sleep(400);
        thing.release();
        expect(await slow).toBe(200);
      }
      const all = Array.from({ length: 12 }, () => http.get('/v1/slow').then(({ status }) => status));
      await sleep(100);
      const letGo = setInterval(() => thing.release(), 5);
      try {
        const turnedAway = (await Promise.all(all)).filter((status) => status === 503).length;
        expect(turnedAway > 0 ? 1 : 0).toBe(fewest);
      } finally {
        clearInterval(letGo);
      }
    },
  );

  it('gives the place of a request back that ends before its work begins', async () => {
    await start({
      limits: { concurrentWrites: 1, longestWaitMs: 50, burstOfWrites: 0, eventLoopDelayMs: 0 },
    });
    const writer = http.withKey(secrets.write);
    for (let n = 0; n < 6; n += 1) {
      expect((await http.post('/v1/things').send({})).status).toBe(401);
      expect((await writer.post('/v1/things').send({ wrong: n })).status).toBe(400);
    }
    expect((await writer.post('/v1/things').send({ name: 'Still', p: 0.5 })).status).toBe(201);
  });

  it('does nothing for a client that has gone away while it waited for a place', async () => {
    await start({ limits: { concurrentReads: 1, longestReadWaitMs: 5000, eventLoopDelayMs: 0 } });
    const first = http.get('/v1/slow').then(({ status }) => status);
    await sleep(50);
    // Not fetch: what that keeps open after an abort has the close of the app wait four seconds.
    const gone = connect(Number(new URL(http.url).port), '127.0.0.1');
    gone.write('GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await sleep(50);
    gone.destroy();
    await sleep(50);
    thing.release();
    expect(await first).toBe(200);
    // Had the second one been begun, it would have the only place until it is released.
    expect((await http.get('/v1/things')).status).toBe(200);
  });

  it('a body that does not come takes the place of nobody', async () => {
    await start({ limits: { concurrentRequests: 1, concurrentWrites: 1, eventLoopDelayMs: 0 } });
    const { port } = new URL(http.url);
    const head = ['POST /v1/things HTTP/1.1', 'Host: x', `Authorization: Bearer ${secrets.write}`];
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      socket.write([...head, 'Content-Type: application/json', 'Content-Length: 99', '', '{'].join('\r\n'));
      return socket;
    });
    await new Promise((resume) => setTimeout(resume, 100));
    const body = { name: 'Soon', p: 0.5 };
    expect((await http.withKey(secrets.write).post('/v1/things').send(body)).status).toBe(201);
    expect((await http.get('/v1/things')).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  it('turns requests away while the event loop is late', async () => {
    await start({ limits: { eventLoopDelayMs: 30 } });
    const block = setInterval(() => {
      const until = performance.now() + 150;
      while (performance.now() < until);
    }, 1);
    try {
      await new Promise((resume) => setTimeout(resume, 900));
      const { status, body } = await http.get('/v1/things');
      expect([status, body.code, body.reason]).toEqual([503, 'busy', 'eventLoopDelay']);
      expect((await http.get('/livez')).status).toBe(200);
    } finally {
      clearInterval(block);
    }
  });
});

describe('requests that a client sends in one go', () => {
  it('are begun one after the other, and answered in order', async () => {
    await start({ limits: { concurrentReads: 1, longestReadWaitMs: 1, eventLoopDelayMs: 0 } });
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (part) => (heard += part.toString()));
    const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    socket.write(ask('/v1/slow') + ask('/v1/slow') + ask('/livez'));
    const statuses = () => heard.match(/HTTP\/1.1 \d+/g) ?? [];
    await new Promise((resume) => setTimeout(resume, 100));
    thing.release();
    await expect.poll(statuses).toEqual(['HTTP/1.1 200']);
    await new Promise((resume) => setTimeout(resume, 100));
    expect(statuses()).toEqual(['HTTP/1.1 200']);
    const rest = () => {
      thing.release();
      return statuses();
    };
    await expect.poll(rest).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 200']);
    socket.destroy();
  });
});

it('thousands that a client sends in one go and are refused hold nobody else up', async () => {
  await start({ config: { rateLimitPerMinute: 1 }, limits: { eventLoopDelayMs: 0 } });
  const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
  let refused = 0;
  socket.on('data', (part) => (refused += part.toString().match(/HTTP\/1.1 429/g)?.length ?? 0));
  socket.write('GET /v1/things HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3000));
  await expect.poll(() => refused).toBeGreaterThan(0);
  // Somebody else is answered while most of them still wait.
  expect((await fetch(`${http.url}/livez`)).status).toBe(200);
  expect(refused).toBeLessThan(2000);
  socket.destroy();
});

describe('slow clients', () => {
  it.each([
    ['headers', 'POST /v1/things HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    [
      'a body',
      'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    ],
  ])('that do not finish %s get 408 or are cut off', async (_what, begun) => {
    await start({ limits: { requestTimeoutMs: 300, eventLoopDelayMs: 0 } });
    const writer = begun.replace('\r\n', `\r\nAuthorization: Bearer ${secrets.write}\r\n`);
    const started = performance.now();
    const heard = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(http.url).port), '127.0.0.1', () => socket.write(writer));
      let text = '';
      socket.on('data', (part) => (text += part.toString()));
      socket.on('close', () => resolve(text)).on('error', () => resolve(text));
    });
    expect(performance.now() - started).toBeLessThan(2000);
    if (heard !== '') expect(heard).toMatch(/^HTTP\/1.1 408 .*"code":"requestTimeout"/s);
    expect((await http.get('/v1/things')).status).toBe(200);
  });
});

describe('shutting down', () => {
  it('finishes what is in work and turns away what is new', async () => {
    await start({});
    const slow = http.get('/v1/slow').then((answer) => answer.status);
    await new Promise((resume) => setTimeout(resume, 100));
    const { Agent, request } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (path: string): Promise<number | string> =>
      new Promise((resolve) => {
        request(`${http.url}${path}`, { agent }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        })
          .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
          .end();
      });
    expect(await ask('/v1/things')).toBe(200);
    const closed = http.close();
    await new Promise((resume) => setTimeout(resume, 50));
    expect([503, 'ECONNREFUSED', 'ECONNRESET']).toContain(await ask('/v1/things'));
    thing.release();
    expect(await slow).toBe(200);
    await closed;
    agent.destroy();
  });
});

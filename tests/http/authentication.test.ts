import { afterEach, describe, expect, it } from 'vitest';
import type { PlumbingDependencies } from '../../src/app.ts';
import { withKeyCache } from '../../src/http/plugins/key-cache.ts';
import { type HttpClient, serve } from '../support/http.ts';
import { type KeysInMemory, keysInMemory, secrets } from '../support/keys.ts';
import { thingApp } from './thing-app.ts';

let http: HttpClient;
let keys: KeysInMemory;
afterEach(async () => http.close());

async function start(config: Partial<PlumbingDependencies['config']> = {}): Promise<void> {
  keys = keysInMemory();
  const { app, document } = await thingApp({ keyDirectory: keys, config });
  http = await serve(app, document);
}
const body = () => ({ name: crypto.randomUUID(), p: 0.5 });

describe('authentication', () => {
  it('lets everyone read, and nobody write, without a key', async () => {
    await start();
    expect((await http.get('/v1/things')).status).toBe(200);
    const refused = await http.post('/v1/things').send(body());
    expect([refused.status, refused.body.code]).toEqual([401, 'keyRequired']);
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="reckoner"');
  });

  it('asks for a key to read where PUBLIC_READ=false, but never for health', async () => {
    await start({ publicRead: false });
    expect((await http.get('/v1/things')).body.code).toBe('keyRequired');
    expect((await http.head('/v1/things')).status).toBe(401);
    expect((await http.withKey(secrets.read).get('/v1/things')).status).toBe(200);
    expect((await http.get('/livez')).status).toBe(200);
  });

  it('refuses a wrong key on reads too, and anything that is not Bearer', async () => {
    await start();
    expect((await http.withKey('nonsense').get('/v1/things')).body.code).toBe('invalidKey');
    for (const header of ['Basic abc', 'Bearer', 'Bearer a b', secrets.write, `bearer${secrets.write}`]) {
      const { status, body: problem } = await http.get('/v1/things').set('Authorization', header);
      expect([status, problem.code]).toEqual([401, 'malformedAuthorization']);
    }
    expect((await http.get('/v1/things').set('Authorization', `bearer ${secrets.read}`)).status).toBe(200);
  });

  it('refuses a key in the URL with a hint, whether it is right or wrong', async () => {
    await start();
    for (const name of ['key', 'api_key', 'apiKey', 'access_token', 'token', 'Authorization']) {
      const { status, body: problem } = await http.get(`/v1/things?${name}=${secrets.write}`);
      expect([status, problem.code]).toEqual([401, 'keyInAddress']);
      expect(JSON.stringify(problem)).not.toContain(secrets.write);
    }
  });

  it.each([
    ['read', 403, 403, 403],
    ['write', 201, 403, 403],
    ['resolve', 201, 404, 403],
    ['admin', 201, 404, 404],
  ] as const)('a key with scope %s', async (scope, create, resolve, remove) => {
    await start();
    const client = http.withKey(secrets[scope]);
    const path = `/v1/things/${crypto.randomUUID()}`;
    expect((await client.post('/v1/things').send(body())).status).toBe(create);
    const resolving = await client.post(`${path}/resolutions`).set('If-Match', '"a"').send({ reason: 'r' });
    expect(resolving.status).toBe(resolve);
    if (resolve === 403)
      expect([resolving.body.code, resolving.body.scope]).toEqual(['missingScope', 'resolve']);
    expect((await client.delete(path)).status).toBe(remove);
  });

  it('sees a revocation and an expiry at once on writes, within a second on reads', async () => {
    await start();
    const client = http.withKey(secrets.write);
    expect((await client.get('/v1/things')).status).toBe(200);
    const [hash, facts] = [...keys.facts].find(([, { scopes }]) => scopes[0] === 'write') ?? [];
    if (hash === undefined || facts === undefined) throw new Error('no such key');
    keys.facts.set(hash, { ...facts, revokedAt: '2020-01-01T00:00:00.000Z' });
    expect((await client.post('/v1/things').send(body())).body.code).toBe('invalidKey');
    expect((await client.get('/v1/things')).status).toBe(401);
    keys.facts.set(hash, { ...facts, expiresAt: '2020-01-01T00:00:00.000Z' });
    expect((await client.post('/v1/things').send(body())).status).toBe(401);
  });

  it('refuses a key whose stored hash is another one, whatever the directory finds', async () => {
    await start();
    const other = [...keys.facts.values()][0];
    if (other === undefined) throw new Error('no key');
    keys.find = async () => other;
    expect((await http.withKey('guess').get('/v1/things')).body.code).toBe('invalidKey');
  });
});

describe('the cache of keys', () => {
  it('looks a key up once a second for reads, each time for writes, and never remembers a wrong one', async () => {
    await start();
    const directory = keysInMemory();
    let now = 0;
    const cached = withKeyCache(directory, () => now);
    const hash = [...directory.facts.keys()][0] ?? '';
    const lookups = async (sha256: string, fresh: boolean): Promise<number> => {
      const before = directory.lookups;
      await cached.find(sha256, { fresh });
      return directory.lookups - before;
    };
    expect(await lookups(hash, false)).toBe(1);
    expect(await lookups(hash, false)).toBe(0);
    expect(await lookups(hash, true)).toBe(1);
    now = 999;
    expect(await lookups(hash, false)).toBe(0);
    now = 1000;
    expect(await lookups(hash, false)).toBe(1);
    expect([await lookups('unknown', false), await lookups('unknown', false)]).toEqual([1, 1]);
    const facts = directory.facts.get(hash);
    directory.facts.delete(hash);
    expect(await cached.find(hash, { fresh: false })).toBe(facts);
    expect(await cached.find(hash, { fresh: true })).toBeNull();
    expect(await cached.find(hash, { fresh: false })).toBeNull();
  });
});

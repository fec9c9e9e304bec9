import { afterEach, describe, expect, it } from 'vitest';
import type { PlumbingDependencies } from '../../src/app.ts';
import { withSharedLookups } from '../../src/http/plugins/shared-lookups.ts';
import { makeSecret } from '../../src/services/keys/secret.ts';
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

  it.each(['get', 'post'] as const)('sees at once, on %s, that a key is used up', async (method) => {
    await start();
    const send = () =>
      http
        .withKey(secrets.write)
        [method]('/v1/things')
        .send(method === 'get' ? undefined : body());
    expect((await send()).status).toBeLessThan(300);
    const [hash, facts] = [...keys.facts].find(([, { scopes }]) => scopes[0] === 'write') ?? [];
    if (hash === undefined || facts === undefined) throw new Error('no such key');
    keys.facts.set(hash, { ...facts, usable: false });
    expect((await send()).body.code).toBe('invalidKey');
    keys.facts.delete(hash);
    expect((await send()).status).toBe(401);
  });

  it('tells a key that was cut off or mistyped without looking it up', async () => {
    await start();
    const right = makeSecret();
    const swapped = right.replace(/(.)(.)$/, (_, a, b) => (a === b ? `${a}x` : `${b}${a}`));
    for (const wrong of [right.slice(0, -1), `${right}0`, swapped, 'rk_', `rk_${'A'.repeat(49)}`])
      expect((await http.withKey(wrong).get('/v1/things')).body.code).toBe('invalidKey');
    expect(keys.lookups).toBe(0);
    expect((await http.withKey(right).get('/v1/things')).body.code).toBe('invalidKey');
    expect(keys.lookups).toBe(1);
  });

  it('refuses a key whose stored hash is another one, whatever the directory finds', async () => {
    await start();
    const other = [...keys.facts.values()][0];
    if (other === undefined) throw new Error('no key');
    keys.find = async () => other;
    expect((await http.withKey('guess').get('/v1/things')).body.code).toBe('invalidKey');
  });
});

describe('look-ups of keys', () => {
  it('are shared by requests at once, and begin after the last of them has come', async () => {
    const seen: string[] = [];
    const ends: (() => void)[] = [];
    let truth = 'before';
    const shared = withSharedLookups({
      find: async () => {
        seen.push(truth);
        const keyId = truth;
        await new Promise<void>((end) => ends.push(end));
        return { keyId, scopes: [], forecasterIds: [], secretSha256: '', usable: true };
      },
    });
    const first = shared.find('a');
    truth = 'after';
    const others = [shared.find('a'), shared.find('a'), shared.find('a')];
    expect(seen).toEqual(['before']);
    ends[0]?.();
    expect((await first)?.keyId).toBe('before');
    await expect.poll(() => ends.length).toBe(2);
    ends[1]?.();
    expect((await Promise.all(others)).map((facts) => facts?.keyId)).toEqual(['after', 'after', 'after']);
    expect(seen).toEqual(['before', 'after']);
    const another = shared.find('a');
    await expect.poll(() => ends.length).toBe(3);
    ends[2]?.();
    expect((await another)?.keyId).toBe('after');
  });

  it('that fail have failed for all who wait, and are asked again by those who come later', async () => {
    let failing = true;
    let asked = 0;
    const shared = withSharedLookups({
      find: async () => {
        asked += 1;
        await Promise.resolve();
        if (failing) throw new Error('the database is away');
        return null;
      },
    });
    const first = shared.find('a').catch((error: Error) => error.message);
    const second = shared.find('a').catch((error: Error) => error.message);
    expect(await Promise.all([first, second])).toEqual(['the database is away', 'the database is away']);
    // Whoever waited for an answer that did not come would wait as long again for his own.
    expect(asked).toBe(1);
    failing = false;
    expect(await shared.find('a')).toBeNull();
  });
});

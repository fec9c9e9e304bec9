/** Two instances of the service on one database behave as one. WRITERS=64 WRITES=30 makes more of it. */
import type supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpClient } from '../support/http.ts';
import { startService, type TestService } from '../support/service.ts';
import { forecasterBody, outcomeBody, Recorder, sourceBody, unique } from './fixtures.ts';

const WRITERS = Number(process.env['WRITERS'] ?? 16);
const WRITES = Number(process.env['WRITES'] ?? 10);

let service: TestService;
let other: Awaited<ReturnType<TestService['beside']>>;
let recorder: Recorder;
let admins: readonly [HttpClient, HttpClient];
beforeAll(async () => {
  service = await startService();
  other = await service.beside();
  recorder = new Recorder(service.admin);
  admins = [service.admin, other.admin];
});
afterAll(async () => {
  await other.close();
  await service.close();
});

const events = async () =>
  service.query<{ seq: string; hash: string; previousHash: string }>(
    'SELECT seq, hash, previous_hash AS "previousHash" FROM audit_events ORDER BY seq',
  );

describe('two instances', () => {
  it('give every write one place in one chain, and its receipt is true', async () => {
    const receipts: [string, string][] = [];
    const writer = async (client: HttpClient) => {
      for (let n = 0; n < WRITES; n += 1) {
        const { status, headers } = await client.post('/v1/forecasters').send(forecasterBody());
        expect(status).toBe(201);
        receipts.push([String(headers['audit-seq']), String(headers['audit-hash'])]);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, at) => writer(admins[at % 2] as HttpClient)));
    const chain = await events();
    expect(chain.map(({ seq }) => Number(seq))).toEqual(chain.map((_, at) => at + 1));
    expect(chain.slice(1).map(({ previousHash }) => previousHash)).toEqual(
      chain.slice(0, -1).map(({ hash }) => hash),
    );
    expect(receipts).toHaveLength(WRITERS * WRITES);
    const hashes = new Map(chain.map(({ seq, hash }) => [seq, hash]));
    expect(receipts.filter(([seq, hash]) => hashes.get(seq) !== hash)).toEqual([]);
    expect(new Set(receipts.map(([seq]) => seq)).size).toBe(WRITERS * WRITES);
  });

  it('do once what comes with one Idempotency-Key to both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [key, body] = [unique('key'), sourceBody()];
      const send = async (client: HttpClient): Promise<supertest.Response> => {
        const answer = await client.post('/v1/sources').set('Idempotency-Key', key).send(body);
        return answer.status === 409 ? send(client) : answer;
      };
      const answers = await Promise.all([...admins, ...admins, ...admins].map(send));
      expect([...new Set(answers.map(({ status, text }) => `${status} ${text}`))]).toHaveLength(1);
      const rows = await service.query('SELECT 1 FROM sources WHERE title = $1', [body['title']]);
      expect(rows).toHaveLength(1);
    }
  });

  it('take one of two outcomes that come at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await recorder.question();
      await recorder.forecast(id, 0.7);
      const answers = await Promise.all(
        admins.map((client, at) =>
          client.post(`/v1/questions/${id}/resolutions`).send(outcomeBody({ value: at === 0 })),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(await recorder.history(id)).toHaveLength(1);
    }
  });

  it('see what the other has written, in lists and in reports', async () => {
    const { id } = await new Recorder(other.admin).question();
    const read = async (client: HttpClient) => (await client.get(`/v1/questions/${id}`)).text;
    expect(await read(service.anyone)).toBe(await read(other.anyone));
    await recorder.forecast(id, 0.25);
    const report = async (client: HttpClient) => (await client.get('/v1/reports/accuracy')).text;
    await report(other.anyone);
    await recorder.resolve(id);
    expect(await report(other.anyone)).toBe(await report(service.anyone));
  });

  describe('let a key do no more than is on record, from the next request on', () => {
    const make = async (scope = 'admin') => {
      const body = { name: unique('key'), scopes: [scope] };
      const { id, secret } = (await service.admin.post('/v1/keys').send(body)).body as {
        id: string;
        secret: string;
      };
      return { id, clients: [service.anyone.withKey(secret), other.anyone.withKey(secret)] as const };
    };
    const read = (client: HttpClient) => client.get('/v1/forecasters?limit=1');
    const write = (client: HttpClient) => client.post('/v1/forecasters').send(forecasterBody());
    /** What each instance answers to a read and a write. */
    const answers = async ({ clients }: Awaited<ReturnType<typeof make>>) => {
      const statuses: number[] = [];
      for (const client of clients)
        for (const send of [read, write]) statuses.push((await send(client)).status);
      return statuses;
    };

    it('when it is revoked', async () => {
      for (let round = 0; round < 5; round += 1) {
        const key = await make();
        expect(await answers(key)).toEqual([200, 201, 200, 201]);
        expect((await admins[round % 2]?.delete(`/v1/keys/${key.id}`))?.status).toBe(200);
        expect(await answers(key)).toEqual([401, 401, 401, 401]);
      }
    });

    it('when it is rotated without overlap', async () => {
      const key = await make();
      expect(await answers(key)).toEqual([200, 201, 200, 201]);
      expect((await other.admin.post(`/v1/keys/${key.id}/rotation`).send({})).status).toBe(201);
      expect(await answers(key)).toEqual([401, 401, 401, 401]);
    });

    it('when it expires by the clock of the database', async () => {
      const key = await make();
      expect(await answers(key)).toEqual([200, 201, 200, 201]);
      await service.query('UPDATE api_keys SET expires_at = clock_timestamp() WHERE id = $1', [key.id]);
      expect(await answers(key)).toEqual([401, 401, 401, 401]);
    });

    it('when it loses a scope, or is limited to other forecasters', async () => {
      const key = await make();
      expect((await key.clients[1].get('/v1/keys?limit=1')).status).toBe(200);
      await service.query(`UPDATE api_keys SET scopes = '{read}' WHERE id = $1`, [key.id]);
      expect(await answers(key)).toEqual([200, 403, 200, 403]);
      expect((await key.clients[1].get('/v1/keys?limit=1')).status).toBe(403);
      const limited = await make('write');
      const { id } = await recorder.forecaster();
      const edit = async (client: HttpClient) =>
        (
          await client
            .patch(`/v1/forecasters/${id}`)
            .set('If-Match', await recorder.etag(`/v1/forecasters/${id}`))
            .send({ affiliation: unique() })
        ).status;
      expect([await edit(limited.clients[0]), await edit(limited.clients[1])]).toEqual([200, 200]);
      const { id: another } = await recorder.forecaster();
      await service.query('UPDATE api_keys SET forecaster_ids = ARRAY[$2::uuid] WHERE id = $1', [
        limited.id,
        another,
      ]);
      expect([await edit(limited.clients[0]), await edit(limited.clients[1])]).toEqual([403, 403]);
    });
  });
});

/** The whole service on a database of its own, listening, with a client that checks the contract. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import { v7 as newId } from 'uuid';
import { loadSeeds } from '../../seeds/load.ts';
import { buildApp } from '../../src/app.ts';
import type { LexiconInput } from '../../src/domain/lexicons/lexicon.ts';
import type { HttpLimits } from '../../src/http/http-config.ts';
import { ensureBuiltInActors, systemActor } from '../../src/services/keys/built-in.ts';
import { ensureAdminKey } from '../../src/services/keys/ensure-admin-key.ts';
import type { ReportRunner } from '../../src/services/reports/report-order.ts';
import { hereRunner } from '../../src/services/reports/run-here.ts';
import { connect } from '../../src/store/prisma/connect.ts';
import { openStore } from '../../src/store/prisma/open-store.ts';
import { openSnapshots } from '../../src/store/prisma/snapshot/open-snapshots.ts';
import type { SnapshotSettings } from '../../src/store/prisma/snapshot/session.ts';
import type { Store } from '../../src/store/store.ts';
import { createTestDatabase } from './database.ts';
import { type HttpClient, serve } from './http.ts';

const SEED_FOLDER = fileURLToPath(new URL('../../seeds', import.meta.url));

export interface TestService {
  /** Without a key. */
  readonly anyone: HttpClient;
  /** With the first admin key. */
  readonly admin: HttpClient;
  /** The first admin key itself. */
  readonly secret: string;
  readonly store: Store;
  readonly app: FastifyInstance;
  readonly document: OpenAPIV3_1.Document;
  /** Of its database, as the service is given it. */
  readonly databaseUrl: string;
  /** Of its database, for a session of the owner that a test steers itself. */
  readonly ownerUrl: string;
  /** Rows of the database itself, as its owner: for what no answer shows. */
  readonly query: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** Lexicons come with the seeds; a test that needs one writes it. */
  readonly addLexicon: (lexicon: LexiconInput) => Promise<void>;
  /** Another instance on the same database, or on a copy of it, with the same admin key; close it first. */
  readonly beside: (options?: TestServiceOptions) => Promise<Pick<TestService, 'anyone' | 'admin' | 'close'>>;
  readonly close: () => Promise<void>;
}

export interface TestServiceOptions {
  /** Where a test reads the log; else there is none. */
  readonly logger?: Logger;
  /** Loads the article's seeds. */
  readonly seed?: boolean;
  readonly publicRead?: boolean;
  /** Other sites that may call; none. */
  readonly corsOrigins?: readonly string[];
  /** Of another instance: the copy that it works on. */
  readonly databaseUrl?: string;
  /** Requests a minute; 0, unless a test is about it. */
  readonly rateLimitPerMinute?: number;
  readonly limits?: Partial<HttpLimits>;
  /** Limits of exports. */
  readonly snapshots?: Partial<SnapshotSettings>;
  /** Where reports are computed; in this thread unless told. */
  readonly reports?: ReportRunner;
}

/** One process of the service: a pool, an app and a port of its own on a database that others may use too. */
async function openInstance(url: string, options: TestServiceOptions, fill: (store: Store) => Promise<void>) {
  const store = openStore(
    connect({
      url,
      poolSize: 12,
      connectionTimeoutMs: 5000,
      statementTimeoutMs: 10_000,
      queryTimeoutMs: 12_000,
      lockTimeoutMs: 8000,
      onError: () => undefined,
    }),
    { maxWaitMs: 10_000, timeoutMs: 15_000 },
  );
  const snapshots = openSnapshots({
    url,
    connectionTimeoutMs: 5000,
    onError: () => undefined,
    ...options.snapshots,
  });
  await fill(store);
  const app = await buildApp({
    config: {
      publicRead: options.publicRead ?? true,
      corsOrigins: options.corsOrigins ?? [],
      rateLimitPerMinute: options.rateLimitPerMinute ?? 0,
    },
    limits: {
      eventLoopDelayMs: 0,
      wrongKeysPerWindow: 10_000,
      longestWaitMs: 60_000,
      longestReadWaitMs: 60_000,
      ...options.limits,
    },
    keyDirectory: { find: (hash) => store.keyBySecret(hash) },
    logger: options.logger ?? pino({ level: 'silent' }),
    record: { store, newId, reports: options.reports ?? hereRunner, snapshots },
    readinessChecks: [],
  });
  const { document, client } = await listen(app);
  const close = async () => {
    await client.close();
    await snapshots.close();
    await store.close();
  };
  return { store, app, document, client, close };
}

/** Call it in `beforeAll` and `close` in `afterAll`; the folder must stand in DATABASE_TESTS. */
export async function startService(options: TestServiceOptions = {}): Promise<TestService> {
  const database = await createTestDatabase();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  owner.on('error', () => undefined);
  const secret = `test-${randomBytes(24).toString('base64url')}`;
  const { store, app, document, client, close } = await openInstance(database.url, options, async (empty) => {
    await ensureBuiltInActors(empty);
    await ensureAdminKey(empty, secret, newId);
    if (options.seed === true) await loadSeeds(empty, SEED_FOLDER, newId);
  });
  return {
    anyone: client,
    admin: client.withKey(secret),
    secret,
    store,
    app,
    document,
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await owner.query<Row>(text, [...values])).rows,
    addLexicon: (content) => addLexicon(store, content),
    beside: async (more = {}) => {
      const second = await openInstance(
        more.databaseUrl ?? database.url,
        { ...options, ...more },
        async () => undefined,
      );
      return { anyone: second.client, admin: second.client.withKey(secret), close: second.close };
    },
    close: async () => {
      await close();
      await owner.end();
      await database.drop();
    },
  };
}

/** The contract is that of the routes themselves; a test elsewhere holds openapi.yaml equal to it. */
async function listen(app: FastifyInstance): Promise<{ document: OpenAPIV3_1.Document; client: HttpClient }> {
  await app.ready();
  const answer = await app.inject('/openapi.json');
  const document = answer.json() as OpenAPIV3_1.Document;
  return { document, client: await serve(app, document) };
}

async function addLexicon(store: Store, content: LexiconInput): Promise<void> {
  await store.write(
    { actor: systemActor.keyId, action: 'lexicon.add' },
    async (unit) => unit.append({ type: 'lexicon', id: newId(), content }),
    async () => undefined,
  );
}

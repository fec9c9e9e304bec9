/**
 * Prisma's own migration engine, run inside this process as WebAssembly: the command line tool
 * would download a binary, which a machine without a network cannot.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { hearErrors } from '../hear-errors.ts';
import { decidedSession } from '../pinned-session.ts';
import { PoolWithChar } from './pool-with-char.ts';
import { type LockWaiting, runScript } from './run-script.ts';

type Exports = Readonly<Record<string, unknown>>;
type Bindings = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: Exports): void };

/** Node has it; the libraries this project compiles against do not name it. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>;
  };
};

/** Where the engine tells of its own defects before it traps; the name is part of its interface. */
const panics = {
  message: '',
  set_message(message: string) {
    panics.message = message;
  },
};
Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panics });

/** For an engine that runs no script. */
const NO_SCRIPTS: LockWaiting = { limitMs: 0, onWait: () => undefined, onGiveUp: () => undefined };

/** Gives `work` an engine on that database, and closes it. Takes 0.2 s to load, so only where needed. */
export async function withSchemaEngine<Answer>(
  url: string,
  work: (engine: SchemaEngine) => Promise<Answer>,
  {
    datamodels,
    waiting = NO_SCRIPTS,
  }: { readonly datamodels?: [path: string, content: string][]; readonly waiting?: LockWaiting } = {},
): Promise<Answer> {
  const { SchemaEngine } = await loadBindings();
  const pool = new PoolWithChar({
    // What the engine does beside the scripts waits for nothing but another engine.
    // The server ends the script of a process that has died, as far as it can tell.
    ...decidedSession(
      url,
      '-c lock_timeout=10000 -c statement_timeout=0 -c client_connection_check_interval=1000 -c timezone=UTC',
    ),
    max: 4,
    connectionTimeoutMillis: 5000,
    application_name: 'reckoner migration',
  });
  hearErrors(pool, () => undefined);
  const adapter = bindMigrationAwareSqlAdapterFactory(runScriptsWhole(new PrismaPg(pool), pool, waiting));
  try {
    return await work(await SchemaEngine.new({ datamodels }, () => undefined, adapter));
  } catch (error) {
    throw panics.message === '' ? error : new Error(`Prisma's schema engine gave up: ${panics.message}`);
  } finally {
    await pool.end();
  }
}

/**
 * adapter-pg splits scripts at every semicolon, which cuts function bodies apart and leaves a
 * failed migration half done. Sent whole, Postgres runs a script as one transaction.
 */
function runScriptsWhole(
  factory: SqlMigrationAwareDriverAdapterFactory,
  pool: PoolWithChar,
  waiting: LockWaiting,
): SqlMigrationAwareDriverAdapterFactory {
  const whole = (adapter: SqlDriverAdapter): SqlDriverAdapter =>
    new Proxy(adapter, {
      get(target, property) {
        if (property === 'executeScript') return (script: string) => runOrExplain(pool, script, waiting);
        if (property === 'queryRaw')
          return async (query: SqlQuery) => pool.restoreChar(await target.queryRaw(query));
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => whole(await factory.connect()),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}

/** @throws DriverAdapterError, which the engine can read */
async function runOrExplain(pool: pg.Pool, script: string, waiting: LockWaiting): Promise<void> {
  try {
    await runScript(pool, script, waiting);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code = 'XX000', severity = 'ERROR', message, detail, column, hint } = error;
    throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
  }
}

let bindings: Promise<Bindings> | undefined;

/** The package's own entry wants `--experimental-wasm-modules`; this does by hand what it does. */
function loadBindings(): Promise<Bindings> {
  bindings ??= (async () => {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
    const loaded = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as Bindings;
    const { instance } = await WebAssembly.instantiate(
      await readFile(join(folder, 'schema_engine_bg.wasm')),
      {
        './schema_engine_bg.js': withIdleTimers(loaded),
      },
    );
    loaded.__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
    return loaded;
  })();
  return bindings;
}

/** The engine's limit of ten seconds for its lock is never cleared and would keep the process alive. */
function withIdleTimers(imports: object): object {
  return Object.fromEntries(
    Object.entries(imports).map(([name, value]) => {
      if (!name.startsWith('__wbg_setTimeout')) return [name, value];
      return [
        name,
        (...input: unknown[]) => (value as (...input: unknown[]) => NodeJS.Timeout)(...input).unref(),
      ];
    }),
  );
}

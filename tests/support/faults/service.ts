/** One service on a server that outlives it, started as a supervisor does: again, until it runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startTemporaryDatabase } from '../../../bench/temporary-database.ts';
import { type ServiceProcess, startProcess } from '../service-process.ts';

export const ADMIN_KEY = 'fault-key-0123456789abcdef0123456789abcdef';

/** A server of its own, durable unless the settings say otherwise. */
export const startDatabase = startTemporaryDatabase;

export interface Supervised {
  /** Where it listens; changes with each start. */
  readonly address: () => string;
  readonly pid: () => number;
  /** Times that the process ended although nobody had killed it. */
  readonly selfDeaths: () => number;
  readonly printed: () => string;
  /** SIGKILL; comes back when it serves again. */
  killAndStart(): Promise<void>;
  readonly current: () => ServiceProcess;
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  readonly url: string;
  readonly ownerUrl: string;
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  let deaths = 0;
  let expected = false;
  let [service, address] = await start(options);
  const watch = (watched: ServiceProcess): void => {
    void watched.ended.then(async () => {
      if (expected) return;
      deaths += 1;
      await again();
    });
  };
  const again = async (): Promise<void> => {
    [service, address] = await start(options);
    expected = false;
    watch(service);
  };
  watch(service);
  return {
    address: () => address,
    pid: () => service.child.pid ?? 0,
    selfDeaths: () => deaths,
    printed: () => service.printed(),
    current: () => service,
    killAndStart: async () => {
      expected = true;
      await service.kill();
      await again();
    },
    stop: async () => {
      expected = true;
      service.child.kill('SIGTERM');
      await service.ended;
    },
  };
}

async function start({
  url,
  ownerUrl,
  folder,
  environment,
}: SupervisedOptions): Promise<[ServiceProcess, string]> {
  for (let attempt = 1; ; attempt += 1) {
    const service = startProcess({
      DATABASE_URL: url,
      MIGRATION_DATABASE_URL: ownerUrl,
      DATA_DIR: folder,
      ADMIN_KEY,
      RATE_LIMIT_PER_MINUTE: '0',
      ...environment,
    });
    try {
      return [service, await service.address];
    } catch (error) {
      await service.kill();
      if (attempt === 20) throw error;
      await sleep(100);
    }
  }
}

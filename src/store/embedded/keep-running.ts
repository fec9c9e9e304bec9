/** A server that ends by itself (killed, out of memory) is started again where its clients look for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Server, type ServerOptions, startServer, stopOrphan } from './server.ts';

const LONGEST_PAUSE_MS = 3000;

export interface KeptServer {
  readonly port: number;
  /** Ends the server for good. Further calls wait for the first. */
  stop(): Promise<void>;
}

/** Starts the server and starts it again, on the same port, until `stop` is called. */
export async function keepServerRunning(
  options: ServerOptions,
  log: (line: string) => void,
): Promise<KeptServer> {
  const first = await startServer(options);
  let stopping: Promise<void> | undefined;
  let current: Promise<Server> = Promise.resolve(first);

  const startAgain = async (): Promise<Server> => {
    for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await stopOrphan(options.cluster);
        const again = await startServer({ ...options, port: first.port });
        log('The database server had ended; it runs again');
        return again;
      } catch (error) {
        if (stopping !== undefined) return first;
        log(`The database server ended and does not start again yet: ${(error as Error).message}`);
        await sleep(pause);
        if (stopping !== undefined) return first;
      }
    }
  };
  const watch = (server: Server): void => {
    void server.ended.then(async () => {
      if (stopping !== undefined) return;
      current = startAgain();
      watch(await current);
    });
  };
  watch(first);

  const stop = async () => (await current).stop();
  return { port: first.port, stop: () => (stopping ??= stop()) };
}

/**
 * Where JSON log lines go: to stderr, which keeps stdout for the few lines meant for people; to a
 * file when stderr is a terminal, so that requests do not drown those lines.
 */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DestinationStream, type Logger, pino } from 'pino';

const LARGE_LOG_BYTES = 50_000_000;
/** Lines waiting for a reader that has stopped reading; beyond, lines are dropped, not the service. */
const BUFFER_BYTES = 16_000_000;
const FLUSH_LIMIT_MS = 500;

export interface OpenLogger {
  readonly logger: Logger;
  /** The file, where lines go to one. */
  readonly file: string | undefined;
  /** Writes out what waits; gives up after half a second. */
  flush(): Promise<void>;
}

export function openLogger(level: string, dataDirectory: string, toTerminal: boolean): OpenLogger {
  const file = toTerminal ? openFile(dataDirectory) : undefined;
  const destination = pino.destination({ dest: file ?? 2, sync: false, maxLength: BUFFER_BYTES });
  destination.on('error', () => undefined);
  const stream: DestinationStream = destination;
  return {
    logger: pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream),
    file,
    flush: () =>
      new Promise((resolve) => {
        const limit = setTimeout(resolve, FLUSH_LIMIT_MS);
        destination.flush(() => {
          clearTimeout(limit);
          resolve();
        });
      }),
  };
}

function openFile(dataDirectory: string): string {
  const file = join(dataDirectory, 'service.log');
  mkdirSync(dataDirectory, { recursive: true });
  if (existsSync(file) && statSync(file).size > LARGE_LOG_BYTES) renameSync(file, `${file}.1`);
  return file;
}

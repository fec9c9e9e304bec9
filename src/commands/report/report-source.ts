/** Where a report comes from: a running service, or the database of the environment. */
import { StartProblem } from '../../store/start-problem.ts';

export interface SourceAnswer {
  readonly status: number;
  /** Audit number of the report; null where it was refused. */
  readonly asOfSeq: string | null;
  readonly body: Uint8Array;
}

export interface ReportSource {
  /** In words, for the person who waits. */
  readonly name: string;
  /** @param target path and query */
  get(target: string): Promise<SourceAnswer>;
  close(): Promise<void>;
}

/** How long a service on this machine may take to say that it is one. */
const PROBE_MS = 2000;

/** Whether a Reckoner answers there; another program on the port is none. */
export async function isService(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/version', url), { signal: AbortSignal.timeout(PROBE_MS) });
    return ((await answer.json()) as { name?: unknown }).name === 'reckoner';
  } catch {
    return false;
  }
}

/** A service that is running. `key` where reading needs one. */
export function serviceSource(url: string, key: string | undefined): ReportSource {
  const headers: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return {
    name: `the service at ${url}`,
    get: async (target) => {
      const answer = await fetch(new URL(target, url), { headers }).catch((error: unknown) => {
        throw new StartProblem(
          `No service answers at ${url}.`,
          'Start it with npm start, name another with --url, or leave --url out to read the database itself.',
          error,
        );
      });
      const body = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, asOfSeq: answer.headers.get('report-as-of-seq'), body };
    },
    close: async () => undefined,
  };
}

/** sqlmap: asked of one request, of whose values some are marked, whether any of them reaches SQL. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { skip } from './checks.ts';

/** What sqlmap puts its payloads in the place of; it may stand nowhere else. */
export const MARK = '*';

export interface MarkedRequest {
  readonly method: string;
  /** Path and query, percent-encoded but for the marks. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface SqlmapOptions {
  readonly level: number;
  readonly risk: number;
  /** A folder of this run alone: two runs in one would take each other's answers for their own. */
  readonly folder: string;
  readonly timeoutMs: number;
}

export interface SqlmapResult {
  /** Marked values that it called injectable. */
  readonly injectable: readonly string[];
  /** Marked values that it tried through and found nothing in. */
  readonly clean: number;
  /** Everything it printed. */
  readonly printed: string;
}

export function requireSqlmap(): string {
  try {
    return execFileSync('sqlmap', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
      .split('\n', 1)[0] as string;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') skip('sqlmap missing');
    throw error;
  }
}

/** Runs it against `http://127.0.0.1:<port>`; ends after `timeoutMs` with what it found by then. */
export async function sqlmap(
  port: number,
  request: MarkedRequest,
  { level, risk, folder, timeoutMs }: SqlmapOptions,
): Promise<SqlmapResult> {
  mkdirSync(folder, { recursive: true });
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  // Not by a file of the request: sqlmap drops If-None-Match from those.
  const options = [
    [`--url=http://127.0.0.1:${port}${request.target}`, `--method=${request.method}`],
    [`--headers=${headers.join('\n')}`],
    request.body === undefined ? [] : [`--data=${request.body}`],
    // A body without a mark would have all of its fields tried.
    request.body?.includes(MARK) === false ? ['--param-filter=URI,(custom) HEADER'] : [],
    ['--batch', '--ignore-stdin', '--disable-coloring', '--flush-session', '--skip-waf'],
    ['--dbms=PostgreSQL', '--technique=BEUST', `--level=${level}`, `--risk=${risk}`],
    ['--ignore-code=401', '--ignore-redirects', '--answers=keep testing=Y', `--output-dir=${folder}`],
  ].flat();
  const printed = await new Promise<string>((resolve) =>
    execFile('sqlmap', options, { timeout: timeoutMs, maxBuffer: 1e8 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    ),
  );
  const points = /identified the following injection point[\s\S]*?\n---\n([\s\S]*?)\n---/.exec(printed)?.[1];
  return {
    injectable: [...(points ?? '').matchAll(/^Parameter: (.+)$/gm)].map((found) => found[1] as string),
    clean: printed.match(/does not seem to be injectable/g)?.length ?? 0,
    printed,
  };
}

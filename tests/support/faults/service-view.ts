/** What a service says of itself under load, between two looks at /metrics. */
import { setTimeout as sleep } from 'node:timers/promises';

const BUCKET =
  /^http_request_duration_seconds_bucket\{le="([^"]+)",method="\w+",route="\/v1\/[^"]*",status="(\d+)"\} (\d+)/gm;

type Counts = ReadonlyMap<number, number>;
interface Look {
  readonly accepted: Counts;
  readonly refused: Counts;
  readonly lateMs: number;
}

export class ServiceView {
  readonly #address: string;
  readonly #first: Look;

  private constructor(address: string, first: Look) {
    this.#address = address;
    this.#first = first;
  }

  static async begin(address: string): Promise<ServiceView> {
    return new ServiceView(address, await look(address));
  }

  /** In words: bounds of the p99 of its answers, from reading the head of a request to the last byte written, and of its event loop's delay. */
  async end(): Promise<string> {
    const { accepted, refused, lateMs } = await look(this.#address);
    const bounds = [
      `accepted p99 within ${p99(accepted, this.#first.accepted)} ms`,
      `refused within ${p99(refused, this.#first.refused)} ms`,
      `event loop late by ${Math.round(lateMs)} ms (p99)`,
    ];
    return bounds.join(', ');
  }
}

/** Its own event loop's histogram begins anew with each look. */
async function look(address: string): Promise<Look> {
  for (;;) {
    const text = await (await fetch(`${address}/metrics`)).text();
    const late = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1];
    if (late !== undefined) {
      const lines = [...text.matchAll(BUCKET)];
      return {
        accepted: counts(lines.filter(([, , status]) => status?.startsWith('2') === true)),
        refused: counts(lines.filter(([, , status]) => status === '503')),
        lateMs: Number(late) * 1000,
      };
    }
    await sleep(100);
  }
}

/** Answers by the bound of their bucket, in ms, over all routes. */
function counts(lines: readonly RegExpMatchArray[]): Counts {
  const sums = new Map<number, number>();
  for (const [, bound = '', , count] of lines) {
    const ms = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound) * 1000;
    sums.set(ms, (sums.get(ms) ?? 0) + Number(count));
  }
  return sums;
}

function p99(now: Counts, before: Counts): number {
  const since = [...now].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)] as const);
  const all = Math.max(0, ...since.map(([, count]) => count));
  return Math.min(...since.filter(([, count]) => count >= 0.99 * all).map(([bound]) => bound));
}

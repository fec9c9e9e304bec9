/** Writes at a fixed rate, whether or not the last ones were answered: what waits is seen as waiting. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './contention.ts';
import { ADMIN_KEY } from './service.ts';

export interface SteadyLoad {
  /** Writes a second. */
  readonly rate: number;
  /** By `performance.now()`. */
  readonly began: number;
  /** `at` is when it was due; `status` 0 where there was no answer. */
  readonly seen: readonly {
    readonly at: number;
    readonly took: number;
    readonly status: number;
    readonly retryAfter: boolean;
  }[];
  stop(): Promise<void>;
}

/** Forecasts, half of them, questions and sources. */
export async function startSteadyLoad(address: string, rate: number): Promise<SteadyLoad> {
  const api = new Api(() => address, ADMIN_KEY);
  const question = () => ({
    title: `Load ${randomUUID()}`,
    type: 'binary',
    resolutionCriteria: 'As published.',
  });
  const questionId = await api.create('/v1/questions', question());
  const forecasterId = await api.create('/v1/forecasters', { name: randomUUID(), kind: 'person' });
  const write = (number: number) => {
    if (number % 4 === 1) return api.post('/v1/questions', question());
    if (number % 4 === 3) return api.post('/v1/sources', { title: randomUUID(), kind: 'article' });
    const madeAt = new Date(Date.UTC(2024, 0, 1) + number * 1000).toISOString();
    return api.post('/v1/forecasts', {
      questionId,
      forecasterId,
      madeAt,
      prediction: { probability: 0.5 },
      basis: 'stated',
    });
  };
  const seen: { at: number; took: number; status: number; retryAfter: boolean }[] = [];
  const open = new Set<Promise<void>>();
  let stopping = false;
  const send = async (number: number, at: number) => {
    const { status, retryAfter } = await write(number).catch(() => ({ status: 0, retryAfter: false }));
    seen.push({ at, took: performance.now() - at, status, retryAfter });
  };
  const began = performance.now();
  const sending = (async () => {
    for (let number = 0; !stopping; ) {
      for (; began + (number * 1000) / rate <= performance.now(); number += 1) {
        const one = send(number, began + (number * 1000) / rate);
        open.add(one);
        void one.then(() => open.delete(one));
      }
      await sleep(2);
    }
  })();
  return {
    rate,
    began,
    seen,
    stop: async () => {
      stopping = true;
      await sending;
      await Promise.all(open);
    },
  };
}

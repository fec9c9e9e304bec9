/** Writes at a fixed rate, whether or not the last ones were answered: what waits is seen as waiting. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './contention.ts';
import { ADMIN_KEY } from './service.ts';

export interface SteadyLoad {
  /** Writes a second. */
  readonly rate: number;
  /** Writes in one request. */
  readonly batch: number;
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

/** Forecasts, half of them, questions and sources; with a batch above 1 forecasts, that many a request. */
export async function startSteadyLoad(address: string, rate: number, batch = 1): Promise<SteadyLoad> {
  const api = new Api(() => address, ADMIN_KEY);
  const question = () => ({
    title: `Load ${randomUUID()}`,
    type: 'binary',
    resolutionCriteria: 'As published.',
  });
  const questionId = await api.create('/v1/questions', question());
  const forecasterId = await api.create('/v1/forecasters', { name: randomUUID(), kind: 'person' });
  const forecast = (number: number) => ({
    questionId,
    forecasterId,
    madeAt: new Date(Date.UTC(2024, 0, 1) + number * 1000).toISOString(),
    prediction: { probability: 0.5 },
    basis: 'stated',
  });
  const write = (number: number) => {
    if (batch > 1) {
      const forecasts = Array.from({ length: batch }, (_, at) => forecast(number * batch + at));
      return api.post('/v1/forecasts/batch', { forecasts });
    }
    if (number % 4 === 1) return api.post('/v1/questions', question());
    if (number % 4 === 3) return api.post('/v1/sources', { title: randomUUID(), kind: 'article' });
    return api.post('/v1/forecasts', forecast(number));
  };
  const seen: { at: number; took: number; status: number; retryAfter: boolean }[] = [];
  const open = new Set<Promise<void>>();
  let stopping = false;
  const send = async (number: number, at: number) => {
    const { status, retryAfter } = await write(number).catch(() => ({ status: 0, retryAfter: false }));
    seen.push({ at, took: performance.now() - at, status, retryAfter });
  };
  const began = performance.now();
  const dueAt = (number: number) => began + (number * batch * 1000) / rate;
  const sending = (async () => {
    for (let number = 0; !stopping; ) {
      for (; dueAt(number) <= performance.now(); number += 1) {
        const one = send(number, dueAt(number));
        open.add(one);
        void one.then(() => open.delete(one));
      }
      await sleep(2);
    }
  })();
  return {
    rate,
    batch,
    began,
    seen,
    stop: async () => {
      stopping = true;
      await sending;
      await Promise.all(open);
    },
  };
}

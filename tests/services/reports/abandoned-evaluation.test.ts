import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluationOptions } from '../../../src/domain/evaluation/options.ts';
import { openWorkerPool, type WorkerPool } from '../../../src/services/reports/worker-pool.ts';

let pool: WorkerPool;
beforeAll(() => {
  pool = openWorkerPool({ threads: 1 });
});
afterAll(() => pool.close());

/** Takes minutes where it is not given up. */
const long = {
  input: {
    forecasts: Array.from({ length: 10_000 }, (_, index) => ({
      question: `q${index}`,
      forecaster: `f${index % 50}`,
      prediction: { probability: ((index * 7919) % 9973) / 9973 },
      outcome: { value: index % 3 === 0 },
    })),
  },
  rules: [],
  options: evaluationOptions.parse({ replicates: 2000, groupBy: 'forecaster', curves: 'groups' }),
  format: 'json',
};
const short = {
  ...long,
  input: { forecasts: long.input.forecasts.slice(0, 1) },
  options: evaluationOptions.parse({}),
};

test('an evaluation whose client has left makes room for the next one', async () => {
  await pool.evaluate(short);
  const left = new AbortController();
  const ends: string[] = [];
  const abandoned = pool.evaluate(long, left.signal).finally(() => ends.push('abandoned'));
  const refused = expect(abandoned).rejects.toMatchObject({ kind: 'unavailable' });
  const next = pool.evaluate(short).then(() => ends.push('next'));
  setTimeout(() => left.abort(), 300);
  await Promise.all([refused, next]);
  expect(ends).toEqual(['abandoned', 'next']);
});

/** How many resamples a board is given depends on what a fit of it costs. */
import { expect, test } from 'vitest';
import { adjustedIntervals } from '../../../../src/domain/accuracy/comparison/difficulty-bootstrap.ts';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import type { SideWork } from '../../../../src/domain/accuracy/intervals/side-work.ts';

/** Nothing is drawn: only what would be is looked at. */
const nowhere: SideWork = { begin: () => () => [] as never };

/** Each of so many shares ten questions with the one before and ten with the next. */
function chain(forecasters: number): Map<string, Map<string, number>> {
  const random = randomSource(1);
  return new Map(
    Array.from({ length: forecasters }, (_, at) => [
      `f${at}`,
      new Map(Array.from({ length: 20 }, (_, question) => [`q${10 * at + question}`, random.uniform()])),
    ]),
  );
}

function resamplesOf(board: Map<string, Map<string, number>>, seed: number) {
  const options = { level: 0.9, seed, replicates: 1000, clusterOf: (question: string) => question };
  return adjustedIntervals(board, options, nowhere);
}

test('all that were asked where everybody shares questions with everybody', () => {
  const random = randomSource(2);
  const questions = Array.from({ length: 400 }, (_, at) => `q${at}`);
  const board = new Map(
    Array.from({ length: 50 }, (_, at) => [
      `f${at}`,
      new Map(questions.map((one) => [one, random.uniform()])),
    ]),
  );
  expect(resamplesOf(board, 1).resamples).toBe(1000);
});

test('fewer the longer the chains are, and none where even 200 would take too long, with the reason', () => {
  expect(resamplesOf(chain(100), 2).resamples).toBe(1000);
  const fewer = resamplesOf(chain(300), 3).resamples;
  expect(fewer).toBeGreaterThanOrEqual(200);
  expect(fewer).toBeLessThan(1000);
  const none = resamplesOf(chain(1000), 4);
  expect(none.resamples).toBe(0);
  expect(none.of('f0')).toMatchObject({ value: null, reason: expect.stringMatching(/too long.*filters/) });
});

/**
 * Every vector of the golden files, through the functions that the service itself scores with.
 * `own-scores.json` says of each vector how it was computed without them (scipy, scikit-learn,
 * mpmath, or by counting it out). Another file of the same schema: GOLDEN_SCORES=<path> npm run test:golden
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkVector, type Vector } from './check-vector.ts';

const given = process.env['GOLDEN_SCORES'];
const paths = given === undefined ? ['golden-scores.json', 'own-scores.json'].map(beside) : [given];

function beside(name: string): URL {
  return new URL(name, import.meta.url);
}

function vectorsIn(path: string | URL): readonly Vector[] {
  const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(file) ? file : (file as { vectors: Vector[] }).vectors;
}

describe('golden vectors', () => {
  const vectors = paths.flatMap(vectorsIn);

  it('are there', () => {
    expect(vectors.length).toBeGreaterThan(0);
  });

  for (const vector of vectors) {
    it(`${vector.score}: ${vector.id}`, () => {
      const problem = checkVector(vector);
      if (problem !== null) throw new Error(problem);
    });
  }
});

describe('a golden vector that is not right', () => {
  const vector = { id: 'changed', score: 'brier', inputs: { p: 0.7, outcome: 1 }, expected: 0.09 };

  it.each([
    [vector, null],
    [{ ...vector, expected: 0.0901 }, '$: expected 0.0901, got 0.09000000000000002'],
    [{ ...vector, expected: null }, '$: expected null, got 0.09000000000000002'],
    [{ ...vector, score: 'brierr' }, 'no function computes the score key brierr'],
    [{ ...vector, score: 'toString' }, 'no function computes the score key toString'],
    [
      { ...vector, score: 'wilson_interval', inputs: { k: 0, n: 0, level: 0.95 }, expected: [0, 1] },
      '$: expected [0,1], got null',
    ],
  ])('is told in one line: %j', (changed, problem) => {
    expect(checkVector(changed)).toBe(problem);
  });
});

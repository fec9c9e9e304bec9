/**
 * Every vector of the golden file, through the functions that the service itself scores with.
 * Another file of the same schema: GOLDEN_SCORES=<path> npx vitest run tests/golden
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accuracyKeys } from './accuracy-keys.ts';
import { differenceBetween } from './difference-between.ts';
import { scoringKeys } from './scoring-keys.ts';

interface Vector {
  readonly id: string;
  readonly score: string;
  readonly inputs: unknown;
  readonly expected: unknown;
  readonly tolerance?: number;
}

const keys: Readonly<Record<string, (inputs: unknown) => unknown>> = { ...accuracyKeys, ...scoringKeys };
const path = process.env['GOLDEN_SCORES'] ?? new URL('golden-scores.json', import.meta.url);
const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
const vectors = (Array.isArray(file) ? file : (file as { vectors: Vector[] }).vectors) as readonly Vector[];

describe('golden vectors', () => {
  it('are there', () => {
    expect(vectors.length).toBeGreaterThan(0);
  });

  for (const { id, score, inputs, expected, tolerance } of vectors) {
    it(`${score}: ${id}`, () => {
      const compute = Object.hasOwn(keys, score) ? keys[score] : undefined;
      if (compute === undefined) throw new Error(`no function computes the score key ${score}`);
      expect(differenceBetween(compute(inputs), expected, tolerance ?? 1e-9)).toBeNull();
    });
  }
});

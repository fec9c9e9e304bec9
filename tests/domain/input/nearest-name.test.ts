import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from '../../../src/domain/input/nearest-name.ts';

describe('the nearest name', () => {
  const known = ['forecasterId', 'statementId', 'resolvesBy', 'status', 'topic'];

  it.each([
    ['forecaster_id', 'forecasterId'],
    ['forcasterId', 'forecasterId'],
    ['resolveBy', 'resolvesBy'],
    ['STATUS', 'status'],
    ['staus', 'status'],
    ['tpoic', 'topic'],
  ])('%s was meant to be %s', (name, meant) => {
    expect(nearestName(name, known)).toBe(meant);
  });

  it.each(['x', 'probability', '', 'q'.repeat(10_000)])('nothing is near %s', (name) => {
    expect(nearestName(name, known)).toBeNull();
  });

  it('measures a distance: zero to itself, symmetric, at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

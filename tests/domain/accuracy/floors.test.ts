import { describe, expect, it } from 'vitest';
import {
  aucStanding,
  binStanding,
  heldToFloor,
  intervalStanding,
  skillStanding,
  slopeStanding,
} from '../../../src/domain/accuracy/floors.ts';
import { measured, withheld } from '../../../src/domain/accuracy/measure.ts';

describe('the floors', () => {
  it.each([
    ['no interval below 10 questions', intervalStanding(9, 9), false, false],
    ['an indicative interval below 30 questions', intervalStanding(29, 29), true, true],
    ['an indicative interval below 10 clusters', intervalStanding(50, 9), true, true],
    ['a firm interval from 30 questions and 10 clusters', intervalStanding(30, 10), true, false],
    ['no interval from one cluster', intervalStanding(50, 1), false, false],
    ['no skill below 30 questions', skillStanding(29), false, false],
    ['skill from 30 questions', skillStanding(30), true, false],
    ['no slope with 9 events', slopeStanding(9, 40), false, false],
    ['a slope with 10 of each', slopeStanding(10, 10), true, false],
    ['no AUC with 4 non-events', aucStanding(40, 4), false, false],
    ['an AUC with 5 of each', aucStanding(5, 5), true, false],
    ['a grey bin of 4', binStanding(4), true, true],
    ['a full bin of 5', binStanding(5), true, false],
  ])('give %s', (_, standing, shown, indicativeOnly) => {
    expect(standing).toMatchObject({ shown, indicativeOnly });
    expect(standing.reason === null).toBe(shown && !indicativeOnly);
  });

  it('withhold a number with what is short, and keep the reason of an undefined one', () => {
    expect(heldToFloor(measured(0.3), skillStanding(12))).toEqual(
      withheld('A skill score needs 30 questions; there are 12.'),
    );
    expect(heldToFloor(withheld('One class.'), skillStanding(12))).toEqual(withheld('One class.'));
    expect(heldToFloor(measured(0.3), skillStanding(40))).toEqual(measured(0.3));
  });
});

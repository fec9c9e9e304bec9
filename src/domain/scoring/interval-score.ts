/**
 * Interval score of a central interval that leaves out alpha, in the unit of y, loss:
 * its width, and 2/alpha for each unit by which it misses. Gneiting & Raftery 2007, equation 43.
 */
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined } from './scoring-rule.ts';

/** @param alpha probability outside, in (0, 1] */
export function intervalScoreOf(lower: number, upper: number, alpha: number, y: number): number {
  return upper - lower + (2 / alpha) * (Math.max(lower - y, 0) + Math.max(y - upper, 0));
}

export const intervalScore = lineRule({
  key: 'interval_score',
  title: 'Interval score',
  formula: '(u - l) + (2/α)(l - y)₊ + (2/α)(y - u)₊, α = 1 - probability',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'proper',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Gneiting & Raftery 2007, equation 43',
  refuses: needsForm('interval'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'interval');
    return defined(intervalScoreOf(form.lower, form.upper, 1 - form.probability, y));
  },
});

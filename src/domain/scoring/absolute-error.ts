/** Absolute error of a point, in the unit of y, loss. Not probabilistic: a point states no uncertainty. Consistent for the median (of a date, of what is not beyond the horizon: a point beyond counts as there). */
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined } from './scoring-rule.ts';

export const absoluteError = lineRule({
  key: 'absolute_error',
  title: 'Absolute error (of a point; not probabilistic)',
  formula: '|x - y|',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'no',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Gneiting 2011, Making and evaluating point forecasts',
  refuses: needsForm('point'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'point');
    return defined(Math.abs(form.value - y));
  },
});

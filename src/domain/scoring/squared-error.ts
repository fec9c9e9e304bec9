/** Squared error of a point, in the square of the unit of y, loss. Not probabilistic: a point states no uncertainty. Consistent for the mean (of a date, of what is not beyond the horizon: a point beyond counts as there). */
import { lineRule, needsForm, partsOf } from './continuous-only.ts';
import { defined } from './scoring-rule.ts';

export const squaredError = lineRule({
  key: 'squared_error',
  title: 'Squared error (of a point; not probabilistic)',
  formula: '(x - y)²',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome squared',
  proper: 'no',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Gneiting 2011, Making and evaluating point forecasts',
  refuses: needsForm('point'),
  score: (distribution, observation) => {
    const { form, y } = partsOf(distribution, observation, 'point');
    return defined((form.value - y) ** 2);
  },
});

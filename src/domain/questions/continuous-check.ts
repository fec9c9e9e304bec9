/** What must hold between the parts of a prediction over a line. */
import type { InputIssue } from '../errors.ts';
import type { PlacedForm } from './continuous-form.ts';
import { checkFamily } from './distribution-family.ts';

/** Issues with pointers relative to the prediction; none where the form is sound. */
export function checkForm(form: PlacedForm): InputIssue[] {
  if ('quantiles' in form) return form.quantiles.flatMap((_, at) => checkQuantile(form.quantiles, at));
  if ('cdf' in form) return form.cdf.flatMap((_, at) => checkKnot(form.cdf, at));
  if ('interval' in form) {
    if (form.interval.lower < form.interval.upper) return [];
    return [{ pointer: '/interval/upper', code: 'outOfOrder', message: 'must be above lower' }];
  }
  if (!('distribution' in form)) return [];
  return checkFamily(form.distribution).map((issue) => ({
    ...issue,
    pointer: `/distribution${issue.pointer ?? ''}`,
  }));
}

function checkQuantile(
  quantiles: readonly { readonly level: number; readonly value: number }[],
  at: number,
): InputIssue[] {
  const [before, point] = [quantiles[at - 1], quantiles[at]];
  const issues: InputIssue[] = [];
  if (!before || !point) return issues;
  if (point.level <= before.level) {
    issues.push({ pointer: `/quantiles/${at}/level`, code: 'outOfOrder', message: 'levels must rise' });
  }
  if (point.value < before.value) {
    const message = 'must not fall: the quantiles cross';
    issues.push({ pointer: `/quantiles/${at}/value`, code: 'crossing', message });
  }
  return issues;
}

function checkKnot(
  cdf: readonly { readonly value: number; readonly probability: number }[],
  at: number,
): InputIssue[] {
  const [before, point] = [cdf[at - 1], cdf[at]];
  const issues: InputIssue[] = [];
  if (!before || !point) return issues;
  if (point.value <= before.value) {
    issues.push({ pointer: `/cdf/${at}/value`, code: 'outOfOrder', message: 'values must rise' });
  }
  if (point.probability < before.probability) {
    const message = 'must not fall: a cumulative probability rises';
    issues.push({ pointer: `/cdf/${at}/probability`, code: 'falls', message });
  }
  return issues;
}

/** Keys that say whether something is scored at all: the door's own checks, voids, conditions. */
import { checkForm } from '../../src/domain/questions/continuous-check.ts';
import { numericForm } from '../../src/domain/questions/continuous-form.ts';
import { parsePrediction } from '../../src/domain/questions/registry.ts';
import type { QuestionDefinition } from '../../src/domain/questions/question-type.ts';
import { scorePrediction } from '../../src/domain/scoring/score-prediction.ts';
import { key } from './accuracy-inputs.ts';
import { plainQuestion } from '../../src/domain/questions/scoring-fields.ts';

const binary: QuestionDefinition = { ...plainQuestion, type: 'binary' };

function isAccepted(definition: QuestionDefinition, input: unknown): boolean {
  try {
    parsePrediction(definition, input);
    return true;
  } catch {
    return false;
  }
}

function pmfIsValid({ p }: { p: readonly unknown[] }) {
  const options = p.map((_, at) => ({ id: `option${at}`, label: `Option ${at}` }));
  const probabilities = Object.fromEntries(p.map((value, at) => [`option${at}`, value]));
  return { valid: isAccepted({ ...plainQuestion, type: 'multipleChoice', options }, { probabilities }) };
}

/** Where the two lists have not one length, what is missing is undefined, and refused. */
function paired(name: string, first: readonly unknown[], second: readonly unknown[], fields: readonly [string, string]) {
  const rows = Array.from({ length: Math.max(first.length, second.length) }, (_, at) => ({
    [fields[0]]: first[at],
    [fields[1]]: second[at],
  }));
  const form = numericForm.safeParse({ [name]: rows });
  return { valid: form.success && checkForm(form.data).length === 0 };
}

const nothing = (status: string) => ({ status, score: null, counted: false });

function scored(p: number, outcome: unknown, rule = 'brier') {
  if (outcome !== 0 && outcome !== 1 && typeof outcome !== 'boolean') return nothing('open');
  const [score] = scorePrediction(binary, { probability: p }, { value: Boolean(outcome) }, [rule]);
  return { status: 'scored', score: score?.value ?? null, counted: true };
}

function annulled({ p, resolution }: { p: number; resolution: unknown }) {
  if (typeof resolution !== 'string') return scored(p, resolution);
  if (resolution === 'yes' || resolution === 'no') return scored(p, resolution === 'yes');
  const [score] = scorePrediction(binary, { probability: p }, { void: 'annulled' }, ['brier']);
  return { status: 'void', score: score?.value ?? null, counted: score?.value !== null };
}

interface Conditional {
  readonly conditionResolved: unknown;
  readonly p: number;
  readonly outcome: unknown;
  readonly score?: string;
}

function conditional({ conditionResolved, p, outcome, score }: Conditional) {
  if (conditionResolved === true || conditionResolved === 1) {
    return typeof outcome === 'string' ? annulled({ p, resolution: outcome }) : scored(p, outcome, score);
  }
  return nothing('void');
}

export const validityKeys: Record<string, (inputs: unknown) => unknown> = {
  validate_pmf: key(pmfIsValid),
  validate_quantiles: key(
    ({ quantileLevels, quantiles }: { quantileLevels: readonly unknown[]; quantiles: readonly unknown[] }) =>
      paired('quantiles', quantileLevels, quantiles, ['level', 'value']),
  ),
  validate_cdf: key(({ x, cdf }: { x: readonly unknown[]; cdf: readonly unknown[] }) =>
    paired('cdf', x, cdf, ['value', 'probability']),
  ),
  annulled: key(annulled),
  conditional: key(conditional),
};

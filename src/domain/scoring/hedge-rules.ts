/**
 * What a forecast scores over the interval that its words stand for, as rules with a key each: they
 * stand beside the scores of the one probability that the record takes the words for. The formulas are
 * those of `verbalScores`.
 */
import type { Score, ScoringRuleFacts } from './scoring-rule.ts';
import { verbalScores } from './verbal-interval.ts';

/** The interval that the words of a forecast stand for. */
export interface HedgeInterval {
  readonly lower: number;
  readonly upper: number;
  /** Whether it is a cell of a lexicon that divides 0 to 1. */
  readonly isLexiconCell: boolean;
}

export interface HedgeRule extends ScoringRuleFacts {
  /** @param y whether it happened */
  readonly score: (hedge: HedgeInterval, y: boolean) => Score;
}

const NO_CELL =
  'proper only among the cells of a lexicon that divides 0 to 1 without gap or overlap, and the interval of these words comes from none';

const shared = {
  orientation: 'loss',
  range: '0..1',
  unit: null,
  local: false,
  questionTypes: ['binary'],
} as const;

function scoreOf(read: (scores: ReturnType<typeof verbalScores>) => number | null): HedgeRule['score'] {
  return ({ lower, upper, isLexiconCell }, y) => {
    const value = read(verbalScores({ lower, upper }, y, isLexiconCell));
    return value === null ? { value, reason: NO_CELL } : { value, reason: null };
  };
}

const NO_STRICT_SCORE =
  'Seidenfeld, Schervish & Kadane 2012: no real-valued score is strictly proper for imprecise probabilities';

export const hedgeRules: readonly HedgeRule[] = [
  {
    ...shared,
    key: 'verbal_best',
    title: 'Brier score if the words meant the best probability that they can',
    formula: 'min over p in [lower, upper] of (p - y)^2',
    proper: 'no',
    source: NO_STRICT_SCORE,
    score: scoreOf(({ best }) => best),
  },
  {
    ...shared,
    key: 'verbal_worst',
    title: 'Brier score if the words meant the worst probability that they can',
    formula: 'max over p in [lower, upper] of (p - y)^2',
    proper: 'no',
    source: NO_STRICT_SCORE,
    score: scoreOf(({ worst }) => worst),
  },
  {
    ...shared,
    key: 'verbal_midpoint',
    title: 'Brier score of the middle of the interval',
    formula: '((lower + upper)/2 - y)^2',
    proper: 'no',
    source: 'Mitchell & Ferro 2017: in general not proper for intervals',
    score: scoreOf(({ midpoint }) => midpoint),
  },
  {
    ...shared,
    key: 'verbal_uniform_mean',
    title: 'Mean Brier score over the interval: vagueness costs',
    formula: '((lower + upper)/2 - y)^2 + (upper - lower)^2/12',
    proper: 'no',
    source: 'expectation under a uniform belief over the interval',
    score: scoreOf(({ uniformMean }) => uniformMean),
  },
  {
    ...shared,
    key: 'interval_brier',
    title: 'Brier score of a cell of a lexicon that divides 0 to 1',
    formula: '(lower - y)(upper - y)',
    proper: 'proper',
    source:
      'of the class of Mitchell & Ferro 2017; for freely chosen intervals refused, as [0, 1] would always score 0',
    score: scoreOf(({ intervalBrier }) => intervalBrier),
  },
  {
    ...shared,
    key: 'vagueness',
    title: 'Width of the interval: a diagnostic, not a score of accuracy',
    formula: 'upper - lower',
    proper: 'no',
    source: NO_STRICT_SCORE,
    score: ({ lower, upper }) => ({ value: upper - lower, reason: null }),
  },
];

const keys: ReadonlySet<string> = new Set(hedgeRules.map(({ key }) => key));

/** Why a rule cannot be asked of a report or an evaluation; null where it can. */
export function onlyOfHedges(key: string): string | null {
  if (!keys.has(key)) return null;
  return `${key} is of single forecasts in words: GET /v1/scores?rule=${key} lists it, and reports under brier have its mean in hedges`;
}

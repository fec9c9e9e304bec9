import { brierFractional } from '../scoring/brier-fractional.ts';
import { defaultRules, scoringRules } from '../scoring/registry.ts';
import { binaryDistribution } from './binary-scores.ts';
import type { EvaluatedForecast } from './evaluated-forecast.ts';
import type { RowScores } from './evaluation-model.ts';

const SHARE = 'the outcome is a probability, which brier_fractional alone scores';

/** Every score of one row by the rules asked for or the defaults; a rule that does not apply says why. */
export function scoresOfRow(
  { forecaster, question, scored }: EvaluatedForecast,
  asked: readonly string[],
): Omit<RowScores, 'row'> {
  if (typeof scored === 'string') return { forecaster, question, leftOut: scored, scores: [] };
  const { distribution, observation } =
    scored.binary === null
      ? scored
      : {
          distribution: binaryDistribution(scored.binary.p),
          observation: { kind: 'category', index: scored.binary.outcome } as const,
        };
  const share = observation.kind === 'share';
  const defaults = share ? [brierFractional] : defaultRules(distribution);
  const rules = asked.length > 0 ? scoringRules.filter(({ key }) => asked.includes(key)) : defaults;
  const scores = rules.map((rule): RowScores['scores'][number] => {
    const refusal = rule.refuses(distribution);
    if (refusal !== null) return { rule: rule.key, value: null, reason: refusal };
    if (share && rule !== brierFractional) return { rule: rule.key, value: null, reason: SHARE };
    const { value, reason } = rule.score(distribution, observation);
    return { rule: rule.key, value: value === null ? null : jsonNumber(value), reason };
  });
  return { forecaster, question, leftOut: null, scores };
}

function jsonNumber(value: number): number | 'Infinity' | '-Infinity' {
  if (Number.isFinite(value)) return value + 0;
  return value > 0 ? 'Infinity' : '-Infinity';
}

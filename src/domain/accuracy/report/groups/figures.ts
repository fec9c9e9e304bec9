/** The figures of one group: rows by question type and rule, and counts of what is not in them. */
import { questionTypeKeys } from '../../../questions/question.ts';
import { defaultRules, scoringRules } from '../../../scoring/registry.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { AccuracyRow, AccuracyTotals, LeftOutCounts } from '../models/accuracy-model.ts';
import { leftOutReasons, type ScoredForecast } from '../selection/counting.ts';
import type { GroupState } from './group-state.ts';
import { countStatements, countVerdicts } from './statement-counts.ts';

/** @param withStatements whether the grouping has a meaning for statements */
export function figuresOf(group: GroupState, level: number, withStatements: boolean): AccuracyTotals {
  const rows: AccuracyRow[] = [];
  let notApplicable = 0;
  for (const questionType of questionTypeKeys) {
    const state = group.types.get(questionType);
    if (state === undefined || group.scored.of(questionType) === 0) continue;
    const rules = state.rules();
    notApplicable += state.notApplicable(rules);
    for (const rule of rules) {
      const { key, title, orientation, unit } = rule;
      const strict = state.strict.cellOf(rule, level);
      const lenient = state.readingsAgree ? strict : state.lenient.cellOf(rule, level);
      rows.push({ questionType, rule: key, ruleTitle: title, orientation, unit, strict, lenient });
    }
  }
  const { scored, leftOut, statements } = group;
  return {
    forecasts: { selected: scored.total + leftOut.total, scored: scored.total - notApplicable },
    rows,
    leftOut: leftOutCounts(group, notApplicable, rows),
    statements: withStatements ? countStatements(statements, level) : null,
    verdicts: withStatements ? countVerdicts(statements, level) : null,
  };
}

/** Rules of the registry that were asked for, or the defaults, and that score some of these forecasts. */
export function rulesFor(scored: readonly ScoredForecast[], asked: readonly string[]): ScoringRule[] {
  const defaults =
    asked.length > 0 ? null : new Set(scored.flatMap(({ distribution }) => defaultRules(distribution)));
  return scoringRules.filter(
    (rule) =>
      (defaults === null ? asked.includes(rule.key) : defaults.has(rule)) &&
      scored.some(({ distribution }) => rule.refuses(distribution) === null),
  );
}

function leftOutCounts(
  { leftOut }: GroupState,
  notApplicable: number,
  rows: readonly AccuracyRow[],
): LeftOutCounts {
  const counts = Object.fromEntries(leftOutReasons.map((reason) => [reason, leftOut.of(reason)])) as Record<
    (typeof leftOutReasons)[number],
    number
  >;
  // Where both readings are of the same forecasts, the two cells are one.
  const withheldForSmallSample = rows.reduce(
    (sum, { strict, lenient }) =>
      sum + strict.withheldForSmallSample + (lenient === strict ? 0 : lenient.withheldForSmallSample),
    0,
  );
  return { ...counts, notApplicable, withheldForSmallSample };
}

/** The figures of one group: rows by question type and rule, and counts of what is not in them. */
import { questionTypeKeys } from '../../questions/question.ts';
import { defaultRules, scoringRules } from '../../scoring/registry.ts';
import type { ScoringRule } from '../../scoring/scoring-rule.ts';
import type { AccuracyRow, AccuracyTotals, LeftOutCounts } from './accuracy-model.ts';
import { buildCell, type CellContext } from './cell.ts';
import { type LeftOutReason, leftOutReasons, type ScoredForecast } from './counting.ts';
import type { JoinedStatement } from './joined-record.ts';
import { inReading } from './scored-rows.ts';
import { countStatements, countVerdicts } from './statement-counts.ts';

/** What stands in one group. */
export interface GroupMembers {
  readonly scored: readonly ScoredForecast[];
  readonly leftOut: readonly LeftOutReason[];
  /** Null where the grouping has no meaning for statements. */
  readonly statements: readonly JoinedStatement[] | null;
}

export function figuresOf(members: GroupMembers, context: CellContext): AccuracyTotals {
  const rows: AccuracyRow[] = [];
  let notApplicable = 0;
  for (const questionType of questionTypeKeys) {
    const ofType = members.scored.filter(({ forecast }) => forecast.question.facts.type === questionType);
    if (ofType.length === 0) continue;
    const rules = rulesFor(ofType, context.parameters.rule);
    notApplicable += ofType.filter(({ distribution }) =>
      rules.every((rule) => rule.refuses(distribution) !== null),
    ).length;
    const columns = { strict: inReading(ofType, 'strict'), lenient: inReading(ofType, 'lenient') };
    const allPlain = columns.strict.length === ofType.length && columns.lenient.length === ofType.length;
    for (const rule of rules) {
      const { key, title, orientation, unit } = rule;
      const strict = buildCell(columns.strict, rule, context);
      // Where nothing has a strict or lenient reading both columns hold the same forecasts.
      const lenient = allPlain ? strict : buildCell(columns.lenient, rule, context);
      rows.push({ questionType, rule: key, ruleTitle: title, orientation, unit, strict, lenient });
    }
  }
  const selected = members.scored.length + members.leftOut.length;
  return {
    forecasts: { selected, scored: members.scored.length - notApplicable },
    rows,
    leftOut: leftOutCounts(members.leftOut, notApplicable, rows),
    statements: members.statements && countStatements(members.statements, context.parameters.level),
    verdicts: members.statements && countVerdicts(members.statements, context.parameters.level),
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
  reasons: readonly LeftOutReason[],
  notApplicable: number,
  rows: readonly AccuracyRow[],
): LeftOutCounts {
  const counts = Object.fromEntries(leftOutReasons.map((reason) => [reason, 0])) as Record<
    LeftOutReason,
    number
  >;
  for (const reason of reasons) counts[reason] += 1;
  const withheldForSmallSample = rows.reduce(
    (sum, { strict, lenient }) => sum + strict.withheldForSmallSample + lenient.withheldForSmallSample,
    0,
  );
  return { ...counts, notApplicable, withheldForSmallSample };
}

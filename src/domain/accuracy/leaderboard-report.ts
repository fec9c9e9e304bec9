/**
 * The leaderboard: ranks by mean score with intervals from one bootstrap of clusters, drawn jointly
 * for everybody. Nobody is declared better where intervals overlap.
 */
import { invalid } from '../errors.ts';
import { defaultRules, scoringRule } from '../scoring/registry.ts';
import { noSideWork, type SideWork } from './intervals/side-work.ts';
import { withoutCommonTime } from './report/board/common-time.ts';
import { leaderboardColumn } from './report/board/leaderboard-column.ts';
import { sealed } from './report/models/content-hash.ts';
import type { LeaderboardReport } from './report/models/leaderboard-model.ts';
import type { AccuracyParameters, ReportFilter } from './report/models/parameters.ts';
import type { ScoredForecast } from './report/selection/counting.ts';
import {
  familiesOf,
  groupPrepared,
  headOf,
  prepareReport,
  type ReportSource,
} from './report/selection/prepare.ts';

export function buildLeaderboard(
  source: ReportSource,
  parameters: AccuracyParameters,
  filter: ReportFilter,
  sideWork: SideWork = noSideWork,
): LeaderboardReport {
  const record = familiesOf(source);
  const prepared = prepareReport(record, parameters, filter);
  const { kept, groupsOmitted } = groupPrepared(prepared, { ...parameters, groupBy: ['forecaster'] });
  const ranked = rankedBy(prepared.counted.scored, parameters, filter);
  const members = kept.map(({ values, scored }) => ({
    id: values[0]?.id ?? '',
    name: values[0]?.label ?? '',
    scored: scored.filter(({ forecast }) => forecast.question.facts.type === ranked.questionType),
  }));
  const column = (reading: 'strict' | 'lenient') =>
    leaderboardColumn(members, reading, ranked.rule, prepared, sideWork);
  const strict = column('strict');
  // Where every question is read one way only, the two columns are one.
  const onlyPlain = members.every(({ scored }) =>
    scored.every(({ forecast }) => forecast.question.facts.reading === 'plain'),
  );
  const { key, title, orientation } = ranked.rule;
  return sealed({
    kind: 'leaderboard' as const,
    ...headOf(record, filter, [
      ...prepared.notes,
      withoutCommonTime(parameters) ??
        'Means are over the questions that each forecaster answered; the adjusted mean is what compares.',
    ]),
    parameters,
    questionType: ranked.questionType,
    rule: key,
    ruleTitle: title,
    orientation,
    strict,
    lenient: onlyPlain ? strict : column('lenient'),
    entriesOmitted: groupsOmitted.groups,
    leftOut: prepared.counted.leftOut.length,
  });
}

/** One rule and one question type: as asked, else the type with the most forecasts and its first default. */
function rankedBy(
  scored: readonly ScoredForecast[],
  { rule: asked }: AccuracyParameters,
  { type: types }: ReportFilter,
) {
  const counts = new Map<string, number>();
  for (const { forecast } of scored)
    counts.set(forecast.question.facts.type, (counts.get(forecast.question.facts.type) ?? 0) + 1);
  const wanted = asked[0] === undefined ? null : scoringRule(asked[0]);
  const candidates = (types ?? (['binary', 'multipleChoice', 'numeric', 'date'] as const)).filter(
    (type) => wanted?.questionTypes.includes(type) ?? true,
  );
  const questionType =
    [...candidates].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0] ?? 'binary';
  const first = scored.find(({ forecast }) => forecast.question.facts.type === questionType);
  const fallback = first === undefined ? scoringRule('brier') : (defaultRules(first.distribution)[0] ?? null);
  const rule = wanted ?? fallback;
  if (rule === null) {
    throw invalid('noRule', `No rule ranks ${questionType} questions unasked.`, [
      { parameter: 'rule', code: 'required', message: 'name a scoring rule' },
    ]);
  }
  return { rule, questionType };
}

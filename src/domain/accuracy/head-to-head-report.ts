/** The head-to-head report: two forecasters on the questions, and at the times, that both cover. */
import { invalid } from '../errors.ts';
import { questionTypeKeys } from '../questions/question.ts';
import { brier } from '../scoring/brier.ts';
import { duelColumnOf } from './report/duel/duel.ts';
import { duelMurphy } from './report/duel/duel-murphy.ts';
import { type Opponent, pairsOf } from './report/duel/duel-pairs.ts';
import { rulesFor } from './report/groups/figures.ts';
import { sealed } from './report/models/content-hash.ts';
import type { HeadToHeadReport } from './report/models/head-to-head-model.ts';
import type { AccuracyParameters, ReportFilter } from './report/models/parameters.ts';
import { referenceFor } from './report/reference/references.ts';
import type { ScoredForecast } from './report/selection/counting.ts';
import {
  familiesOf,
  headOf,
  type Prepared,
  prepareReport,
  type ReportSource,
} from './report/selection/prepare.ts';
import { inReading } from './report/selection/scored-rows.ts';

/**
 * The two are the forecasters of `filter.forecasterId`, in that order.
 * @throws ReckonerError invalid where they are not two, or not on record
 */
export function buildHeadToHead(
  source: ReportSource,
  parameters: AccuracyParameters,
  filter: ReportFilter,
): HeadToHeadReport {
  const record = familiesOf(source);
  const prepared = prepareReport(record, parameters, filter);
  const [first, second] = opponentsOf(prepared, filter);
  const of = (id: string) => prepared.counted.scored.filter(({ forecast }) => forecast.forecaster.id === id);
  // Filters narrow both sides, unlike a baseline, which stands outside the selection.
  const onlySelected = { ...prepared.joined, forecasts: prepared.selected };
  const reference = referenceFor({ ...parameters, baseline: second.id }, onlySelected);
  const context = { ...prepared.context, reference };
  const opponent = (reading: 'strict' | 'lenient') =>
    opponentIn(inReading(of(second.id), reading), parameters);
  const binary = of(first.id).filter(({ forecast }) => forecast.question.facts.type === 'binary');
  const murphy = (reading: 'strict' | 'lenient') =>
    duelMurphy(pairsOf(inReading(binary, reading), opponent(reading), brier, context), context);
  const rows: HeadToHeadReport['rows'] = [];
  for (const questionType of questionTypeKeys) {
    const items = of(first.id).filter(({ forecast }) => forecast.question.facts.type === questionType);
    if (items.length === 0) continue;
    for (const rule of rulesFor(items, parameters.rule)) {
      const column = (reading: 'strict' | 'lenient') =>
        duelColumnOf(pairsOf(inReading(items, reading), opponent(reading), rule, context), rule, context);
      const { key, title, orientation } = rule;
      rows.push({
        questionType,
        rule: key,
        ruleTitle: title,
        orientation,
        strict: column('strict'),
        lenient: column('lenient'),
      });
    }
  }
  return sealed({
    kind: 'headToHead' as const,
    ...headOf(record, filter, prepared.notes),
    parameters,
    first,
    second,
    rows,
    murphy: { strict: murphy('strict'), lenient: murphy('lenient') },
  });
}

/**
 * Pairs of probabilities are formed where each side has one forecast a question, the last or that of a moment. Otherwise
 * what the second said when the first spoke changes from forecast to forecast, and is not his last word.
 */
function opponentIn(scored: readonly ScoredForecast[], { forecastPolicy }: AccuracyParameters): Opponent {
  const isOne = forecastPolicy === 'last' || forecastPolicy === 'spot';
  return { scored, whole: new Map(isOne ? scored.map((one) => [one.forecast.question.id, one]) : []) };
}

function opponentsOf({ joined }: Prepared, { forecasterId = [] }: ReportFilter) {
  const ids = [...new Set(forecasterId.map(joined.standingForecaster))];
  const people = ids
    .flatMap((id) => joined.forecasters.get(id) ?? [])
    .map(({ id, content }) => ({ id, name: content.name }));
  const [first, second] = people;
  if (first === undefined || second === undefined || ids.length !== 2) {
    throw invalid('notTwoForecasters', 'A head-to-head report compares two forecasters on record.', [
      {
        parameter: 'forecasterId',
        code: 'notTwo',
        message: 'give the ids of two different forecasters on record at that moment',
      },
    ]);
  }
  return [first, second] as const;
}

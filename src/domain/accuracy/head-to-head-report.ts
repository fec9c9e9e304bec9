/** The head-to-head report: two forecasters on the questions, and at the times, that both cover. */
import { invalid } from '../errors.ts';
import { questionTypeKeys } from '../questions/question.ts';
import { brier } from '../scoring/brier.ts';
import { duelColumnOf } from './report/duel/duel.ts';
import { countedPolicy, type Meeting, meetingsOf } from './report/duel/duel-meetings.ts';
import { duelMurphy } from './report/duel/duel-murphy.ts';
import { pairsOf } from './report/duel/duel-pairs.ts';
import { rulesFor } from './report/groups/figures.ts';
import { sealed } from './report/models/content-hash.ts';
import type { HeadToHeadReport } from './report/models/head-to-head-model.ts';
import type { AccuracyParameters, ReportFilter } from './report/models/parameters.ts';
import {
  familiesOf,
  headOf,
  type Prepared,
  prepareReport,
  type ReportSource,
} from './report/selection/prepare.ts';
import { inReading } from './report/selection/scored-rows.ts';

type Reading = 'strict' | 'lenient';
type QuestionType = (typeof questionTypeKeys)[number];

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
  const { forecastPolicy, weight } = parameters;
  const counted = { ...parameters, forecastPolicy: countedPolicy(forecastPolicy) };
  const prepared = prepareReport(record, counted, filter);
  const [first, second] = opponentsOf(prepared, filter);
  const context = { ...prepared.context, parameters };
  const of = (id: string, type: QuestionType) =>
    prepared.counted.scored.filter(
      ({ forecast }) => forecast.forecaster.id === id && forecast.question.facts.type === type,
    );
  const rows: HeadToHeadReport['rows'] = [];
  const met = new Map<QuestionType, Record<Reading, readonly Meeting[]>>();
  for (const questionType of questionTypeKeys) {
    const [ours, theirs] = [of(first.id, questionType), of(second.id, questionType)];
    const meetings = {
      strict: meetingsOf(inReading(ours, 'strict'), inReading(theirs, 'strict'), forecastPolicy),
      lenient: meetingsOf(inReading(ours, 'lenient'), inReading(theirs, 'lenient'), forecastPolicy),
    };
    met.set(questionType, meetings);
    // Whoever is named first, the same rules are shown.
    for (const rule of rulesFor([...ours, ...theirs], parameters.rule)) {
      const column = (reading: Reading) =>
        duelColumnOf(pairsOf(meetings[reading], rule, weight), rule, context);
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
  const murphy = (reading: Reading) =>
    duelMurphy(pairsOf(met.get('binary')?.[reading] ?? [], brier, weight), context);
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

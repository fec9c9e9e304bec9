/** What everybody had said on the questions of a record, and from when to when it stood. */
import type { Distribution } from '../../../questions/distribution.ts';
import { readPrediction } from '../../../questions/registry.ts';
import type { JoinedForecast, JoinedRecord } from '../../record/joined-record.ts';
import type { InformationSet } from '../../time/information-set.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import { hedgedPrediction, seriesOf, standingReason } from '../selection/counting.ts';
import { effectiveSet } from '../selection/effective-set.ts';

export interface Said {
  readonly distribution: Distribution;
  /** It may have been made before its question opened, and is in effect from then on only. */
  readonly madeAt: number;
}

/** What forecasters had in effect on a question, by their ids. */
export type SaidBy = ReadonlyMap<string, InformationSet<Said>>;
const NOBODY: SaidBy = new Map();

/** What every forecaster had in effect on the question of a forecast. */
export function saidOnRecord(
  record: JoinedRecord,
  { hedge }: AccuracyParameters,
): (forecast: JoinedForecast) => SaidBy {
  const byQuestion = new Map<string, Map<string, InformationSet<Said>>>();
  for (const series of seriesOf(
    record.forecasts.filter((forecast) => standingReason(forecast, false) === null),
  )) {
    const { question, forecaster } = series[0] as JoinedForecast;
    const { set, eventOf } = effectiveSet(series);
    const segments = set.segments.map((segment) => {
      const forecast = eventOf[segment.index] as JoinedForecast;
      const { madeAt } = forecast.entry;
      const distribution = readPrediction(question.facts, hedgedPrediction(forecast, hedge), madeAt);
      return { ...segment, prediction: { distribution, madeAt: Date.parse(madeAt) } };
    });
    const members = byQuestion.get(question.id) ?? new Map();
    byQuestion.set(question.id, members.set(forecaster.id, { ...set, segments }));
  }
  return ({ question }) => byQuestion.get(question.id) ?? NOBODY;
}

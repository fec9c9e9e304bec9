import { thereAre } from '../sentence.ts';
import type { IntervalEstimate } from './intervals/interval.ts';
import { type Measure, withheld } from './measure.ts';

/** The smallest samples at which a number is shown; each is a count of questions unless it says otherwise. */
export const FLOORS = {
  /** Below: no interval at all. */
  interval: 10,
  /** Below: the interval is shown as indicative only. */
  firmInterval: 30,
  /** Clusters below which the interval is indicative only. */
  firmClusters: 10,
  skill: 30,
  /** Questions that came true, and that did not, which a recalibration slope needs. */
  slopePerClass: 10,
  /** Forecasts below which a calibration bin is greyed. */
  bin: 5,
  /** Questions that came true, and that did not, which an AUC needs. */
  aucPerClass: 5,
} as const;

/** Whether a number may be shown, and how much it may be trusted. */
export interface Standing {
  readonly shown: boolean;
  readonly indicativeOnly: boolean;
  /** Says what is short; null when the sample is large enough. */
  readonly reason: string | null;
}

const FIRM: Standing = { shown: true, indicativeOnly: false, reason: null };

/**
 * Standing of a confidence interval from `questions` questions in `clusters` independent clusters.
 * @param effective clusters of equal weight that would say as much (Kish)
 */
export function intervalStanding(questions: number, clusters: number, effective = clusters): Standing {
  if (questions < FLOORS.interval)
    return short(`An interval needs ${FLOORS.interval} questions; ${thereAre(questions)}.`);
  if (clusters < 2) return short(`An interval needs 2 independent clusters; ${thereAre(clusters)}.`);
  // Sums of equal weights are not quite equal.
  const worth = effective + 1e-9;
  if (worth < 2)
    return short(
      `An interval needs 2 independent clusters; by their weights the ${clusters} there are count as ${oneDecimal(worth)}.`,
    );
  if (questions < FLOORS.firmInterval) {
    return indicative(`Indicative only: ${questions} questions, fewer than ${FLOORS.firmInterval}.`);
  }
  if (clusters < FLOORS.firmClusters) {
    return indicative(
      `Indicative only: ${clusters} independent clusters, fewer than ${FLOORS.firmClusters}.`,
    );
  }
  if (worth < FLOORS.firmClusters) {
    return indicative(
      `Indicative only: by their weights ${clusters} independent clusters count as ${oneDecimal(worth)}, fewer than ${FLOORS.firmClusters}.`,
    );
  }
  return FIRM;
}

/** Standing of the interval of an estimate. @param clusters where there is no estimate */
export function estimateStanding(
  questions: number,
  { value }: Measure<IntervalEstimate>,
  clusters = 0,
): Standing {
  return intervalStanding(questions, value?.clusters ?? clusters, value?.effectiveClusters);
}

/** Standing of a test of paired scores, one a question: that of the interval which it is the other side of. */
export function testStanding(questions: number): Standing {
  return questions < FLOORS.interval
    ? short(`A test needs ${FLOORS.interval} questions; ${thereAre(questions)}.`)
    : FIRM;
}

/** Standing of a p-value that rests on the normal limit. */
export function limitStanding(questions: number): Standing {
  return questions < FLOORS.interval
    ? short(`A test of calibration needs ${FLOORS.interval} questions; ${thereAre(questions)}.`)
    : FIRM;
}

/** Standing of a skill score against any reference. */
export function skillStanding(questions: number): Standing {
  return questions < FLOORS.skill
    ? short(`A skill score needs ${FLOORS.skill} questions; ${thereAre(questions)}.`)
    : FIRM;
}

/** Standing of the recalibration slope. */
export function slopeStanding(events: number, nonEvents: number): Standing {
  return perClass('A recalibration slope', FLOORS.slopePerClass, events, nonEvents);
}

/** Standing of the area under the ROC curve. */
export function aucStanding(events: number, nonEvents: number): Standing {
  return perClass('The AUC', FLOORS.aucPerClass, events, nonEvents);
}

/** Standing of one bin of a calibration curve: it is always drawn, greyed when thin. */
export function binStanding(forecasts: number): Standing {
  return forecasts < FLOORS.bin
    ? indicative(`Indicative only: ${forecasts} forecasts in the bin, fewer than ${FLOORS.bin}.`)
    : FIRM;
}

/** The measure if its sample is large enough, else null with what is short. An undefined one keeps its reason. */
export function heldToFloor<T>(measure: Measure<T>, standing: Standing): Measure<T> {
  if (measure.reason !== null || standing.shown) return measure;
  return withheld(standing.reason ?? 'The sample is too small.');
}

function perClass(what: string, floor: number, events: number, nonEvents: number): Standing {
  if (events >= floor && nonEvents >= floor) return FIRM;
  return short(
    `${what} needs ${floor} questions that came true and ${floor} that did not; there are ${events} and ${nonEvents}.`,
  );
}

/** Rounded down: it never looks as if it reached the floor. */
function oneDecimal(value: number): number {
  return Math.floor(10 * value) / 10;
}

function short(reason: string): Standing {
  return { shown: false, indicativeOnly: false, reason };
}

function indicative(reason: string): Standing {
  return { shown: true, indicativeOnly: true, reason };
}

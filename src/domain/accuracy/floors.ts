import { thereAre } from '../sentence.ts';
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
  /** Events, and non-events, that a recalibration slope needs. */
  slopePerClass: 10,
  /** Forecasts below which a calibration bin is greyed. */
  bin: 5,
  /** Events, and non-events, that an AUC needs. */
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

/** Standing of a confidence interval from `questions` questions in `clusters` independent clusters. */
export function intervalStanding(questions: number, clusters: number): Standing {
  if (questions < FLOORS.interval)
    return short(`An interval needs ${FLOORS.interval} questions; ${thereAre(questions)}.`);
  if (clusters < 2) return short(`An interval needs 2 independent clusters; ${thereAre(clusters)}.`);
  if (questions < FLOORS.firmInterval) {
    return indicative(`Indicative only: ${questions} questions, fewer than ${FLOORS.firmInterval}.`);
  }
  if (clusters < FLOORS.firmClusters) {
    return indicative(
      `Indicative only: ${clusters} independent clusters, fewer than ${FLOORS.firmClusters}.`,
    );
  }
  return FIRM;
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
    `${what} needs ${floor} events and ${floor} non-events; there are ${events} and ${nonEvents}.`,
  );
}

function short(reason: string): Standing {
  return { shown: false, indicativeOnly: false, reason };
}

function indicative(reason: string): Standing {
  return { shown: true, indicativeOnly: true, reason };
}

/** Peer and baseline points of a cell: what adds up to their mean and its interval, exactly. */
import { ClusterLedger, ClusterParts } from '../../intervals/cluster-ledger.ts';
import { Tally } from '../../state/tally.ts';
import type { PointScore } from '../reference/peers.ts';

/** A scored forecast, or the part of the time that it was in effect, with the points of its pair. */
export interface PointRow {
  readonly cluster: string;
  readonly question: string;
  /** The same for all rows of one forecaster on one question. */
  readonly pair: unknown;
  readonly weight: number;
  /** Null where there are none to be had. */
  readonly points: PointScore | null;
}

export class PointSums {
  /** Score and weight by cluster. */
  readonly mean: ClusterLedger;
  questions = 0;
  /** Forecasters on questions that nobody else answered. */
  alone = 0;
  /** Forecasters on questions whose points are undefined, by the reason. */
  readonly undefinedScores = new Tally<string>();

  /** @param inParts whether one cluster may come in several parts */
  constructor(inParts: boolean) {
    this.mean = new ClusterLedger(2, inParts);
  }

  /** Adds (1) or takes out (-1) rows, all of each question. */
  apply(rows: readonly PointRow[], sign: 1 | -1): void {
    const parts = new ClusterParts();
    const questions = new Set<string>();
    const pairs = new Set<unknown>();
    for (const { cluster, question, pair, weight, points } of rows) {
      if (points === null) continue;
      if (points !== 'alone' && points.value !== null) {
        parts.add(cluster, [weight * points.value, weight]);
        questions.add(question);
      } else if (!pairs.has(pair)) {
        // All rows of a pair have the same points.
        pairs.add(pair);
        if (points === 'alone') this.alone += sign;
        else this.undefinedScores.add(points.reason, sign);
      }
    }
    this.mean.apply(parts, sign);
    this.questions += sign * questions.size;
  }
}

/** What everybody else said, made one. */
import type { DiscreteDistribution, Distribution } from '../../../questions/distribution.ts';
import type { JoinedRecord } from '../../record/joined-record.ts';
import { type CrowdPool, crowdPool } from '../../skill/crowd-aggregate.ts';
import { crowdOverTime } from '../../time/crowd-over-time.ts';
import { type InformationSet, inEffectAt } from '../../time/information-set.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { always, piecesOf, type ReferencePieces } from './reference-pieces.ts';
import type { Said, SaidBy } from './said-on-record.ts';

export type Crowd = readonly (readonly [string, InformationSet<Said>])[];

/** Forecasters who count in a crowd: not those who are a crowd or a baseline themselves. */
const CROWD_KINDS: ReadonlySet<string> = new Set(['person', 'organization', 'model']);

/** Who counts in the crowd of a question, by id. */
export function crowdOn(said: SaidBy, { forecasters }: JoinedRecord): Crowd {
  return [...said]
    .filter(([id]) => CROWD_KINDS.has(forecasters.get(id)?.content.kind ?? ''))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The pool of everybody else; none for predictions over a line. */
export function crowdPieces(
  scored: ScoredForecast,
  crowd: Crowd,
  { forecastPolicy, crowd: pooling = 'mean' }: AccuracyParameters,
): ReferencePieces {
  const like = scored.distribution;
  if (like.kind !== 'discrete') return [];
  const own = scored.forecast.forecaster.id;
  const pool = (active: readonly Said[]) => pooled(active, like, crowdPool(pooling));
  const { instant } = scored;
  if (instant === null) {
    const others = crowd.flatMap(([id, set]) => (id === own ? [] : [set]));
    const over = crowdOverTime<Said, Distribution>(others, (active) =>
      pool(active.map(({ prediction }) => prediction)),
    );
    return piecesOf(scored, over, forecastPolicy, (distribution) => distribution);
  }
  // At one instant there is one pool; the whole course of the crowd costs ten times as much.
  const active: Said[] = [];
  for (const [id, { segments }] of crowd) {
    const segment = id === own ? null : inEffectAt(segments, instant);
    if (segment !== null) active.push(segment.prediction);
  }
  return always(pool(active));
}

function pooled(
  active: readonly Said[],
  like: DiscreteDistribution,
  pool: CrowdPool,
): DiscreteDistribution | null {
  const members = active
    .toSorted((a, b) => a.madeAt - b.madeAt)
    .flatMap(({ distribution, madeAt }) =>
      distribution.kind === 'discrete' ? [{ probabilities: distribution.probabilities, madeAt }] : [],
    );
  const { value } = pool(
    members.map(({ probabilities }) => probabilities),
    members.map(({ madeAt }) => madeAt),
  );
  return value === null ? null : { ...like, probabilities: value };
}

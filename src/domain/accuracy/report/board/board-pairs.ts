/** Everybody on a board against everybody else, on the questions that both answered. */
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { ScoreBoard } from '../../comparison/comparison-graph.ts';
import { pairwiseRelativeSkill } from '../../comparison/pairwise-relative-skill.ts';
import { FLOORS } from '../../floors.ts';
import { withoutRatio } from '../cell/rule-range.ts';
import type { LeaderboardColumn, LeaderboardEntry } from '../models/leaderboard-model.ts';
import { toReportMeasure } from '../models/report-number.ts';

/** Pairs grow with the square: so many forecasters at most, the first of the board. */
const COMPARED = 100;

export interface BoardPairs {
  readonly column: LeaderboardColumn['pairwise'];
  readonly ofMember: ReadonlyMap<string, LeaderboardEntry['pairwise']>;
}

/** @param board mean score by question of each, best first @param baseline id of a forecaster, or what is none */
export function boardPairs(board: ScoreBoard, rule: ScoringRule, baseline: string): BoardPairs {
  const top = new Map([...board].slice(0, COMPARED));
  const { forecasters, components, needsDifferences } = pairwiseRelativeSkill(top, {
    minOverlap: FLOORS.interval,
    ...(top.has(baseline) ? { baseline } : {}),
  });
  const group = new Map(components.flatMap((members, at) => members.map((id) => [id, at + 1])));
  const noRatio =
    rule.orientation === 'loss'
      ? withoutRatio(rule)
      : 'A relative skill is a ratio of losses; this rule is a gain.';
  const ratio = (measure: LeaderboardEntry['pairwise']['relativeSkill']) =>
    noRatio === null || measure.value === null ? measure : { value: null, reason: noRatio };
  const without = { value: null, reason: `Compared are the first ${COMPARED} of the board.` };
  const outside = [...board.keys()].filter((id) => !top.has(id));
  return {
    column: {
      compared: top.size,
      notCompared: outside.length,
      minimumOverlap: FLOORS.interval,
      components: components.length,
      needsDifferences,
    },
    ofMember: new Map([
      ...[...forecasters].map(([id, { relativeSkill, scaledRelativeSkill, meanDifference, opponents }]) => {
        const pairwise = {
          opponents,
          component: group.get(id) ?? null,
          relativeSkill: ratio(toReportMeasure(relativeSkill)),
          scaledRelativeSkill: ratio(toReportMeasure(scaledRelativeSkill)),
          meanDifference: toReportMeasure(meanDifference),
        };
        return [id, pairwise] as const;
      }),
      ...outside.map((id) => {
        const none = { relativeSkill: without, scaledRelativeSkill: without, meanDifference: without };
        return [id, { opponents: 0, component: null, ...none }] as const;
      }),
    ]),
  };
}

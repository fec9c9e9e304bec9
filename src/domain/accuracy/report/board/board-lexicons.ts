/** How far ranks depend on the lexicon that hedges are read with. */

import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { hedgeOf, readingWith } from '../../hedges/lexicon-reading.ts';
import { lexiconSensitivity } from '../../hedges/lexicon-sensitivity.ts';
import type { SharedFacts } from '../../record/joined-record.ts';
import type { LeaderboardColumn, LeaderboardEntry } from '../models/leaderboard-model.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import { toReportNumber } from '../models/report-number.ts';
import { hedgedPrediction } from '../selection/counting.ts';
import type { ScoredRow } from '../selection/scored-rows.ts';
import type { BoardMember } from './board-member.ts';

export interface BoardLexicons {
  readonly column: Pick<LeaderboardColumn, 'lexicons' | 'lexiconsReason'>;
  readonly ofMember: ReadonlyMap<string, LeaderboardEntry['lexiconRanks']>;
}

/** Name of the reading that the record itself has. */
export const AS_RECORDED = 'asRecorded';

/** @param members those with a rank */
export function boardLexicons(
  members: ReadonlyMap<string, BoardMember>,
  lexicons: SharedFacts['lexicons'],
  rule: ScoringRule,
  hedge: AccuracyParameters['hedge'],
): BoardLexicons {
  const scores = new Map<string, Map<string, number | null>>();
  scores.set(
    AS_RECORDED,
    meansOf(members, (row) => recordedScore(row, rule, hedge)),
  );
  const column: LeaderboardColumn['lexicons'] = [];
  let hedges = 0;
  for (const [name, lexicon] of [...lexicons].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const counts = { recorded: 0, read: 0, unknown: 0 };
    const reading = readingWith(lexicon);
    const means = meansOf(members, (row) => {
      const phrase = hedgeOf(row.item.forecast);
      if (phrase === null) return row.value;
      const found = reading(phrase);
      const value = found.kind === 'read' ? scoreAt(row, found, rule, hedge) : null;
      counts[found.kind === 'read' && value === null ? 'unknown' : found.kind] += 1;
      return value ?? recordedScore(row, rule, hedge);
    });
    hedges = counts.recorded + counts.read + counts.unknown;
    column.push({ lexicon: name, language: lexicon.language, ...counts });
    if (counts.read > 0) scores.set(name, means);
  }
  return {
    column: { lexicons: column, lexiconsReason: reasonOf(scores.size, hedges, members.size) },
    ofMember: new Map(
      lexiconSensitivity(scores, rule.orientation).map(({ forecaster, byLexicon, bestRank, worstRank }) => [
        forecaster,
        {
          lower: bestRank,
          upper: worstRank,
          readings: [...byLexicon].map(([lexicon, { score, rank }]) => ({
            lexicon,
            mean: score === null ? null : toReportNumber(score),
            rank,
          })),
        },
      ]),
    ),
  };
}

function reasonOf(readings: number, hedges: number, ranked: number): string | null {
  if (readings > 1) return null;
  if (ranked === 0) return 'Nobody is ranked.';
  if (hedges === 0) return 'Nothing that is ranked is hedged with a lexicon.';
  return `No lexicon but the one that each was recorded with knows any of the ${hedges} hedges: ranks stand as recorded.`;
}

function meansOf(
  members: ReadonlyMap<string, BoardMember>,
  scoreOf: (row: ScoredRow) => number,
): Map<string, number | null> {
  return new Map(
    [...members].map(([id, { rows }]) => {
      let [sum, weight] = [0, 0];
      for (const row of rows) {
        sum += row.weight * scoreOf(row);
        weight += row.weight;
      }
      return [id, weight > 0 ? sum / weight : null];
    }),
  );
}

/** The score as the record has the forecast, whatever lexicon the report reads it with. */
function recordedScore(row: ScoredRow, rule: ScoringRule, hedge: AccuracyParameters['hedge']): number {
  const { asRecorded } = row.item.forecast;
  if (asRecorded === undefined) return row.value;
  const prediction = hedgedPrediction(asRecorded, hedge);
  const p = 'probability' in prediction ? prediction.probability : null;
  return (p === null ? null : scoreOf(row, p, rule)) ?? row.value;
}

/** Null where the forecast is not binary, or the rule has no score there. */
function scoreAt(
  row: ScoredRow,
  { lower, upper }: { readonly lower: number; readonly upper: number },
  rule: ScoringRule,
  hedge: AccuracyParameters['hedge'],
): number | null {
  return scoreOf(row, { low: lower, mid: (lower + upper) / 2, high: upper }[hedge], rule);
}

function scoreOf({ item }: ScoredRow, p: number, rule: ScoringRule): number | null {
  const { distribution, observation } = item;
  if (distribution.kind !== 'discrete' || !distribution.binary) return null;
  return rule.score({ ...distribution, probabilities: [1 - p, p] }, observation).value;
}

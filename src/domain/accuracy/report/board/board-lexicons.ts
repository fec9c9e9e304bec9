/** How far ranks depend on the lexicon that hedges are read with. */

import { lexiconName } from '../../../lexicons/lexicon-cell.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { lexiconSensitivity } from '../../hedges/lexicon-sensitivity.ts';
import type { SharedFacts } from '../../record/joined-record.ts';
import type { LexiconFacts } from '../../record/report-record.ts';
import type { LeaderboardColumn, LeaderboardEntry } from '../models/leaderboard-model.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import { toReportNumber } from '../models/report-number.ts';
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
    meansOf(members, ({ value }) => value),
  );
  const column: LeaderboardColumn['lexicons'] = [];
  let hedges = 0;
  for (const [name, lexicon] of [...lexicons].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const counts = { recorded: 0, read: 0, unknown: 0 };
    const entries = entriesOf(lexicon);
    const means = meansOf(members, (row) => {
      const phrase = hedgeOf(row);
      if (phrase === null) return row.value;
      if (lexiconName(phrase.lexiconKey, phrase.lexiconVersion) === name) {
        counts.recorded += 1;
        return row.value;
      }
      const interval = sameLanguage(phrase.language, lexicon.language)
        ? entries.get(folded(phrase.phrase))
        : undefined;
      const value = interval === undefined ? null : scoreAt(row, interval, rule, hedge);
      if (value === null) counts.unknown += 1;
      else counts.read += 1;
      return value ?? row.value;
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

function hedgeOf({ item }: ScoredRow) {
  const { entry, statement } = item.forecast;
  return entry.basis === 'verbal' ? (statement?.facts.hedge ?? null) : null;
}

interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Intervals by phrase; of a phrase with several, all that they cover. */
function entriesOf({ entries }: LexiconFacts): ReadonlyMap<string, Interval> {
  const found = new Map<string, Interval>();
  for (const { phrase, lower, upper } of entries) {
    const other = found.get(folded(phrase)) ?? { lower, upper };
    found.set(folded(phrase), {
      lower: Math.min(lower, other.lower),
      upper: Math.max(upper, other.upper),
    });
  }
  return found;
}

function folded(phrase: string): string {
  return phrase.trim().toLowerCase();
}

function sameLanguage(a: string, b: string): boolean {
  const primary = (tag: string) => tag.toLowerCase().split('-')[0];
  return primary(a) === primary(b);
}

/** Null where the forecast is not binary, or the rule has no score there. */
function scoreAt(
  { item }: ScoredRow,
  { lower, upper }: Interval,
  rule: ScoringRule,
  hedge: AccuracyParameters['hedge'],
): number | null {
  const { distribution, observation } = item;
  if (distribution.kind !== 'discrete' || !distribution.binary) return null;
  const p = { low: lower, mid: (lower + upper) / 2, high: upper }[hedge];
  return rule.score({ ...distribution, probabilities: [1 - p, p] }, observation).value;
}

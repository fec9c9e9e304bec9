/** What a head-to-head report found, in sentences. */
import type { DuelColumn, HeadToHeadReport } from '../../domain/accuracy/report/models/head-to-head-model.ts';
import { readings } from '../layouts/cell-columns.ts';
import { counted, estimated, shown } from './wording.ts';

export function duelFindings({ rows, first, second, parameters }: HeadToHeadReport): string[] {
  const row = rows.find((one) => readings.some((reading) => one[reading].questions > 0));
  if (row === undefined)
    return [
      `${first.name} and ${second.name} have no scored question in common, so there is nothing to compare.`,
    ];
  return readings.flatMap((reading) => {
    const duel = row[reading];
    if (duel.questions === 0) return [];
    const winner = duel.declared === null ? null : { first, second }[duel.declared];
    const verdict =
      winner === null
        ? notDeclared(duel)
        : `${winner.name} is declared better: the interval does not hold 0, and no reading of the hedges turns it round.`;
    return [
      `On ${counted(duel.questions, 'question')} that both answered (${reading}), ${first.name} has a mean ${row.ruleTitle} of ${shown(duel.firstMean.value)} and ${second.name} of ${shown(duel.secondMean.value)}, ${row.orientation === 'loss' ? 'lower' : 'higher'} is better. The difference is ${estimated(duel.difference, parameters.level)}. ${verdict}`,
      ...dominanceInWords(duel, first.name, second.name),
      ...hedgesInWords(duel, first.name, second.name),
    ];
  });
}

function notDeclared({ difference, hedges }: DuelColumn): string {
  if (difference.lower === null)
    return `Neither is declared better. ${difference.reason ?? difference.intervalReason ?? ''}`.trim();
  const clear = Number(difference.lower) > 0 || Number(difference.upper) < 0;
  if (!clear) return 'Neither is declared better: the interval holds 0.';
  return hedges.verdict === 'vaguenessPreventsVerdict'
    ? 'Vagueness prevents a verdict: what the hedges meant could turn it round.'
    : 'Neither is declared better: the extremes of the hedges favour the other.';
}

function dominanceInWords({ dominance }: DuelColumn, first: string, second: string): string[] {
  if (dominance === null) return [];
  const better = { first, second, equal: null, neither: null }[dominance];
  if (better !== null)
    return [
      `On these questions ${better} is at least as good at every threshold, so under every proper score.`,
    ];
  return dominance === 'neither'
    ? ['Neither is better at every threshold: who is depends on the score.']
    : [];
}

function hedgesInWords({ hedges }: DuelColumn, first: string, second: string): string[] {
  if (hedges.first.hedges + hedges.second.hedges === 0) return [];
  const range = (name: string, { best, worst, hedges: n }: DuelColumn['hedges']['first']) =>
    `${name} between ${shown(best.value)} and ${shown(worst.value)} (${counted(n, 'hedge')})`;
  return [
    `Over what the hedges may mean, the mean of ${range(first, hedges.first)} and of ${range(second, hedges.second)}.`,
  ];
}

/** What a head-to-head report found, in sentences. */
import type { HeadToHeadReport } from '../../domain/accuracy/report/head-to-head-model.ts';
import { readings } from '../layouts/cell-columns.ts';
import { counted, estimated, shown } from './wording.ts';

export function duelFindings({ rows, first, second, parameters }: HeadToHeadReport): string[] {
  const [row] = rows;
  if (row === undefined || readings.every((reading) => row[reading].questions === 0))
    return [
      `${first.name} and ${second.name} have no scored question in common, so there is nothing to compare.`,
    ];
  return readings.flatMap((reading) => {
    const duel = row[reading];
    if (duel.questions === 0) return [];
    const winner = duel.declared === null ? null : { first, second }[duel.declared];
    const verdict =
      winner === null
        ? 'Neither is declared better: the interval holds 0, or what hedges meant could turn it round, or there are too few questions.'
        : `${winner.name} is better beyond what chance and hedges explain.`;
    return [
      `On ${counted(duel.questions, 'question')} that both answered (${reading}), ${first.name} has a mean ${row.ruleTitle} of ${shown(duel.firstMean.value)} and ${second.name} of ${shown(duel.secondMean.value)}, ${row.orientation === 'loss' ? 'lower' : 'higher'} is better. The difference is ${estimated(duel.difference, parameters.level)}. ${verdict}`,
    ];
  });
}

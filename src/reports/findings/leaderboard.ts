/** What a leaderboard shows, in sentences: nothing is declared that the intervals do not carry. */
import type {
  LeaderboardColumn,
  LeaderboardEntry,
  LeaderboardReport,
} from '../../domain/accuracy/report/models/leaderboard-model.ts';
import { counted, estimated, listed, percent, shown } from './wording.ts';

export function leaderboardFindings(report: LeaderboardReport): string[] {
  return [
    ...columnFindings(report.strict, 'strictly', report),
    ...columnFindings(report.lenient, 'leniently', report),
    `${counted(report.leftOut, 'forecast')} of the selection ${report.leftOut === 1 ? 'is' : 'are'} not scored; the accuracy report says why.`,
  ];
}

function columnFindings(
  { entries, comparisonReason }: LeaderboardColumn,
  reading: string,
  { parameters, ruleTitle, orientation }: LeaderboardReport,
): string[] {
  const ranked = entries.filter(({ rank }) => rank !== null);
  const whyNot = [...new Set(entries.flatMap(({ reason }) => reason ?? []))];
  const [first] = ranked;
  if (first === undefined)
    return [
      entries.length === 0
        ? `Read ${reading}, there is nobody to rank.`
        : `Read ${reading}, none of ${counted(entries.length, 'forecaster')} has a rank. ${whyNot.join(' ')}`,
    ];
  const estimate = `${estimated(first.mean, parameters.level)} on ${counted(first.questions, 'question')}`;
  if (ranked.length === 1)
    return [
      `Read ${reading}, only ${first.forecaster} of ${counted(entries.length, 'forecaster')} has a rank: the mean ${ruleTitle} is ${estimate}.${whyNot.map((why) => ` ${why}`).join('')}`,
    ];
  const ahead = ranked.filter(({ aheadOf }) => aheadOf.length > 0);
  const names = new Map(entries.map(({ forecasterId, forecaster }) => [forecasterId, forecaster]));
  const declared =
    comparisonReason ??
    (ahead.length === 0
      ? 'No difference between two forecasters is sure enough to be declared.'
      : `${listed(ahead.map(({ forecaster, aheadOf }) => `${forecaster} is ahead of ${listed(aheadOf.map((id) => names.get(id) ?? id))}`))}.`);
  const best = ranked.filter(({ rank }) => rank === first.rank);
  const interval =
    first.rankLower === null || first.rankUpper === null
      ? ''
      : `; its rank is ${first.rankLower === first.rankUpper ? first.rankLower : `between ${first.rankLower} and ${first.rankUpper}`} in ${percent(parameters.level)} of resamples${first.mean.indicativeOnly ? ', indicative only' : ''}`;
  const of = `the best mean ${ruleTitle} of ${counted(ranked.length, 'ranked forecaster')}`;
  return [
    best.length === 1
      ? `Read ${reading}, ${first.forecaster} has ${of}: ${estimate}${interval}. ${declared}`
      : `Read ${reading}, ${listed(best.map(({ forecaster }) => forecaster))} share ${of}, ${shown(first.mean.value)}. ${declared}`,
    ...adjustedFindings(ranked, reading, orientation),
    ...lexiconFindings(ranked, reading),
  ];
}

/** Said where who is first owes it to which questions each answered. */
function adjustedFindings(
  ranked: readonly LeaderboardEntry[],
  reading: string,
  orientation: LeaderboardReport['orientation'],
): string[] {
  const first = ranked[0] as LeaderboardEntry;
  const sign = orientation === 'loss' ? 1 : -1;
  const comparable = ranked.filter(
    ({ component, adjustedMean }) => component === first.component && typeof adjustedMean.value === 'number',
  );
  const [best] = [...comparable].sort(
    (a, b) => sign * (Number(a.adjustedMean.value) - Number(b.adjustedMean.value)),
  );
  if (best === undefined || !comparable.includes(first)) return [];
  if (Number(best.adjustedMean.value) === Number(first.adjustedMean.value)) return [];
  return [
    `Read ${reading}, the order depends on who answered what: had all answered every question, ${best.forecaster} would be ahead of ${first.forecaster}, with an adjusted mean of ${shown(best.adjustedMean.value)} against ${shown(first.adjustedMean.value)}.`,
  ];
}

/** Said where another lexicon moves somebody. */
function lexiconFindings(ranked: readonly LeaderboardEntry[], reading: string): string[] {
  const moved = ranked.filter(({ lexiconRanks }) => lexiconRanks.lower !== lexiconRanks.upper);
  if (moved.length === 0) return [];
  const ranges = moved.map(
    ({ forecaster, lexiconRanks }) => `${forecaster} between ${lexiconRanks.lower} and ${lexiconRanks.upper}`,
  );
  return [`Read ${reading}, ranks depend on the lexicon that hedges are read with: ${listed(ranges)}.`];
}

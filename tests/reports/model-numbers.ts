/**
 * The number that a column should hold, looked up in the JSON by its name alone: `strictMeanLower` is
 * `strict.mean.lower`. Written apart from the layouts, so that a cell under the wrong head is found.
 */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Item = { readonly [key: string]: Json };

const isItem = (value: Json | undefined): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const lowered = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

/** Where a column is called otherwise than its number in the model. */
const PATHS: Readonly<Record<string, string>> = {
  forecastsSelected: 'forecasts.selected',
  forecastsScored: 'forecasts.scored',
  statementsUnscorable: 'statements.unscorable.count',
  unscorableShare: 'statements.unscorable.value',
  unscorableShareLower: 'statements.unscorable.lower',
  unscorableShareUpper: 'statements.unscorable.upper',
  forecastStatements: 'statements.forecasts',
  forecastStatementsUnscorable: 'statements.unscorableForecasts.count',
  claims: 'verdicts.claims',
  claimsWithoutVerdict: 'verdicts.withoutVerdict',
  accurateShare: 'verdicts.accurateOrMostly.value',
  accurateShareLower: 'verdicts.accurateOrMostly.lower',
  accurateShareUpper: 'verdicts.accurateOrMostly.upper',
  peerQuestions: 'peer.questions',
  peerMean: 'peer.mean.value',
  peerMeanLower: 'peer.mean.lower',
  peerMeanUpper: 'peer.mean.upper',
  peerAlone: 'peer.alone',
  metaculusBaselineQuestions: 'metaculusBaseline.questions',
  metaculusBaselineMean: 'metaculusBaseline.mean.value',
  metaculusBaselineMeanLower: 'metaculusBaseline.mean.lower',
  metaculusBaselineMeanUpper: 'metaculusBaseline.mean.upper',
  coverageOfWindow: 'coverage.ofWindow',
  coverageOfSchedule: 'coverage.ofSchedule',
  coveragePairs: 'coverage.pairs',
  coverageOfWindowPairs: 'coverage.ofWindowPairs',
  coverageOfSchedulePairs: 'coverage.ofSchedulePairs',
  lineBias: 'lineDiagnostics.bias.mean',
  lineBiasLower: 'lineDiagnostics.bias.mean.lower',
  lineBiasUpper: 'lineDiagnostics.bias.mean.upper',
  lineBiasForecasts: 'lineDiagnostics.bias.forecasts',
  pitForecasts: 'lineDiagnostics.pit.forecasts',
  clippedLogScore: 'diagnostics.clippedLogScore.mean',
  clippedForecasts: 'diagnostics.clippedLogScore.clipped',
  biasMeanLower: 'bias.mean.lower',
  biasMeanUpper: 'bias.mean.upper',
  meanDifference: 'duel.difference.value',
  meanDifferenceLower: 'duel.difference.lower',
  meanDifferenceUpper: 'duel.difference.upper',
  againstBaselineDifferenceLower: 'againstBaseline.difference.lower',
  againstBaselineDifferenceUpper: 'againstBaseline.difference.upper',
  dieboldMarianoStatistic: 'dieboldMariano.statistic',
  dieboldMarianoP: 'dieboldMariano.p',
  overlappingLag: 'overlapping.lag',
  overlappingStatistic: 'overlapping.statistic',
  overlappingP: 'overlapping.p',
  wilcoxonStatistic: 'wilcoxon.statistic',
  wilcoxonP: 'wilcoxon.p',
  evidenceFirstIsBetter: 'evidence.firstIsBetter',
  evidenceSecondIsBetter: 'evidence.secondIsBetter',
  evidenceFirstIsBetterP: 'evidence.firstIsBetterP',
  evidenceSecondIsBetterP: 'evidence.secondIsBetterP',
  hedgeLow: 'hedges.low',
  hedgeLowLower: 'hedges.low.lower',
  hedgeLowUpper: 'hedges.low.upper',
  hedgeMid: 'hedges.mid',
  hedgeMidLower: 'hedges.mid.lower',
  hedgeMidUpper: 'hedges.mid.upper',
  hedgeHigh: 'hedges.high',
  hedgeHighLower: 'hedges.high.lower',
  hedgeHighUpper: 'hedges.high.upper',
  differenceLower: 'lower',
  differenceUpper: 'upper',
};

/** `murphyUniqueReliability` is `figures.murphyUnique.reliability`. */
const FIGURES =
  /^(murphyUnique|murphyBinned|biasCorrectedRaw|biasCorrectedLimited|equalWidth|equalMass|recalibration|spiegelhalter|sharpness|confidence)([A-Z].*)$/;

function numberOf(value: Json | undefined): number | null | undefined {
  if (isItem(value)) return 'value' in value ? numberOf(value['value']) : undefined;
  if (value === null || typeof value === 'number') return value;
  return value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

function at(item: Item, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((found, key) => (isItem(found) ? found[key] : undefined), item);
}

/** `pairwiseOpponents` is `pairwise.opponents`. */
function inside(item: Item, column: string): number | null | undefined {
  const key = Object.keys(item).find(
    (name) => isItem(item[name]) && new RegExp(`^${name}[A-Z]`).test(column) && name !== 'duel',
  );
  return key === undefined ? undefined : numberOf(at(item, `${key}.${lowered(column.slice(key.length))}`));
}

/** @returns null where the model has none; undefined where nothing in it is called so */
export function modelNumber(item: Item, column: string): number | null | undefined {
  const reading = /^(strict|lenient)([A-Z].*)$/.exec(column);
  if (reading !== null && isItem(item[reading[1] as string]))
    return modelNumber(item[reading[1] as string] as Item, lowered(reading[2] as string));
  const counted = /^(leftOut|verdict)([A-Z].*)$/.exec(column);
  if (counted?.[1] === 'leftOut') return numberOf(at(item, `leftOut.${lowered(counted[2] as string)}`));
  if (counted?.[1] === 'verdict') {
    const ratings = at(item, 'verdicts.ratings') as readonly Item[] | undefined;
    return numberOf(
      at(ratings?.find(({ rating }) => rating === lowered(counted[2] as string)) ?? {}, 'share.count'),
    );
  }
  if (column === 'undefinedScores')
    return (item[column] as readonly { count: number }[]).reduce((sum, { count }) => sum + count, 0);
  const end = /^(.+)(Lower|Upper)$/.exec(column);
  const diagnostics = item['diagnostics'];
  const grouped = FIGURES.exec(column);
  const places = [
    numberOf(item[column]),
    column === 'statements' ? numberOf(at(item, 'statements.total')) : undefined,
    PATHS[column] === undefined ? undefined : numberOf(at(item, PATHS[column] as string)),
    end === null ? undefined : numberOf(at(item, `${end[1]}.${lowered(end[2] as string)}`)),
    ...['', 'corp.', 'murphy.'].map((part) => numberOf(at(item, `diagnostics.${part}${column}`))),
    inside(item, column),
    numberOf(at(item, `hedged.${column}`)),
    numberOf(at(item, `figures.${column}`)),
    grouped === null
      ? undefined
      : numberOf(at(item, `figures.${grouped[1]}.${lowered(grouped[2] as string)}`)),
    diagnostics === null ? null : undefined,
  ];
  return places.find((found) => found !== undefined);
}

/** What each row of each table is about, in the order of the report. */
export function modelRows(json: Item): Readonly<Record<string, readonly Item[]>> {
  const groups = [...((json['groups'] ?? []) as readonly Item[]), json['totals'] as Item].filter(isItem);
  const readings = (item: Item) => ['strict', 'lenient'].map((reading) => item[reading] as Item);
  const list = (item: Item, key: string) => (item[key] ?? []) as readonly Item[];
  switch (json['kind']) {
    case 'accuracy': {
      const cells = groups.flatMap((group) => list(group, 'rows').flatMap(readings));
      const diagnosed = cells.map((cell) => cell['lineDiagnostics'] as Item).filter(isItem);
      return {
        scores: cells,
        comparison: cells,
        peers: cells,
        time: cells,
        calibration: cells,
        centralCoverage: diagnosed.flatMap((found) => list(found, 'coverage')),
        lineBias: diagnosed,
        pit: diagnosed.flatMap((found) => list(found['pit'] as Item, 'bins')),
        timeline: list(json, 'timelines').flatMap((line) => list(line, 'points')),
        counts: groups.map((group) => ({
          ...(group['leftOut'] as Item),
          ...group,
          leftOut: group['leftOut'] as Item,
        })),
        statements: groups,
        verdicts: groups,
        accuracy: groups.flatMap((group) =>
          list(group, 'rows').map((row) => ({ ...json, ...group, ...row })),
        ),
      };
    }
    case 'calibration': {
      const curves = groups.flatMap(readings);
      const [points, bins] = ['curve', 'bins'].map((key) => curves.flatMap((curve) => list(curve, key)));
      const murphy = curves.flatMap((curve) => list(curve['murphy'] as Item, 'points'));
      const onFlat = [...curves, ...(points as readonly Item[]), ...(bins as readonly Item[]), ...murphy];
      return {
        summary: curves,
        decompositions: curves,
        recalibration: curves,
        murphy,
        bins: bins as readonly Item[],
        curve: points as readonly Item[],
        histogram: curves.flatMap((curve) => list(curve, 'histogram')),
        calibration: onFlat.map((item) => ({ asOfSeq: json['asOfSeq'] as Json, ...item })),
      };
    }
    case 'leaderboard': {
      const [strict, lenient] = readings(json).map((column) => list(column, 'entries'));
      const boards = readings(json);
      const lexicons = boards.flatMap((board) => list(board, 'lexicons'));
      const both = [...(strict as readonly Item[]), ...(lenient as readonly Item[])];
      const lexiconRanks = both.flatMap((entry) => list(entry['lexiconRanks'] as Item, 'readings'));
      return {
        strict: strict as readonly Item[],
        lenient: lenient as readonly Item[],
        comparisons: both,
        imputed: both,
        hedges: both,
        lexicons,
        lexiconRanks,
        boards,
        leaderboard: [...both, ...boards, ...lexicons, ...lexiconRanks].map((one) => ({
          asOfSeq: json['asOfSeq'] as Json,
          ...one,
        })),
      };
    }
    default: {
      const duels = list(json, 'rows').flatMap((row) =>
        readings(row).map((duel): Item => ({ ...duel, duel })),
      );
      const sides = duels.flatMap(({ hedges }) =>
        ['first', 'second'].map((side) => (hedges as Item)[side] as Item),
      );
      const questions = duels.flatMap((duel) => list(duel, 'list'));
      const points = readings(json['murphy'] as Item).flatMap((column) => list(column, 'points'));
      // On the flat table `difference` is that of a question or a threshold; a duel has `meanDifference`.
      const lines = duels.map(({ difference: _difference, ...duel }) => duel);
      return {
        comparison: duels,
        tests: duels,
        hedges: sides,
        hedgeDifferences: duels,
        murphy: points,
        questions,
        headToHead: [...lines, ...sides, ...questions, ...points].map((one) => ({
          asOfSeq: json['asOfSeq'] as Json,
          ...one,
        })),
      };
    }
  }
}

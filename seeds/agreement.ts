/**
 * Agreement of the two passes over the article: `npx tsx seeds/agreement.ts --second <units.json>`
 * prints the table that stands in the README. `--freeze <directory>` prints the codes of an edition
 * in the form of the first pass instead.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { z } from 'zod';
import { percentileInterval } from '../src/domain/accuracy/intervals/quantile.ts';
import { randomSource } from '../src/domain/accuracy/intervals/random-source.ts';
import {
  type FirstPassUnit,
  firstPassOf,
  firstPassUnit,
  hedgeClasses,
  type SecondPassUnit,
  secondPassUnit,
} from './agreement/codes.ts';
import {
  type CodePair,
  cohenKappa,
  krippendorffAlpha,
  nominal,
  ordinal,
  rawAgreement,
} from './agreement/coefficients.ts';
import { coveredBy, type Match, matchPassages } from './agreement/matching.ts';
import { type Agreement, type AgreementRow, describeAgreement } from './agreement/table.ts';
import { readSeedFiles } from './read.ts';

const REPLICATES = 2000;
const SEED = 20241225;

type CodedMatch = Match<FirstPassUnit, SecondPassUnit>;

export function compareCodes(first: readonly FirstPassUnit[], second: readonly SecondPassUnit[]): Agreement {
  const matches = matchPassages(first, second);
  const close = matchPassages(first, second, 0.5);
  const weighty = matches.filter((match) => matters(match.first) && matters(match.second));
  const forecasts = matches.filter(
    (match) => match.first.kind === 'forecast' && match.second.kind === 'forecast',
  );
  const asked = forecasts.filter((match) => match.first.window !== null);
  const kind = (match: CodedMatch): CodePair => [match.first.kind, match.second.kind];
  const speaker = (match: CodedMatch): CodePair => [match.first.speaker, match.second.speaker];
  const hedge = (match: CodedMatch): CodePair => [match.first.hedgeClass, match.second.hedgeClass];
  return {
    rows: [
      row('kind, all matched', matches.map(kind)),
      row('kind, headline or main in both', weighty.map(kind)),
      row('kind, spans alike (Jaccard at least 0.5)', close.map(kind)),
      row('speaker, all matched', matches.map(speaker)),
      row(
        'window, forecasts in both, as asked',
        asked.map((match) => [match.first.window ?? 'none', named(match.second.window)]),
      ),
      row(
        'window, forecasts in both, in the words',
        asked.map((match) => [inWords(match.first), named(match.second.window)]),
      ),
      row('hedge class, all matched', matches.map(hedge), hedgeClasses),
      row('hedge class, forecasts in both', forecasts.map(hedge), hedgeClasses),
    ],
    coverage: [
      cover(
        'first pass, headline and main, in the second',
        first.filter(matters),
        second,
        new Set(matches.map((match) => match.first)),
      ),
      cover('first pass, all, in the second', first, second, new Set(matches.map((match) => match.first))),
      cover(
        'second pass, headline and main, in the first',
        second.filter(matters),
        first,
        new Set(matches.map((match) => match.second)),
      ),
      cover('second pass, all, in the first', second, first, new Set(matches.map((match) => match.second))),
    ],
  };
}

function matters(unit: { readonly importance: string }): boolean {
  return unit.importance !== 'minor';
}

function named(window: SecondPassUnit['window']): string {
  return window === null || window === 'shortUnspecified' ? 'none' : window;
}

/** An imputed window is the editors' choice, not a reading of the words. */
function inWords(unit: FirstPassUnit): string {
  return unit.windowBasis === 'imputed' || unit.window === null ? 'none' : unit.window;
}

function cover(
  what: string,
  units: readonly (FirstPassUnit | SecondPassUnit)[],
  others: readonly (FirstPassUnit | SecondPassUnit)[],
  matched: ReadonlySet<unknown>,
) {
  return {
    what,
    units: units.length,
    matched: units.filter((unit) => matched.has(unit)).length,
    covered: coveredBy(units, others),
  };
}

function row(what: string, pairs: readonly CodePair[], order?: readonly string[]): AgreementRow {
  const confused = new Map<string, number>();
  for (const [a, b] of pairs)
    if (a !== b) confused.set(`${a} > ${b}`, (confused.get(`${a} > ${b}`) ?? 0) + 1);
  return {
    what,
    n: pairs.length,
    raw: rawAgreement(pairs),
    kappa: cohenKappa(pairs),
    kappaInterval: bootstrap(pairs),
    alpha: krippendorffAlpha(pairs, nominal),
    ordinalAlpha: order === undefined ? null : krippendorffAlpha(pairs, ordinal(order)),
    confusions: [...confused]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 4)
      .map(([pair, count]) => `${pair} ${count}`),
  };
}

/** 95 % percentile interval over resampled matches; null where fewer than all but 5 % give a value. */
function bootstrap(pairs: readonly CodePair[]): AgreementRow['kappaInterval'] {
  const random = randomSource(SEED);
  const values: number[] = [];
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    const kappa = cohenKappa(pairs.map((pair) => pairs[random.below(pairs.length)] ?? pair));
    if (kappa !== null) values.push(kappa);
  }
  return values.length < 0.95 * REPLICATES ? null : percentileInterval(values, 0.95);
}

export function readPasses(firstFile: string, secondFile: string): Agreement {
  const units = <Schema extends z.ZodType>(file: string, schema: Schema) =>
    z.array(schema).parse(JSON.parse(readFileSync(file, 'utf8')));
  return compareCodes(units(firstFile, firstPassUnit), units(secondFile, secondPassUnit));
}

function main(): void {
  const folder = join('seeds', 'second-pass');
  const options = new Command()
    .name('agreement')
    .description('Agreement of two codings of the article.')
    .option('--first <units.json>', 'codes of the first pass', join(folder, 'first-pass.json'))
    .option('--second <units.json>', 'codes of the second pass', join(folder, 'units.json'))
    .option('--freeze <directory>', 'print the codes of the edition there instead')
    .parse()
    .opts<{ first: string; second: string; freeze?: string }>();
  if (options.freeze === undefined) console.log(describeAgreement(readPasses(options.first, options.second)));
  else
    console.log(
      `[\n${firstPassOf(readSeedFiles(options.freeze))
        .map((unit) => `  ${JSON.stringify(unit)}`)
        .join(',\n')}\n]`,
    );
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) main();

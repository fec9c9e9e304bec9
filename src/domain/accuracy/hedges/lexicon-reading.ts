/** What a phrase means in another lexicon than the one that it was recorded with. */
import { invalid } from '../../errors.ts';
import { isLexiconCell, lexiconName } from '../../lexicons/lexicon-cell.ts';
import type { JoinedForecast, SharedFacts } from '../record/joined-record.ts';
import type { HedgeFacts, LexiconFacts } from '../record/report-record.ts';

/** The words of a forecast of basis verbal; null where it was not said in words. */
export function hedgeOf({ entry, statement }: JoinedForecast): HedgeFacts | null {
  return entry.basis === 'verbal' ? (statement?.facts.hedge ?? null) : null;
}

interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export type Reading = { readonly kind: 'recorded' | 'unknown' } | ({ readonly kind: 'read' } & Interval);

/**
 * How a lexicon reads hedges: as recorded where it is the lexicon they were recorded with, with its own
 * interval where it has the phrase in the same language, whatever the case of its letters, else not at
 * all. A phrase with several intervals has all that they cover.
 */
export function readingWith(lexicon: LexiconFacts): (hedge: HedgeFacts) => Reading {
  const name = lexiconName(lexicon.key, lexicon.version);
  const intervals = new Map<string, Interval>();
  for (const { phrase, lower, upper } of lexicon.entries) {
    const other = intervals.get(folded(phrase)) ?? { lower, upper };
    intervals.set(folded(phrase), {
      lower: Math.min(lower, other.lower),
      upper: Math.max(upper, other.upper),
    });
  }
  return ({ phrase, language, lexiconKey, lexiconVersion }) => {
    if (lexiconName(lexiconKey, lexiconVersion) === name) return { kind: 'recorded' };
    const interval = sameLanguage(language, lexicon.language) ? intervals.get(folded(phrase)) : undefined;
    return interval === undefined ? { kind: 'unknown' } : { kind: 'read', ...interval };
  };
}

/** Forecasts in words as one lexicon reads them. */
export interface LexiconReader {
  /** The forecast with the interval of the lexicon and its middle; the same where it has none. */
  readonly read: (forecast: JoinedForecast) => JoinedForecast;
  /** What became of its words; null where it was not said in words. */
  readonly kindOf: (forecast: JoinedForecast) => Reading['kind'] | null;
}

/** @throws ReckonerError invalid where there is no such lexicon on record */
export function lexiconReader({ lexicons }: Pick<SharedFacts, 'lexicons'>, name: string): LexiconReader {
  const lexicon = lexicons.get(name);
  if (lexicon === undefined) {
    const known = [...lexicons.keys()].sort().join(', ') || 'none';
    throw invalid('unknownLexicon', 'There is no such lexicon on record at that moment.', [
      { parameter: 'lexicon', code: 'unknown', message: `${name} is none; there are: ${known}` },
    ]);
  }
  const reading = readingWith(lexicon);
  const of = (forecast: JoinedForecast): Reading | null => {
    const hedge = hedgeOf(forecast);
    return hedge === null || !('probability' in forecast.entry.prediction) ? null : reading(hedge);
  };
  const named = { lexiconKey: lexicon.key, lexiconVersion: lexicon.version };
  return {
    kindOf: (forecast) => of(forecast)?.kind ?? null,
    read: (forecast) => {
      const found = of(forecast);
      if (found?.kind !== 'read') return forecast;
      const { lower, upper } = found;
      const prediction = { probability: (lower + upper) / 2, lower, upper };
      return {
        ...forecast,
        entry: { ...forecast.entry, prediction },
        isLexiconCell: isLexiconCell(prediction, named, lexicons),
        asRecorded: forecast,
      };
    },
  };
}

function folded(phrase: string): string {
  return phrase.trim().toLowerCase();
}

function sameLanguage(a: string, b: string): boolean {
  const primary = (tag: string) => tag.toLowerCase().split('-')[0];
  return primary(a) === primary(b);
}

/** How a report reads hedges with a lexicon that it was asked for, and what it says of that. */
import { type LexiconReader, lexiconReader } from '../../hedges/lexicon-reading.ts';
import type { JoinedForecast, JoinedRecord, SharedFacts } from '../../record/joined-record.ts';
import type { AccuracyParameters } from '../models/parameters.ts';

/** How many selected forecasts in words the lexicon read anew, was recorded with, and does not know. */
export interface ReadingCounts {
  read: number;
  recorded: number;
  unknown: number;
}

/**
 * Null where hedges stand as recorded.
 * @throws ReckonerError invalid where there is no such lexicon on record
 */
export function readerFor(
  shared: Pick<SharedFacts, 'lexicons'>,
  { lexicon }: Pick<AccuracyParameters, 'lexicon'>,
): LexiconReader | null {
  return lexicon === undefined ? null : lexiconReader(shared, lexicon);
}

export function readRecord(joined: JoinedRecord, reader: LexiconReader | null): JoinedRecord {
  return reader === null ? joined : { ...joined, forecasts: joined.forecasts.map(reader.read) };
}

/** Adds (1) or takes out (-1) what became of the words of these forecasts. */
export function countReadings(
  counts: ReadingCounts,
  forecasts: readonly JoinedForecast[],
  reader: LexiconReader,
  sign: 1 | -1,
): void {
  for (const forecast of forecasts) {
    const kind = reader.kindOf(forecast);
    if (kind !== null) counts[kind] += sign;
  }
}

export function readingNotes(
  { lexicon }: Pick<AccuracyParameters, 'lexicon'>,
  { read, recorded, unknown }: ReadingCounts,
): string[] {
  if (lexicon === undefined) return [];
  const all = read + recorded + unknown;
  if (all === 0) return [`There are no hedges to read with ${lexicon}.`];
  const others = unknown === 0 ? '' : ` ${unknown} stand as recorded: it does not have their words.`;
  return [`Hedges are read with ${lexicon}, ${read + recorded} of ${all} forecasts in words.${others}`];
}

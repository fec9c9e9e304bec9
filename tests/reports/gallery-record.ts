/** A record of forty-two questions and three speakers, some with names that attack a document. */
import {
  forecast,
  forecaster,
  outcome,
  question,
  record,
  statement,
  verdict,
} from '../domain/accuracy-report/small-record.ts';

export const HOSTILE_NAME = '=HYPERLINK("http://x.example","<script>alert(1)</script>|`b`*")';
const SPEAKERS = ['ann', 'bob', 'eve'] as const;
const READINGS = ['plain', 'strict', 'lenient'] as const;
const LEVELS = [0.1, 0.3, 0.5, 0.7, 0.9];

const ids = Array.from({ length: 42 }, (_, i) => i);
const pad = (i: number): string => String(i).padStart(2, '0');
const month = (i: number): string => `2025-${String(1 + (i % 12)).padStart(2, '0')}`;

export const galleryRecord = record({
  forecasters: [
    forecaster('ann', { name: 'Ann Analyst' }),
    forecaster('bob', { name: '吴博' }),
    forecaster('eve', { name: HOSTILE_NAME }),
  ],
  statements: ids.map((i) =>
    statement(`s${pad(i)}`, SPEAKERS[i % 3] as string, {
      kind: i % 7 === 6 ? 'claim' : 'forecast',
      scorability: i % 9 === 8 ? 'noThreshold' : 'scorable',
      topics: [i % 2 === 0 ? 'chips' : '-margins'],
      hedge: {
        phrase: i % 4 < 2 ? 'likely' : 'it seems',
        language: 'en',
        lexiconKey: 'house',
        lexiconVersion: '1',
      },
    }),
  ),
  questions: ids.map((i) =>
    question(`q${pad(i)}`, {
      statementId: `s${pad(i - (i % 2))}`,
      reading: READINGS[i % 3] as 'plain',
      opensAt: '2024-12-01',
      closesAt: '2026-03-31',
    }),
  ),
  forecasts: ids.flatMap((i) =>
    SPEAKERS.map((who, at) => {
      const p = LEVELS[(i * 3 + at * 2 + (i % 4)) % 5] as number;
      const verbal = who === 'bob';
      return forecast(`f${pad(i)}${who}`, `q${pad(i)}`, who, p, {
        madeAt: '2024-12-25T00:00:00.000Z',
        recordedAt: '2024-12-26T00:00:00.000Z',
        basis: verbal ? 'verbal' : 'stated',
        ...(verbal
          ? { prediction: { probability: p, lower: Math.max(0.05, p - 0.2), upper: Math.min(0.95, p + 0.2) } }
          : {}),
      });
    }),
  ),
  resolutions: ids
    .slice(0, 40)
    .map((i) => outcome(`q${pad(i)}`, (i * 7) % 10 < 4, `${month(i)}-15T00:00:00.000Z`)),
  lexicons: (['house', 'other'] as const).map((key) => ({
    key,
    version: '1',
    language: 'en',
    partition: false,
    entries: [{ phrase: 'likely', lower: key === 'house' ? 0.4 : 0.85, upper: 0.95 }],
  })),
  verdicts: [verdict('s06', 'accurate'), verdict('s13', 'inaccurate'), verdict('s20', 'mostlyAccurate')],
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkEdition } from '../../seeds/check.ts';
import { readSeedFiles, type SeedDefect, SeedError } from '../../seeds/read.ts';
import { type TinyEdition, tinyEdition } from './tiny-edition.ts';

const NOW = '2026-06-01T00:00:00.000Z';
const CLAIMS = 'article/statements/claims.json';
const FORECAST_STATEMENTS = 'article/statements/forecasts.json';

type Json = Record<string, unknown>;
type Rows = Json[];

describe('wrong seeds', () => {
  let tiny: TinyEdition;
  beforeEach(() => {
    tiny = tinyEdition();
  });
  afterEach(() => tiny.remove());

  /** Every defect, whether of form or of fit. */
  function defects(): readonly SeedDefect[] {
    try {
      return checkEdition(readSeedFiles(tiny.directory), NOW);
    } catch (error) {
      if (error instanceof SeedError) return error.defects;
      throw error;
    }
  }

  const places = (): string[] => defects().map(({ file, entry, field }) => `${file} ${entry} ${field}`);

  it('there is nothing to say about a sound edition', () => {
    expect(defects()).toEqual([]);
  });

  const cases: [string, string, (entry: Json, all: Rows) => void, ...string[]][] = [
    [
      'an unknown speaker of a statement',
      CLAIMS,
      (entry) => (entry['forecaster'] = 'bob'),
      `${CLAIMS} C01 forecaster`,
    ],
    [
      'an unknown speaker of a forecast',
      'article/forecasts.json',
      (entry) => (entry['forecaster'] = 'bob'),
      'article/forecasts.json P01 forecaster',
    ],
    ['an unknown topic', CLAIMS, (entry) => (entry['topics'] = ['rain', 'snow']), `${CLAIMS} C01 topics.1`],
    [
      'an unknown entity of a question',
      'article/questions.json',
      (entry) => (entry['entities'] = ['Rome']),
      'article/questions.json Q01 entities.0',
    ],
    [
      'an empty anchor',
      CLAIMS,
      (entry) => ((entry['anchors'] as Rows)[0] = { ...(entry['anchors'] as Rows)[0], end: 100 }),
      `${CLAIMS} C01 anchors.0.end`,
    ],
    [
      'an anchor beyond the text',
      CLAIMS,
      (entry) => ((entry['anchors'] as Rows)[0] = { ...(entry['anchors'] as Rows)[0], end: 1001 }),
      `${CLAIMS} C01 anchors.0.end`,
    ],
    [
      'overlapping anchors',
      CLAIMS,
      (entry) => (entry['anchors'] as Rows).push({ ...(entry['anchors'] as Rows)[0], start: 109, end: 120 }),
      `${CLAIMS} C01 anchors.1`,
    ],
    ['no anchor', CLAIMS, (entry) => (entry['anchors'] = []), `${CLAIMS} C01 anchors`],
    [
      'a hedge that its lexicon gives another interval',
      FORECAST_STATEMENTS,
      (entry) => ((entry['hedge'] as Json)['lower'] = 0.7),
      `${FORECAST_STATEMENTS} F01 hedge.lower`,
      'article/forecasts.json P01 prediction.lower',
      'article/forecasts.json P02 prediction.lower',
    ],
    [
      'a hedge of an unknown lexicon',
      FORECAST_STATEMENTS,
      (entry) => ((entry['hedge'] as Json)['lexiconVersion'] = '2'),
      `${FORECAST_STATEMENTS} F01 hedge.lexiconKey`,
    ],
    [
      'a hedge that is not in its lexicon',
      FORECAST_STATEMENTS,
      (entry) => ((entry['hedge'] as Json)['phrase'] = 'shall'),
      `${FORECAST_STATEMENTS} F01 hedge.phrase`,
    ],
    [
      'a relation to nothing',
      CLAIMS,
      (entry) => (entry['relations'] = [{ type: 'softens', statement: 'F99' }]),
      `${CLAIMS} C01 relations.0.statement`,
    ],
    [
      'a probability outside its bounds',
      'article/forecasts.json',
      (entry) => ((entry['prediction'] as Json)['probability'] = 0.5),
      'article/forecasts.json P01 prediction.lower',
    ],
    [
      'a probability inside the hedge that is not its middle',
      'article/forecasts.json',
      (entry) => ((entry['prediction'] as Json)['probability'] = 0.95),
      'article/forecasts.json P01 prediction.probability',
    ],
    [
      'bounds that are not the hedge',
      'article/forecasts.json',
      (entry) => (entry['prediction'] = { probability: 0.5, lower: 0.4, upper: 0.6 }),
      'article/forecasts.json P01 prediction.lower',
    ],
    [
      'a forecast of a statement that is none',
      'article/forecasts.json',
      (entry) =>
        Object.assign(entry, { statement: 'C01', basis: 'assigned', prediction: { probability: 0.9 } }),
      'article/forecasts.json P01 statement',
    ],
    [
      'a forecast on no question',
      'article/forecasts.json',
      (entry) => (entry['question'] = 'Q99'),
      'article/forecasts.json P01 question',
    ],
    [
      'a question of no statement',
      'article/questions.json',
      (entry) => (entry['statement'] = 'F99'),
      'article/questions.json Q01 statement',
    ],
    [
      'a condition on no question',
      'article/questions.json',
      (_, all) => ((all[1] as Json)['condition'] = { question: 'Q99', outcome: { value: true } }),
      'article/questions.json Q02 condition.question',
    ],
    [
      'a condition with an outcome of another type',
      'article/questions.json',
      (_, all) => ((all[1] as Json)['condition'] = { question: 'Q01', outcome: { value: 3 } }),
      'article/questions.json Q02 condition.outcome.value',
    ],
    [
      'a condition on itself',
      'article/questions.json',
      (_, all) => ((all[1] as Json)['condition'] = { question: 'Q02', outcome: { value: true } }),
      'article/questions.json Q02 condition.question',
    ],
    [
      'a resolution before the statement',
      'article/resolutions.json',
      (entry) => (entry['knownAt'] = '2024-11-30'),
      'article/resolutions.json Q01 knownAt',
    ],
    [
      'a resolution from the future',
      'article/resolutions.json',
      (entry) => (entry['knownAt'] = '2026-07-01'),
      'article/resolutions.json Q01 knownAt',
    ],
    [
      'an outcome without a day',
      'article/resolutions.json',
      (entry) => (entry['knownAt'] = null),
      'article/resolutions.json Q01 knownAt',
    ],
    [
      'an outcome without evidence',
      'article/resolutions.json',
      (entry) => (entry['evidence'] = []),
      'article/resolutions.json Q01 evidence',
    ],
    [
      'evidence without url',
      'article/resolutions.json',
      (entry) => delete (entry['evidence'] as Rows)[0]?.['url'],
      'article/resolutions.json Q01 evidence.0.url',
    ],
    [
      'an outcome of the wrong type',
      'article/resolutions.json',
      (entry) => (entry['outcome'] = { value: 'maybe' }),
      'article/resolutions.json Q01 outcome.value',
    ],
    [
      'a resolution of no question',
      'article/resolutions.json',
      (entry) => (entry['question'] = 'Q99'),
      'article/resolutions.json Q99 question',
    ],
    [
      'a verdict on a forecast',
      'article/verdicts.json',
      (entry) => (entry['statement'] = 'F01'),
      'article/verdicts.json F01 statement',
    ],
    [
      'a verdict before the statement',
      'article/verdicts.json',
      (entry) => (entry['knownAt'] = '2024-12-01'),
      'article/verdicts.json C01 knownAt',
    ],
    [
      'a key that stands twice',
      'article/questions.json',
      (entry, all) => all.push({ ...entry }),
      'article/questions.json Q01 key',
    ],
    [
      'a key of a statement that stands in another file',
      FORECAST_STATEMENTS,
      (entry, all) => all.push({ ...entry, key: 'C01' }),
      `${FORECAST_STATEMENTS} C01 key`,
      'article/verdicts.json C01 statement',
    ],
    [
      'two resolutions of one question',
      'article/resolutions.json',
      (entry, all) => all.push({ ...entry }),
      'article/resolutions.json Q01 question',
    ],
    ['a field that there is not', CLAIMS, (entry) => (entry['mood'] = 'bad'), `${CLAIMS} C01 -`],
  ];

  it.each(cases)('%s is named by file, entry and field', (_, file, change, ...expected) => {
    tiny.edit(file, change);
    expect(places()).toEqual(expected);
  });

  it('a file that is no JSON is named', () => {
    writeFileSync(join(tiny.directory, 'article/topics.json'), '[');
    expect(places()).toEqual(['article/topics.json - -']);
  });

  it('all defects are told at once, in a message that a person can read', () => {
    tiny.edit(CLAIMS, (entry) => (entry['kind'] = 'rumour'));
    tiny.edit('article/verdicts.json', (entry) => (entry['rating'] = 'nice'));
    expect(places()).toEqual([`${CLAIMS} C01 kind`, 'article/verdicts.json C01 rating']);
    expect(() => readSeedFiles(tiny.directory)).toThrow(
      /2 defects; nothing was loaded.\n {2}article\/statements\/claims.json, entry C01, field kind: /,
    );
  });
});

describe('the seeds of the article', () => {
  it('have no defect', () => {
    expect(checkEdition(readSeedFiles('seeds'), new Date().toISOString())).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { hedgeClasses, hedgeClassOf } from '../../seeds/agreement/codes.ts';
import { seedLexicon } from '../../seeds/format.ts';
import { readSeedFiles } from '../../seeds/read.ts';
import { gapsOf, isPartition, overlapsOf } from '../../src/domain/lexicons/intervals.ts';

const { lexicons } = readSeedFiles('seeds');
const lexicon = (key: string, version: string) => {
  const found = lexicons.find((one) => one.key === key && one.version === version);
  if (found === undefined) throw new Error(`there is no lexicon ${key} ${version}`);
  return found;
};
const percent = (share: number): number => Number((100 * share).toFixed(6));
/** Each phrase with its interval in percent. */
const figures = (key: string, version: string) =>
  Object.fromEntries(
    lexicon(key, version).entries.map(({ phrase, lower, upper }) => [
      phrase,
      [percent(lower), percent(upper)],
    ]),
  );

describe('the figures of the lexicons are those of their sources', () => {
  it('Kent 1964: a centre and a give-or-take', () => {
    const around = (centre: number, give: number) => [centre - give, centre + give];
    expect(figures('kent-1964', '1964')).toEqual({
      'almost certain': around(93, 6),
      probable: around(75, 12),
      'chances about even': around(50, 10),
      'probably not': around(30, 10),
      'almost certainly not': around(7, 5),
    });
  });

  const degrees = (lowest: number, highest: number) => ({
    'almost no chance': [lowest, 5],
    remote: [lowest, 5],
    'very unlikely': [5, 20],
    'highly improbable': [5, 20],
    unlikely: [20, 45],
    improbable: [20, 45],
    'roughly even chance': [45, 55],
    'roughly even odds': [45, 55],
    likely: [55, 80],
    probable: [55, 80],
    'very likely': [80, 95],
    'highly probable': [80, 95],
    'almost certain': [95, highest],
    'nearly certain': [95, highest],
  });

  it('ICD 203 as published, and with its ends taken to 0 and 1', () => {
    expect(figures('icd203-2015', '2015')).toEqual(degrees(1, 99));
    expect(figures('icd203-2015', '2015-partition')).toEqual(degrees(0, 100));
  });

  it('IPCC AR5', () => {
    expect(figures('ipcc-ar5', '2010')).toEqual({
      'virtually certain': [99, 100],
      'extremely likely': [95, 100],
      'very likely': [90, 100],
      likely: [66, 100],
      'more likely than not': [50, 100],
      'about as likely as not': [33, 66],
      unlikely: [0, 33],
      'very unlikely': [0, 10],
      'extremely unlikely': [0, 5],
      'exceptionally unlikely': [0, 1],
    });
  });

  it('the yardstick of the UK, in seven terms and in the earlier six bands', () => {
    expect(figures('phia-uk', 'seven-terms')).toEqual({
      'remote chance': [0, 5],
      'highly unlikely': [10, 20],
      unlikely: [25, 35],
      'realistic possibility': [40, 50],
      likely: [55, 75],
      probable: [55, 75],
      'highly likely': [80, 90],
      'almost certain': [95, 100],
    });
    expect(figures('phia-uk', 'six-bands')).toEqual({
      remote: [0, 10],
      'highly unlikely': [0, 10],
      unlikely: [15, 20],
      'realistic possibility': [25, 50],
      likely: [55, 70],
      'highly likely': [75, 85],
      'almost certain': [90, 100],
    });
  });

  it('the 5th and 95th percentiles of 46 readers', () => {
    expect(figures('perceptions-zonination', '2015')).toEqual({
      'almost certainly': [81, 99],
      'highly likely': [71, 97],
      'very good chance': [70, 90],
      likely: [60, 90],
      probably: [52, 89],
      probable: [51, 89],
      'we believe': [50, 90],
      'better than even': [51, 77],
      'about even': [46, 50],
      'probably not': [10, 48],
      'we doubt': [5, 60],
      unlikely: [5, 35],
      improbable: [1, 49],
      'little chance': [5, 25],
      'chances are slight': [5, 30],
      'highly unlikely': [3, 24],
      'almost no chance': [1, 10],
    });
  });
});

describe('how the intervals of a lexicon lie', () => {
  const entriesOf = (key: string, version: string) => lexicon(key, version).entries;
  const spans = (intervals: readonly { lower: number; upper: number }[]) =>
    intervals.map(({ lower, upper }) => [percent(lower), percent(upper)]);

  it('the partitions divide 0 to 1, and nothing else says that it does', () => {
    const partitions = lexicons.filter(({ partition }) => partition);
    expect(partitions.map(({ key, version }) => `${key}@${version}`).sort()).toEqual([
      'icd203-2015@2015-partition',
      'zh-icd203-provisional@0.1.0',
    ]);
    for (const { entries } of partitions) {
      expect(gapsOf(entries)).toEqual([]);
      expect(overlapsOf(entries)).toEqual([]);
    }
    for (const { key, partition, entries } of lexicons) expect(isPartition(entries), key).toBe(partition);
  });

  it('ICD 203 as published leaves out the ends only', () => {
    expect(spans(gapsOf(entriesOf('icd203-2015', '2015')))).toEqual([
      [0, 1],
      [99, 100],
    ]);
    expect(overlapsOf(entriesOf('icd203-2015', '2015'))).toEqual([]);
  });

  it('Kent and the UK have gaps between their words, and no overlap', () => {
    expect(spans(gapsOf(entriesOf('kent-1964', '1964')))).toEqual([
      [0, 2],
      [12, 20],
      [60, 63],
      [99, 100],
    ]);
    expect(spans(gapsOf(entriesOf('phia-uk', 'seven-terms')))).toEqual([
      [5, 10],
      [20, 25],
      [35, 40],
      [50, 55],
      [75, 80],
      [90, 95],
    ]);
    expect(spans(gapsOf(entriesOf('phia-uk', 'six-bands')))).toEqual([
      [10, 15],
      [20, 25],
      [50, 55],
      [70, 75],
      [85, 90],
    ]);
    for (const [key, version] of [
      ['kent-1964', '1964'],
      ['phia-uk', 'seven-terms'],
      ['phia-uk', 'six-bands'],
    ] as const)
      expect(overlapsOf(entriesOf(key, version)), key).toEqual([]);
  });

  it('the IPCC nests its words: whatever is very likely is likely', () => {
    const nested = ['exceptionally unlikely', 'extremely unlikely', 'very unlikely', 'unlikely'];
    const raised = ['virtually certain', 'extremely likely', 'very likely', 'likely', 'more likely than not'];
    const interval = (phrase: string) => entriesOf('ipcc-ar5', '2010').find((one) => one.phrase === phrase);
    for (const chain of [nested, raised]) {
      chain.slice(1).forEach((phrase, at) => {
        const [inner, outer] = [interval(chain[at] as string), interval(phrase)];
        expect(inner?.lower).toBeGreaterThanOrEqual(outer?.lower as number);
        expect(inner?.upper).toBeLessThanOrEqual(outer?.upper as number);
      });
    }
    expect(gapsOf(entriesOf('ipcc-ar5', '2010'))).toEqual([]);
    expect(overlapsOf(entriesOf('ipcc-ar5', '2010')).length).toBeGreaterThan(0);
  });

  it('readers overlap more than they differ', () => {
    expect(overlapsOf(entriesOf('perceptions-zonination', '2015')).length).toBeGreaterThan(20);
  });

  it('an edition whose flag is wrong is refused', () => {
    const { source: _source, ...plain } = lexicon('kent-1964', '1964');
    const result = seedLexicon.safeParse({ ...plain, source: 'Kent.', partition: true });
    expect(result.error?.issues).toMatchObject([{ path: ['partition'] }]);
    expect(seedLexicon.safeParse({ ...plain, source: 'Kent.' }).success).toBe(true);
  });
});

describe('the Chinese partition', () => {
  const cells = lexicon('icd203-2015', '2015-partition')
    .entries.map(({ lower, upper }) => ({ lower, upper }))
    .filter(({ lower }, at, all) => all.findIndex((one) => one.lower === lower) === at)
    .sort((a, b) => a.lower - b.lower);
  const { entries } = lexicon('zh-icd203-provisional', '0.1.0');
  const provisional = lexicon('zh-provisional', '0.2.0').entries;

  it('has the phrases of zh-provisional, and every cell meets the interval that they have there', () => {
    expect(entries.map(({ phrase }) => phrase)).toEqual(provisional.map(({ phrase }) => phrase));
    entries.forEach(({ phrase, lower, upper }, at) => {
      expect(lower, phrase).toBeLessThan(provisional[at]?.upper as number);
      expect(upper, phrase).toBeGreaterThan(provisional[at]?.lower as number);
    });
  });

  it('puts the class of a phrase on the degree of the same rank; a plain denial is the complement of an assertion', () => {
    const classless = new Set(['我认为', '肯定', '似乎', '听起来', '据我了解']);
    for (const { phrase, lower, upper } of entries.filter((entry) => !classless.has(entry.phrase))) {
      const denial = phrase === '不会' || phrase === '不是';
      const rank = hedgeClasses.indexOf(hedgeClassOf(phrase));
      expect({ lower, upper }, phrase).toEqual(cells[denial ? cells.length - 1 - rank : rank]);
    }
  });
});

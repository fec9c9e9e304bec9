import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeedFiles, seedFiles } from '../../seeds/read.ts';

const edition = readSeedFiles('seeds');
const readme = readFileSync(join('seeds', 'README.md'), 'utf8');
const repeats = (statement: (typeof edition.statements)[number]): boolean =>
  statement.relations.some(({ type }) => type === 'repeats');

/** How a question stands in these files: yes, no, open or void (reason). */
function stateOf(question: string): string {
  const outcome = edition.resolutions.find((resolution) => resolution.question === question)?.outcome;
  if (outcome === undefined) return 'open';
  if ('void' in outcome) return `void (${outcome['void']})`;
  return outcome['value'] === true ? 'yes' : 'no';
}

/** The rows below a heading of the README whose first cell is a reference to the researched list. */
function rows(heading: string): string[][] {
  const section = readme.split(`### ${heading}\n`)[1]?.split('\n### ')[0]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| ([FC]\d\d[ab]?) \|(.*)\|$/gm)].map(([, ref = '', rest = '']) => [
    ref,
    ...rest.split('|').map((cell) => cell.trim()),
  ]);
}

describe('the edition of the article', () => {
  it('asks a question with a reasoned window for every scorable forecast that repeats no other', () => {
    const asked = edition.statements.filter(
      (statement) =>
        statement.kind === 'forecast' && statement.scorability === 'scorable' && !repeats(statement),
    );
    for (const { key } of asked) {
      const questions = edition.questions.filter((question) => question.statement === key);
      expect(questions, key).not.toEqual([]);
      for (const question of questions) {
        expect(question, question.key).toMatchObject({
          closesAt: expect.any(String),
          resolvesBy: expect.any(String),
          resolutionSource: expect.any(String),
          windowReason: expect.any(String),
        });
        expect(
          edition.forecasts.filter((forecast) => forecast.question === question.key),
          question.key,
        ).toHaveLength(1);
      }
    }
  });

  it('reads a forecast strictly only where it reads it leniently as well', () => {
    const readings = new Map<string | null, Set<string>>();
    for (const { statement, reading } of edition.questions)
      readings.set(statement, (readings.get(statement) ?? new Set()).add(reading));
    for (const [statement, found] of readings)
      expect(found.has('strict'), `${statement}`).toBe(found.has('lenient'));
  });

  it('gives no forecast to what cannot be scored', () => {
    const statements = new Map(edition.statements.map((statement) => [statement.key, statement]));
    for (const forecast of edition.forecasts)
      expect(statements.get(forecast.statement ?? '')?.scorability, forecast.key).toBe('scorable');
  });

  it('dates each forecast when its statement was said', () => {
    const said = new Map(edition.statements.map(({ key, saidAt }) => [key, saidAt]));
    for (const { key, statement, madeAt } of edition.forecasts)
      expect(madeAt, key).toBe(said.get(statement ?? ''));
  });

  it('says why, where something cannot be scored, and how the day of every statement is known', () => {
    for (const { key, scorability, scorabilityReason, saidAtReason } of edition.statements) {
      expect(scorabilityReason === null, key).toBe(scorability === 'scorable');
      expect(saidAtReason, key).toBeTruthy();
    }
  });

  it('holds no Chinese but names and the phrases of the lexicons', () => {
    const han = /\p{Script=Han}+/gu;
    const names = [edition.source.publisher ?? '']
      .concat(edition.forecasters.flatMap(({ aliases }) => aliases))
      .concat(edition.entities.flatMap(({ aliases }) => aliases));
    const phrases = edition.lexicons.flatMap(({ entries }) => entries.map(({ phrase }) => phrase));
    const allowed = new Set([...names, ...phrases].flatMap((text) => text.match(han) ?? []));
    const texts = [
      readme,
      JSON.stringify({ ...edition, statementFiles: undefined }),
      ...['first-pass.json', 'units.json'].map((name) =>
        readFileSync(join('seeds', 'second-pass', name), 'utf8'),
      ),
    ];
    const found = texts.flatMap((text) => text.match(han) ?? []).filter((run) => !allowed.has(run));
    expect(found).toEqual([]);
  });
});

describe('the README of the seeds', () => {
  it('tells where the keys end', () => {
    const last = (keys: readonly string[]): string => [...keys].sort().at(-1) ?? '';
    const forecasts = edition.statements.filter(({ kind }) => kind === 'forecast');
    expect(readme).toContain(`\`F01\` to \`${last(forecasts.map(({ key }) => key))}\``);
    expect(readme).toContain(`\`Q01\` to \`${last(edition.questions.map(({ key }) => key))}\``);
    expect(readme).toContain(`\`P01\` to \`${last(edition.forecasts.map(({ key }) => key))}\``);
  });

  it('counts the statements by kind and weight', () => {
    for (const kind of ['forecast', 'claim', 'opinion'] as const) {
      const all = edition.statements.filter((statement) => statement.kind === kind);
      const weights = (['headline', 'main', 'minor'] as const).map(
        (importance) => all.filter((statement) => statement.importance === importance).length,
      );
      const scorable = all.filter(({ scorability }) => scorability === 'scorable').length;
      expect(readme).toContain(`| ${kind} | ${[...weights, all.length, scorable].join(' | ')} |`);
    }
  });

  it('tells the state of every question, under the entry of the list that answers it', () => {
    const told = rows('Forecasts of the list').flatMap(([ref = '', , , questions = '']) =>
      questions.split(', ').map((cell) => ({ ref, key: cell.slice(0, 3), state: cell.slice(4) })),
    );
    for (const { key, state } of told) expect(`${key} ${state}`).toBe(`${key} ${stateOf(key)}`);
    for (const { question, outcomeRef } of edition.resolutions)
      expect(told.find(({ key }) => key === question)?.ref, question).toBe(outcomeRef);
    const silent = /Of ((?:Q\d\d(?:, | and )?)+) the list says nothing/.exec(readme)?.[1]?.match(/Q\d\d/g);
    expect([...new Set([...told.map(({ key }) => key), ...(silent ?? [])])].sort()).toEqual(
      edition.questions.map(({ key }) => key).sort(),
    );
  });

  it('tells every verdict', () => {
    const told = rows('Claims of the list').flatMap(([ref, , verdicts = '']) =>
      verdicts.split(', ').map((cell) => `${ref} ${cell}`),
    );
    const given = edition.verdicts.map(
      ({ outcomeRef, statement, rating }) => `${outcomeRef} ${statement} ${rating}`,
    );
    expect(told.sort()).toEqual(given.sort());
  });

  it('names the files that there are', () => {
    expect(Object.values(seedFiles).filter((path) => !readme.includes(path.replace('.json', '')))).toEqual(
      [],
    );
  });
});

/** An edition with its entries by key, as the checks need it. */
import { type SeedEdition, seedFiles } from '../read.ts';
import { indexed, type Report } from './report.ts';

export type SeedStatementEntry = SeedEdition['statements'][number];
export type SeedQuestionEntry = SeedEdition['questions'][number];

export interface CheckContext {
  readonly edition: SeedEdition;
  readonly report: Report;
  readonly now: string;
  readonly forecasters: ReadonlySet<string>;
  readonly statements: ReadonlyMap<string, SeedStatementEntry>;
  readonly questions: ReadonlyMap<string, SeedQuestionEntry>;
  /** The file in which a statement stands. */
  fileOf(statement: string): string;
  /** What to say of a speaker whom the edition does not have. */
  unknownSpeaker(key: string): string;
  checkNames(
    file: string,
    key: string,
    entry: { readonly topics: readonly string[]; readonly entities: readonly string[] },
  ): void;
}

/** Names every key that stands twice. */
export function checkContext(edition: SeedEdition, now: string, report: Report): CheckContext {
  const fileOf = (statement: string): string => edition.statementFiles.get(statement) ?? seedFiles.statements;
  const keyed = <Entry extends { readonly key: string }>(entries: readonly Entry[], file: string) =>
    indexed(
      entries,
      (entry) => entry.key,
      () => file,
      report,
    );
  const named = (entries: readonly { readonly name: string }[], file: string) =>
    indexed(
      entries,
      (entry) => entry.name,
      () => file,
      report,
      'name',
    );
  const names = {
    topics: named(edition.topics, seedFiles.topics),
    entities: named(edition.entities, seedFiles.entities),
  };
  keyed(edition.forecasts, seedFiles.forecasts);
  indexed(
    edition.resolutions,
    (entry) => entry.question,
    () => seedFiles.resolutions,
    report,
    'question',
  );
  indexed(
    edition.verdicts,
    (entry) => entry.statement,
    () => seedFiles.verdicts,
    report,
    'statement',
  );
  const forecasters = new Set(keyed(edition.forecasters, seedFiles.forecasters).keys());
  return {
    edition,
    report,
    now,
    forecasters,
    statements: indexed(
      edition.statements,
      (entry) => entry.key,
      (entry) => fileOf(entry.key),
      report,
    ),
    questions: keyed(edition.questions, seedFiles.questions),
    fileOf,
    unknownSpeaker: (key) =>
      `unknown speaker ${key}; ${seedFiles.forecasters} has ${[...forecasters].join(', ')}`,
    checkNames(file, key, entry) {
      for (const field of ['topics', 'entities'] as const) {
        entry[field].forEach((name, at) => {
          if (!names[field].has(name))
            report(file, key, `${field}.${at}`, `${name} is not in ${seedFiles[field]}`);
        });
      }
    },
  };
}

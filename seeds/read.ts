/**
 * Reads an edition of the seeds and holds every entry against every other. Nothing is loaded from
 * an edition with a defect: each one is named by file, entry and field.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  seedEntity,
  seedForecast,
  seedForecaster,
  seedLexicon,
  seedQuestion,
  seedResolution,
  seedSource,
  seedStatement,
  seedTopic,
  seedVerdict,
} from './format.ts';

/** Where each noun stands, from the seeds' folder; statements are a folder of files. */
export const seedFiles = {
  source: 'article/source.json',
  forecasters: 'article/forecasters.json',
  topics: 'article/topics.json',
  entities: 'article/entities.json',
  statements: 'article/statements',
  questions: 'article/questions.json',
  forecasts: 'article/forecasts.json',
  resolutions: 'article/resolutions.json',
  verdicts: 'article/verdicts.json',
  lexicons: 'lexicons',
} as const;

export interface SeedEdition {
  readonly source: z.output<typeof seedSource>;
  readonly lexicons: readonly z.output<typeof seedLexicon>[];
  readonly forecasters: readonly z.output<typeof seedForecaster>[];
  readonly topics: readonly z.output<typeof seedTopic>[];
  readonly entities: readonly z.output<typeof seedEntity>[];
  readonly statements: readonly z.output<typeof seedStatement>[];
  /** The file of each statement, by key. */
  readonly statementFiles: ReadonlyMap<string, string>;
  readonly questions: readonly z.output<typeof seedQuestion>[];
  readonly forecasts: readonly z.output<typeof seedForecast>[];
  readonly resolutions: readonly z.output<typeof seedResolution>[];
  readonly verdicts: readonly z.output<typeof seedVerdict>[];
}

/** Where something is wrong in the seed files. */
export interface SeedDefect {
  readonly file: string;
  readonly entry: string;
  readonly field: string;
  readonly message: string;
}

export class SeedError extends Error {
  readonly defects: readonly SeedDefect[];
  constructor(defects: readonly SeedDefect[]) {
    const lines = defects.map(
      ({ file, entry, field, message }) => `  ${file}, entry ${entry}, field ${field}: ${message}`,
    );
    super(
      `The seeds have ${defects.length} defect${defects.length === 1 ? '' : 's'}; nothing was loaded.\n${lines.join('\n')}`,
    );
    this.name = 'SeedError';
    this.defects = defects;
  }
}

interface Keyed {
  readonly key?: string;
  readonly name?: string;
  readonly question?: string;
  readonly statement?: string | null;
}

function nameOf(entry: unknown, index: number): string {
  const { key, name, question, statement } = (entry ?? {}) as Keyed;
  return key ?? name ?? question ?? statement ?? `#${index + 1}`;
}

class SeedFiles {
  readonly defects: SeedDefect[] = [];
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  one<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | null {
    return this.#check(file, this.#json(file), 0, schema);
  }

  list<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema>[] {
    const content = this.#json(file);
    if (content === undefined) return [];
    if (!Array.isArray(content)) {
      this.defects.push({ file, entry: '-', field: '-', message: 'must be an array of entries' });
      return [];
    }
    return content.flatMap((entry: unknown, index) => this.#check(file, entry, index, schema) ?? []);
  }

  names(folder: string): string[] {
    return readdirSync(join(this.#directory, folder))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => `${folder}/${name}`);
  }

  #json(file: string): unknown {
    try {
      return JSON.parse(readFileSync(join(this.#directory, file), 'utf8')) as unknown;
    } catch (error) {
      this.defects.push({
        file,
        entry: '-',
        field: '-',
        message: error instanceof Error ? error.message : String(error),
      });
      return undefined;
    }
  }

  #check<Schema extends z.ZodType>(
    file: string,
    entry: unknown,
    index: number,
    schema: Schema,
  ): z.output<Schema> | null {
    if (entry === undefined) return null;
    const result = schema.safeParse(entry);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      this.defects.push({
        file,
        entry: nameOf(entry, index),
        field: issue.path.join('.') || '-',
        message: issue.message,
      });
    }
    return null;
  }
}

/**
 * Reads `<directory>/article` and `<directory>/lexicons`.
 * @throws SeedError naming every defect of form
 */
export function readSeedFiles(directory: string): SeedEdition {
  const files = new SeedFiles(directory);
  const source = files.one(seedFiles.source, seedSource);
  const statements = files
    .names(seedFiles.statements)
    .flatMap((file) => files.list(file, seedStatement).map((statement) => ({ file, statement })));
  const edition = {
    lexicons: files.names(seedFiles.lexicons).flatMap((name) => files.one(name, seedLexicon) ?? []),
    forecasters: files.list(seedFiles.forecasters, seedForecaster),
    topics: files.list(seedFiles.topics, seedTopic),
    entities: files.list(seedFiles.entities, seedEntity),
    statements: statements.map(({ statement }) => statement),
    statementFiles: new Map(statements.map(({ file, statement }) => [statement.key, file])),
    questions: files.list(seedFiles.questions, seedQuestion),
    forecasts: files.list(seedFiles.forecasts, seedForecast),
    resolutions: files.list(seedFiles.resolutions, seedResolution),
    verdicts: files.list(seedFiles.verdicts, seedVerdict),
  };
  if (files.defects.length > 0 || source === null) throw new SeedError(files.defects);
  return { source, ...edition };
}

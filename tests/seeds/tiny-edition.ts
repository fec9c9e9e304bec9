/** An edition of the seeds with one of everything, in a folder of its own, to be spoilt. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Json = Record<string, unknown>;

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

const EVIDENCE = {
  url: 'https://example.org/rain',
  title: 'Rain',
  publisher: 'Weather',
  publishedOn: '2025-02',
  fact: 'It rained.',
  tier: 'press',
  archiveUrl: null,
};

function statement(key: string, kind: string, start: number, more: Json = {}): Json {
  return {
    key,
    kind,
    forecaster: 'ann',
    importance: 'main',
    text: `Ann said ${key}.`,
    saidAt: '2024-12-25T00:00:00Z',
    saidAtReason: null,
    anchors: [{ start, end: start + 10, sha256: sha(key), section: 'dialogue' }],
    hedge: null,
    topics: ['rain'],
    entities: ['Oslo'],
    scorability: 'scorable',
    scorabilityReason: null,
    relations: [],
    codedBy: 'test',
    note: null,
    ...more,
  };
}

function question(key: string, of: string | null, more: Json = {}): Json {
  return {
    key,
    statement: of,
    title: `Does it rain (${key})?`,
    type: 'binary',
    description: null,
    resolutionCriteria: 'Yes if it rains.',
    resolutionSource: null,
    options: null,
    ordered: false,
    unit: null,
    range: null,
    timezone: 'UTC',
    opensAt: null,
    closesAt: '2025-12-31',
    resolvesBy: '2026-01-31',
    windowBasis: 'stated',
    windowReason: null,
    condition: null,
    reading: 'plain',
    topics: ['rain'],
    entities: [],
    ...more,
  };
}

function forecast(key: string, of: string): Json {
  return {
    key,
    question: of,
    forecaster: 'ann',
    statement: 'F01',
    madeAt: '2024-12-25T00:00:00Z',
    prediction: { probability: 0.9, lower: 0.8, upper: 1 },
    basis: 'verbal',
    note: null,
  };
}

const HEDGE = {
  phrase: 'will',
  language: 'en',
  register: null,
  lexiconKey: 'plain',
  lexiconVersion: '1',
  lower: 0.8,
  upper: 1,
};

/** Every file, by path from the seeds' folder. */
function files(): Record<string, Json | Json[]> {
  return {
    'article/source.json': {
      key: 'talk',
      title: 'Talk',
      url: null,
      publisher: null,
      kind: 'podcast',
      language: 'en',
      publishedAt: '2025-01-01',
      retrievedAt: null,
      textSha256: sha('text'),
      textLength: 1000,
    },
    'article/forecasters.json': [
      { key: 'ann', name: 'Ann', kind: 'person', aliases: [], affiliation: null, url: null },
    ],
    'article/topics.json': [{ key: 'rain', name: 'rain', kind: null }],
    'article/entities.json': [{ name: 'Oslo', kind: 'place' }],
    'article/statements/claims.json': [statement('C01', 'claim', 100)],
    'article/statements/forecasts.json': [statement('F01', 'forecast', 200, { hedge: HEDGE })],
    'article/questions.json': [
      question('Q01', 'F01'),
      question('Q02', 'F01', { condition: { question: 'Q01', outcome: { value: true } } }),
    ],
    'article/forecasts.json': [forecast('P01', 'Q01'), forecast('P02', 'Q02')],
    'article/resolutions.json': [
      {
        question: 'Q01',
        outcome: { value: true },
        knownAt: '2025-02-01',
        rationale: 'It rained.',
        evidence: [EVIDENCE],
        outcomeRef: null,
      },
    ],
    'article/verdicts.json': [
      {
        statement: 'C01',
        rating: 'accurate',
        knownAt: '2025-02-01',
        rationale: 'It is.',
        evidence: [EVIDENCE],
        outcomeRef: null,
      },
    ],
    'lexicons/plain.json': {
      key: 'plain',
      version: '1',
      title: 'Plain',
      language: 'en',
      register: 'test',
      partition: false,
      status: 'provisional-unvalidated',
      source: 'Made up.',
      entries: [{ phrase: 'will', lower: 0.8, upper: 1 }],
    },
  };
}

export interface TinyEdition {
  readonly directory: string;
  /** Changes one file's content in place; entry 0 of a list unless told. */
  edit(file: string, change: (entry: Json, all: Json[]) => void, at?: number): void;
  remove(): void;
}

export function tinyEdition(): TinyEdition {
  const directory = mkdtempSync(join(tmpdir(), 'seeds-'));
  for (const [file, content] of Object.entries(files())) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), JSON.stringify(content));
  }
  return {
    directory,
    edit(file, change, at = 0) {
      const content = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Json | Json[];
      const all = Array.isArray(content) ? content : [content];
      change(all[at] ?? {}, all);
      writeFileSync(join(directory, file), JSON.stringify(content));
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

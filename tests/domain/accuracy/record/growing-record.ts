/** A record that grows by random writes, with the changes since it was last looked at. */
import fc from 'fast-check';
import type { NewForecast, RecordChanges } from '../../../../src/domain/accuracy/record/record-changes.ts';
import type { LexiconFacts, ReportRecord } from '../../../../src/domain/accuracy/record/report-record.ts';
import {
  forecast,
  forecaster,
  outcome,
  question,
  record,
  source,
  statement,
  verdict,
} from '../../accuracy-report/small-record.ts';

type Changed<Value> = {
  -readonly [Key in keyof Value]: Value[Key] extends readonly (infer Item)[] ? Item[] : Value[Key];
};

const kinds = [
  'forecaster',
  'renameForecaster',
  'retractForecaster',
  'mergeForecasters',
  'source',
  'retitleSource',
  'retractSource',
  'statement',
  'relate',
  'retractStatement',
  'verdict',
  'question',
  'moveQuestion',
  'retractQuestion',
  'mergeTopics',
  'forecast',
  'forecast',
  'forecast',
  'forecast',
  'forecast',
  'verbal',
  'correct',
  'withdraw',
  'retract',
  'resolve',
  'resolve',
  'resolve',
  'void',
  'reopen',
  'look',
  'look',
] as const;

export const writes = fc.record({
  kind: fc.constantFrom(...kinds),
  a: fc.nat(99),
  b: fc.nat(99),
  c: fc.nat(99),
});
export type Write = typeof writes extends fc.Arbitrary<infer Value> ? Value : never;

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;
const READINGS = ['plain', 'plain', 'plain', 'strict', 'lenient'] as const;
const PROBABILITIES = [0, 0.1, 1 / 3, 0.5, 0.7, 1e-9, 1];

/** What words were recorded with, and a lexicon that divides 0 to 1 and has one of the two phrases. */
const LEXICONS: readonly LexiconFacts[] = [
  {
    key: 'own',
    version: '1',
    language: 'en',
    partition: false,
    entries: ['likely', 'we think'].map((phrase) => ({ phrase, lower: 0.55, upper: 0.85 })),
  },
  {
    key: 'cells',
    version: '1',
    language: 'en',
    partition: true,
    entries: [
      { phrase: 'unlikely', lower: 0, upper: 0.4 },
      { phrase: 'likely', lower: 0.4, upper: 1 },
    ],
  },
];

export class GrowingRecord {
  #record: ReportRecord = record({
    seq: 1,
    recordedAt: '2026-01-01T00:00:00.000Z',
    lexicons: LEXICONS,
  });
  #changes: Changed<RecordChanges> = noChanges(1);
  #count = 0;

  get now(): ReportRecord {
    return this.#record;
  }

  /** What was written since this was last asked. */
  takeChanges(): RecordChanges {
    const { seq, recordedAt } = this.#record;
    const changes = { ...this.#changes, seq, recordedAt };
    this.#changes = noChanges(seq);
    return changes;
  }

  write({ kind, a, b, c }: Write): void {
    const { forecasters, sources, statements, questions, forecasts } = this.#record;
    const id = `${String.fromCharCode(97 + (b % 26))}${this.#count}`;
    this.#count += 1;
    const seq = this.#record.seq + 1;
    const recordedAt = `2026-01-${String(Math.min(28, 1 + Math.floor(seq / 4))).padStart(2, '0')}T00:00:00.000Z`;
    this.#record = { ...this.#record, seq, recordedAt };
    switch (kind) {
      case 'forecaster':
        this.#put('forecasters', forecaster(id, { kind: pick(['person', 'model', 'crowd'], a) }));
        return;
      case 'renameForecaster':
        this.#put('forecasters', {
          ...pick(forecasters, a),
          content: { ...pick(forecasters, a).content, name: id },
        });
        return;
      case 'retractForecaster':
        if (c % 12 === 0) this.#retract('forecasters', 'forecaster', pick(forecasters, a).id);
        return;
      case 'mergeForecasters':
        this.#merge(pick(forecasters, a).id, pick(forecasters, b).id);
        return;
      case 'mergeTopics':
        this.#setMerges({ mergedTopics: new Map([[`t${a % 3}`, `t${3 + (b % 2)}`]]) });
        return;
      case 'source':
        this.#put('sources', source(id));
        return;
      case 'retitleSource':
        this.#put('sources', { ...pick(sources, a), content: { title: id } });
        return;
      case 'retractSource':
        if (c % 12 === 0) this.#retract('sources', 'source', pick(sources, a).id);
        return;
      case 'statement':
        this.#put(
          'statements',
          statement(id, pick(forecasters, a).id, { ...this.#said(b, c), sourceId: pick(sources, c).id }),
        );
        return;
      case 'relate':
        if (statements.length === 0) return;
        this.#put('statements', {
          ...pick(statements, a),
          content: { ...pick(statements, a).content, ...this.#said(b, c) },
        });
        return;
      case 'retractStatement':
        if (statements.length > 0) this.#retract('statements', 'statement', pick(statements, a).id);
        return;
      case 'verdict':
        if (statements.length > 0)
          this.#last(
            'verdicts',
            verdict(pick(statements, a).id, pick(['accurate', 'inaccurate'], b)),
            'statementId',
          );
        return;
      case 'question':
        this.#put(
          'questions',
          question(id, { ...this.#asked(a, b, c), reading: pick(READINGS, b), topics: [`t${c % 5}`] }),
        );
        return;
      case 'moveQuestion':
        if (questions.length === 0) return;
        this.#put('questions', {
          ...pick(questions, a),
          content: {
            ...pick(questions, a).content,
            statementId: statements.length > 0 ? pick(statements, b).id : null,
            topics: [`t${c % 5}`],
          },
        });
        return;
      case 'retractQuestion':
        if (questions.length > 0 && c % 3 === 0)
          this.#retract('questions', 'question', pick(questions, a).id);
        return;
      case 'forecast':
      case 'verbal':
      case 'correct':
        this.#forecast(kind, id, { a, b, c });
        return;
      case 'withdraw':
        this.#amend(pick(forecasts, a)?.id, 'withdraw', `2025-0${1 + (b % 9)}-15T00:00:00.000Z`);
        return;
      case 'retract':
        this.#amend(pick(forecasts, a)?.id, 'retract', '');
        return;
      case 'resolve':
      case 'void':
      case 'reopen':
        this.#resolve(kind, a, b);
        return;
      case 'look':
        return;
    }
  }

  #said(b: number, c: number) {
    const { statements } = this.#record;
    const relations =
      statements.length > 0 && c % 3 === 0
        ? [{ type: pick(['repeats', 'partOf', 'softens'], b), statementId: pick(statements, b).id }]
        : [];
    const phrase = pick(['likely', 'we think', null], b);
    return {
      relations,
      hedge: phrase === null ? null : { phrase, language: 'en', lexiconKey: 'own', lexiconVersion: '1' },
      topics: [`t${b % 5}`],
      kind: pick(['forecast', 'claim'] as const, c),
      scorability: pick(['scorable', 'vague'], b),
    };
  }

  #asked(a: number, b: number, c: number) {
    const { statements } = this.#record;
    const statementId = statements.length > 0 && a % 2 === 0 ? pick(statements, c).id : null;
    if (a % 7 === 1)
      return { statementId, type: 'numeric' as const, range: b % 2 === 0 ? { min: 0, max: 10 } : null };
    if (a % 7 === 3)
      return {
        statementId,
        type: 'multipleChoice' as const,
        options: [
          { id: 'x', label: 'X' },
          { id: 'y', label: 'Y' },
          { id: 'z', label: 'Z' },
        ],
        ordered: b % 2 === 0,
      };
    return { statementId, closesAt: pick(['2025-12-31', '2025-06-30', null], b) };
  }

  #forecast(
    kind: 'forecast' | 'verbal' | 'correct',
    id: string,
    { a, b, c }: { a: number; b: number; c: number },
  ): void {
    const { questions, forecasters, statements, forecasts } = this.#record;
    if (questions.length === 0) return;
    const earlier =
      kind === 'correct'
        ? forecasts.find(({ superseded }, at) => !superseded && at >= a % (forecasts.length + 1))
        : undefined;
    const { id: questionId, content } =
      questions.find((one) => one.id === earlier?.questionId) ?? pick(questions, a);
    const p = pick(PROBABILITIES, c);
    const binary = kind === 'verbal' ? { probability: 0.7, lower: 0.55, upper: 0.85 } : { probability: p };
    const prediction =
      content.type === 'numeric'
        ? c % 2 === 0
          ? { point: c % 10 }
          : { samples: [1, 2, c % 11] }
        : content.type === 'multipleChoice'
          ? { probabilities: { x: 0.5, y: 0.25, z: 0.25 } }
          : binary;
    const made = {
      madeAt: earlier?.madeAt ?? `2025-0${1 + (c % 9)}-1${b % 9}T00:00:00.000Z`,
      basis: kind === 'verbal' ? 'verbal' : 'stated',
      prediction,
    };
    const statementId = statements.length > 0 && b % 5 === 0 ? pick(statements, a).id : null;
    const who = earlier?.forecasterId ?? pick(forecasters, b).id;
    const entry = forecast(id, questionId, who, p, {
      ...made,
      statementId,
      recordedAt: `2025-0${1 + (a % 9)}-28T00:00:00.000Z`,
    });
    this.#changes.forecasts.push({ ...entry, supersedesId: earlier?.id ?? null } as NewForecast);
    const before = forecasts.map((one) => (one.id === earlier?.id ? { ...one, superseded: true } : one));
    this.#record = { ...this.#record, forecasts: [...before, entry] };
  }

  #amend(id: string | undefined, how: 'withdraw' | 'retract', withdrawnAt: string): void {
    const entry = this.#record.forecasts.find((one) => one.id === id);
    if (entry === undefined || entry.withdrawnAt !== null || entry.retracted) return;
    const { questionId, id: forecastId } = entry;
    if (how === 'withdraw') this.#changes.withdrawals.push({ forecastId, questionId, withdrawnAt });
    else this.#changes.retractions.push({ type: 'forecast', id: forecastId, questionId });
    const change = how === 'withdraw' ? { withdrawnAt } : { retracted: true };
    this.#record = {
      ...this.#record,
      forecasts: this.#record.forecasts.map((one) => (one === entry ? { ...one, ...change } : one)),
    };
  }

  #resolve(kind: 'resolve' | 'void' | 'reopen', a: number, b: number): void {
    const { questions } = this.#record;
    if (questions.length === 0) return;
    const { id, content } = pick(questions, a);
    const known = `2025-${pick(['03', '08', '11'], b)}-20T00:00:00.000Z`;
    if (kind !== 'resolve') {
      const end = kind === 'void' ? { void: 'annulled' as const } : { reopened: true as const };
      const state = kind === 'void' ? 'void' : 'reopened';
      this.#last('resolutions', { questionId: id, outcome: end, state, knownAtInstant: null }, 'questionId');
      return;
    }
    const value =
      content.type === 'numeric'
        ? { value: b % 11 }
        : content.type === 'multipleChoice'
          ? { optionId: pick(['x', 'y', 'z'], b) }
          : null;
    const plain = outcome(id, b % 2 === 0, known);
    this.#last('resolutions', value === null ? plain : { ...plain, outcome: value }, 'questionId');
  }

  #put<Key extends 'forecasters' | 'sources' | 'statements' | 'questions'>(
    key: Key,
    entry: ReportRecord[Key][number],
  ): void {
    const changes = this.#changes[key] as { id: string }[];
    this.#changes = {
      ...this.#changes,
      [key]: [...changes.filter(({ id }) => id !== entry.id), { id: entry.id, content: entry.content }],
    };
    this.#record = {
      ...this.#record,
      [key]: [...this.#record[key].filter(({ id }) => id !== entry.id), entry],
    };
  }

  #retract(
    key: 'forecasters' | 'sources' | 'statements' | 'questions',
    type: 'forecaster' | 'source' | 'statement' | 'question',
    id: string,
  ): void {
    this.#changes.retractions.push({ type, id, questionId: null });
    this.#record = {
      ...this.#record,
      [key]: this.#record[key].map((one) => (one.id === id ? { ...one, retracted: true } : one)),
    };
  }

  #last<Key extends 'verdicts' | 'resolutions'>(
    key: Key,
    entry: ReportRecord[Key][number],
    by: 'statementId' | 'questionId',
  ): void {
    const subject = (one: unknown) => (one as Record<string, unknown>)[by];
    const without = (list: readonly unknown[]) => list.filter((one) => subject(one) !== subject(entry));
    this.#changes = { ...this.#changes, [key]: [...without(this.#changes[key]), entry] };
    this.#record = { ...this.#record, [key]: [...without(this.#record[key]), entry] };
  }

  #merge(from: string, into: string): void {
    const merged = this.#record.mergedForecasters;
    if (from === into || merged.has(from) || merged.has(into) || [...merged.values()].includes(from)) return;
    this.#setMerges({ mergedForecasters: new Map([...merged, [from, into]]) });
  }

  #setMerges(merges: Partial<ReportRecord>): void {
    this.#record = { ...this.#record, ...merges };
    const { mergedForecasters, mergedTopics, mergedEntities } = this.#record;
    this.#changes.merges = { mergedForecasters, mergedTopics, mergedEntities };
  }
}

export function noChanges(after: number): Changed<RecordChanges> {
  const lists = {
    sources: [],
    forecasters: [],
    statements: [],
    questions: [],
    forecasts: [],
    withdrawals: [],
    retractions: [],
    resolutions: [],
    verdicts: [],
    lexicons: [],
  };
  return { after, seq: after, recordedAt: null, ...lists, merges: null };
}

/**
 * The record in families, kept up to date: a write touches the families that it is about and leaves the
 * others as they are. What many families share changes seldom: a merge begins everything anew.
 */

import { lexiconName } from '../../lexicons/lexicon-cell.ts';
import type { Instant } from '../../time.ts';
import { Family } from './family.ts';
import { type JoinedRecord, joinedTogether, type SharedFacts, standingName } from './joined-record.ts';
import { changesOf, type NewForecast, type NewRetraction, type RecordChanges } from './record-changes.ts';
import { RelatedSets, type RelatedThings } from './related-things.ts';
import type {
  Entry,
  ForecastEntry,
  ForecasterFacts,
  QuestionFacts,
  ReportRecord,
  ResolutionEntry,
  SourceFacts,
  StatementFacts,
  VerdictEntry,
} from './report-record.ts';

type Entries<Content> = Map<string, Entry<Content>>;

export class RecordFamilies {
  seq = 0;
  recordedAt: Instant | null = null;
  /** Another number: nothing that was computed from families before can be used any more. */
  generation = 0;
  forecastCount = 0;
  #sources: Entries<SourceFacts> = new Map();
  #forecasters: Entries<ForecasterFacts> = new Map();
  #lexicons: SharedFacts['lexicons'] = new Map();
  #shared: SharedFacts = sharedFacts(this.#sources, this.#forecasters, this.#lexicons, null);
  readonly #statements: Entries<StatementFacts> = new Map();
  readonly #questions: Entries<QuestionFacts> = new Map();
  readonly #forecasts = new Map<string, ForecastEntry[]>();
  readonly #resolutions = new Map<string, ResolutionEntry>();
  readonly #verdicts = new Map<string, VerdictEntry>();
  readonly #related = new RelatedSets();
  readonly #families = new Map<string, Family>();
  #whole: JoinedRecord | null = null;

  static of(record: ReportRecord): RecordFamilies {
    const families = new RecordFamilies();
    families.advance(changesOf(record));
    return families;
  }

  get shared(): SharedFacts {
    return this.#shared;
  }

  get names(): IterableIterator<string> {
    return this.#families.keys();
  }

  /** Absent where it has become part of another one. */
  family(name: string): Family | undefined {
    return this.#families.get(name);
  }

  /** Everything as one record, as families are joined; kept like them, until something is written. */
  joined(knownBy: Instant | null, clock: Instant | ''): JoinedRecord {
    const together = () =>
      joinedTogether(
        [...this.#families.values()].map((family) => family.joined(knownBy, clock)),
        this.#shared,
      );
    if (knownBy !== null || clock !== '') return together();
    this.#whole ??= together();
    return this.#whole;
  }

  /** The time that says which questions are open. */
  clock(knownBy: Instant | null): Instant | '' {
    return [this.recordedAt, knownBy].filter((time) => time !== null).sort()[0] ?? '';
  }

  /** The families of these resolutions as they would be with them; the record stays as it is. */
  supposing(resolutions: readonly ResolutionEntry[]): ReadonlyMap<string, Family> {
    const supposed = new Map(resolutions.map((resolution) => [resolution.questionId, resolution]));
    const names = new Set(resolutions.map(({ questionId }) => this.#related.of('questions', questionId)));
    return new Map(
      [...names].flatMap((name) => {
        const family = this.#familyOf(name, supposed);
        return family === null ? [] : [[name, family]];
      }),
    );
  }

  /** Takes in what was written since; names of the families that are no longer what they were. */
  advance(changes: RecordChanges): ReadonlySet<string> {
    if (changes.after !== this.seq) {
      throw new Error(`changes after ${changes.after} do not follow ${this.seq}`);
    }
    this.#whole = null;
    const touched = new Set<string>();
    const touch = (kind: keyof RelatedThings, id: string) => void touched.add(this.#related.of(kind, id));
    this.#takeShared(changes, touched);
    for (const { id, content } of changes.statements) {
      put(this.#statements, id, content);
      touch('statements', id);
    }
    for (const { id, content } of changes.questions) {
      put(this.#questions, id, content);
      touch('questions', id);
    }
    for (const forecast of changes.forecasts) this.#takeForecast(forecast, touched);
    for (const { questionId, supersedesId } of changes.forecasts)
      if (supersedesId !== null) this.#amend(questionId, supersedesId, { superseded: true });
    for (const { questionId, forecastId, withdrawnAt } of changes.withdrawals) {
      this.#amend(questionId, forecastId, { withdrawnAt });
      touch('questions', questionId);
    }
    for (const retraction of changes.retractions) this.#takeRetraction(retraction, touch);
    for (const resolution of changes.resolutions) {
      this.#resolutions.set(resolution.questionId, resolution);
      touch('questions', resolution.questionId);
    }
    for (const verdict of changes.verdicts) {
      this.#verdicts.set(verdict.statementId, verdict);
      touch('statements', verdict.statementId);
    }
    this.#relate(changes, touched);
    this.seq = changes.seq;
    this.recordedAt = changes.recordedAt;
    for (const name of touched) this.#renew(name);
    return touched;
  }

  /** Forecasters and sources: new ones are added, a changed one touches every family that mentions it. */
  #takeShared(changes: RecordChanges, touched: Set<string>): void {
    if (changes.lexicons.length > 0) {
      // A hedge names a lexicon that was there before it, so no family changes by a new one.
      const added = changes.lexicons.map(
        (lexicon) => [lexiconName(lexicon.key, lexicon.version), lexicon] as const,
      );
      this.#lexicons = new Map([...this.#lexicons, ...added]);
      this.#shared = { ...this.#shared, lexicons: this.#lexicons };
    }
    const retracted = new Map<string, Set<string>>();
    for (const { type, id } of changes.retractions)
      retracted.set(type, (retracted.get(type) ?? new Set()).add(id));
    const changed = new Set([
      ...changes.forecasters.map(({ id }) => id).filter((id) => this.#forecasters.has(id)),
      ...changes.sources.map(({ id }) => id).filter((id) => this.#sources.has(id)),
      ...(retracted.get('forecaster') ?? []),
      ...(retracted.get('source') ?? []),
    ]);
    if (changes.merges !== null || changed.size > 0) {
      // Families of before keep the versions of before.
      this.#sources = new Map(this.#sources);
      this.#forecasters = new Map(this.#forecasters);
    }
    for (const { id, content } of changes.forecasters) put(this.#forecasters, id, content);
    for (const { id, content } of changes.sources) put(this.#sources, id, content);
    for (const id of retracted.get('forecaster') ?? []) retract(this.#forecasters, id);
    for (const id of retracted.get('source') ?? []) retract(this.#sources, id);
    if (changes.merges !== null) {
      this.#shared = sharedFacts(this.#sources, this.#forecasters, this.#lexicons, changes.merges);
      this.generation += 1;
      for (const name of this.#families.keys()) touched.add(name);
    } else if (changed.size > 0) {
      this.#shared = { ...this.#shared, sources: this.#sources, forecasters: this.#forecasters };
      for (const [name, family] of this.#families) {
        if (family.mentions(changed)) touched.add(name);
        else this.#families.set(name, family.with(this.#shared));
      }
    }
  }

  #takeForecast({ supersedesId: _earlier, ...forecast }: NewForecast, touched: Set<string>): void {
    const ofQuestion = this.#forecasts.get(forecast.questionId);
    // One text each, however often it comes: forecasts repeat the ids of few forecasters and questions.
    const entry: ForecastEntry = {
      ...forecast,
      questionId: this.#questions.get(forecast.questionId)?.id ?? forecast.questionId,
      forecasterId: this.#forecasters.get(forecast.forecasterId)?.id ?? forecast.forecasterId,
    };
    if (ofQuestion === undefined) this.#forecasts.set(entry.questionId, [entry]);
    else ofQuestion.push(entry);
    this.forecastCount += 1;
    touched.add(this.#related.of('questions', forecast.questionId));
  }

  #takeRetraction(
    { type, id, questionId }: NewRetraction,
    touch: (kind: keyof RelatedThings, id: string) => void,
  ): void {
    if (type === 'statement') {
      retract(this.#statements, id);
      touch('statements', id);
    } else if (type === 'question') {
      retract(this.#questions, id);
      touch('questions', id);
    } else if (type === 'forecast' && questionId !== null) {
      this.#amend(questionId, id, { retracted: true });
      touch('questions', questionId);
    }
  }

  #amend(questionId: string, forecastId: string, change: Partial<ForecastEntry>): void {
    const ofQuestion = this.#forecasts.get(questionId) ?? [];
    const at = ofQuestion.findIndex(({ id }) => id === forecastId);
    const forecast = ofQuestion[at];
    if (forecast === undefined) throw new Error(`the record names ${forecastId}, which it does not hold`);
    ofQuestion[at] = { ...forecast, ...change };
  }

  #relate({ statements, questions, forecasts }: RecordChanges, touched: Set<string>): void {
    const join = (a: string, b: string) => {
      this.#related.of('statements', b);
      for (const name of this.#related.join(a, b)) touched.add(name);
    };
    for (const { id, content } of statements) {
      for (const { type, statementId } of content.relations)
        if (type === 'repeats' || type === 'partOf') join(id, statementId);
    }
    for (const { id, content } of questions) if (content.statementId !== null) join(id, content.statementId);
    for (const { questionId, statementId } of forecasts)
      if (statementId !== null) join(questionId, statementId);
  }

  #renew(name: string): void {
    const family = this.#familyOf(name, new Map());
    if (family === null) this.#families.delete(name);
    else this.#families.set(name, family);
  }

  /** From the record with the supposed resolutions, by question, in the place of its own; null where nothing is in it. */
  #familyOf(name: string, supposed: ReadonlyMap<string, ResolutionEntry>): Family | null {
    const things = this.#related.members(name);
    if (things === undefined) return null;
    const { questions, statements } = things;
    const part = {
      statements: statements.flatMap((id) => this.#statements.get(id) ?? []),
      questions: questions.flatMap((id) => this.#questions.get(id) ?? []),
      forecasts: questions.flatMap((id) => this.#forecasts.get(id) ?? []),
      resolutions: questions.flatMap((id) => supposed.get(id) ?? this.#resolutions.get(id) ?? []),
      verdicts: statements.flatMap((id) => this.#verdicts.get(id) ?? []),
    };
    return new Family(part, this.#shared);
  }
}

function put<Content>(entries: Entries<Content>, id: string, content: Content): void {
  entries.set(id, { id, content, retracted: entries.get(id)?.retracted ?? false });
}

function retract<Content>(entries: Entries<Content>, id: string): void {
  const entry = entries.get(id);
  if (entry !== undefined) entries.set(id, { ...entry, retracted: true });
}

function sharedFacts(
  sources: SharedFacts['sources'],
  forecasters: SharedFacts['forecasters'],
  lexicons: SharedFacts['lexicons'],
  merges: RecordChanges['merges'],
): SharedFacts {
  const standing = merges?.mergedForecasters ?? new Map<string, string>();
  return {
    sources,
    forecasters,
    lexicons,
    standingForecaster: (id) => standing.get(id) ?? id,
    standingTopic: standingName(merges?.mergedTopics ?? new Map()),
    standingEntity: standingName(merges?.mergedEntities ?? new Map()),
  };
}

/** A unit of writing: reads under locks, and the writes it will make. */

import type { Forecaster } from '../domain/forecasters/forecaster.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import type { LexiconInput } from '../domain/lexicons/lexicon.ts';
import type { Outcome, Prediction } from '../domain/questions/prediction-fields.ts';
import type { Question } from '../domain/questions/question.ts';
import type { RedactableType } from '../domain/redactions/redaction.ts';
import type { Evidence } from '../domain/resolutions/evidence.ts';
import type { ResolutionState } from '../domain/resolutions/resolution.ts';
import type { Source } from '../domain/sources/source.ts';
import type { RedactionMark } from '../domain/stamps.ts';
import type { Statement } from '../domain/statements/statement.ts';
import type { Instant, Moment } from '../domain/time.ts';
import type { Reader } from './store.ts';

/** Content of an editable thing: what a version keeps. */
export type SourceContent = Pick<
  Source,
  | 'title'
  | 'url'
  | 'publisher'
  | 'kind'
  | 'language'
  | 'publishedAt'
  | 'retrievedAt'
  | 'textSha256'
  | 'textLength'
>;
export type ForecasterContent = Pick<Forecaster, 'name' | 'kind' | 'aliases' | 'affiliation' | 'url'>;
export type StatementContent = Pick<
  Statement,
  | 'text'
  | 'kind'
  | 'importance'
  | 'forecasterId'
  | 'sourceId'
  | 'saidAt'
  | 'saidAtReason'
  | 'anchors'
  | 'hedge'
  | 'topics'
  | 'entities'
  | 'scorability'
  | 'scorabilityReason'
  | 'relations'
  | 'codedBy'
  | 'note'
>;
export type QuestionContent = Pick<
  Question,
  | 'title'
  | 'type'
  | 'description'
  | 'resolutionCriteria'
  | 'resolutionSource'
  | 'options'
  | 'ordered'
  | 'optionEdges'
  | 'unit'
  | 'range'
  | 'transform'
  | 'milestones'
  | 'timezone'
  | 'opensAt'
  | 'closesAt'
  | 'resolvesBy'
  | 'windowBasis'
  | 'windowReason'
  | 'condition'
  | 'reading'
  | 'statementId'
  | 'topics'
  | 'entities'
>;

/** The editable nouns and what their versions hold. */
export interface EditableContents {
  source: SourceContent;
  forecaster: ForecasterContent;
  statement: StatementContent;
  question: QuestionContent;
  topic: { readonly name: string; readonly kind: string | null };
  entity: { readonly name: string; readonly kind: string | null };
}
export type EditableType = keyof EditableContents;

export interface NewForecast {
  readonly id: string;
  readonly questionId: string;
  readonly forecasterId: string;
  readonly statementId: string | null;
  readonly madeAt: Instant;
  readonly prediction: Prediction;
  readonly basis: string;
  readonly note: string | null;
  readonly revision: number;
  readonly supersedesId: string | null;
  readonly reason: string | null;
}

export interface NewResolution {
  readonly id: string;
  readonly questionId: string;
  readonly revision: number;
  readonly outcome: Outcome;
  readonly state: ResolutionState;
  readonly knownAt: Moment | null;
  readonly knownAtInstant: Instant | null;
  readonly early: boolean;
  readonly rationale: string | null;
  readonly supersedesId: string | null;
  readonly reason: string | null;
  readonly causeResolutionId: string | null;
  readonly evidence: readonly Evidence[];
}

export interface NewVerdict {
  readonly id: string;
  readonly statementId: string;
  readonly revision: number;
  readonly rating: string;
  readonly knownAt: Moment | null;
  readonly knownAtInstant: Instant | null;
  readonly rationale: string | null;
  readonly supersedesId: string | null;
  readonly reason: string | null;
  readonly evidence: readonly Evidence[];
}

/** One score of one forecast under one resolution; null has a reason. */
export interface NewScore {
  readonly forecastId: string;
  readonly resolutionId: string;
  readonly rule: string;
  readonly value: number | null;
  readonly reason: string | null;
}

export type RetractableType = 'source' | 'forecaster' | 'statement' | 'question' | 'forecast';
export type MergeableType = 'forecaster' | 'topic' | 'entity';

/** A key; a later version without a secret keeps the one it has. */
export type KeyContent = Omit<ApiKey, 'seq' | 'createdAt' | 'lastUsedAt'> & {
  readonly secretSha256?: string | null;
};

/** Everything that can be appended to the record. */
export type Write =
  | {
      [Type in EditableType]: {
        readonly type: Type;
        readonly id: string;
        readonly version: number;
        readonly content: EditableContents[Type];
      };
    }[EditableType]
  | {
      readonly type: 'sourceText';
      readonly sourceId: string;
      readonly content: string;
      readonly sha256: string;
    }
  | { readonly type: 'lexicon'; readonly id: string; readonly content: LexiconInput }
  | { readonly type: 'forecast'; readonly content: NewForecast }
  | {
      readonly type: 'withdrawal';
      readonly id: string;
      readonly forecastId: string;
      readonly withdrawnAt: Instant;
      readonly reason: string | null;
    }
  | { readonly type: 'resolution'; readonly content: NewResolution }
  | { readonly type: 'scores'; readonly resolutionId: string; readonly rows: readonly NewScore[] }
  | { readonly type: 'verdict'; readonly content: NewVerdict }
  | {
      readonly type: 'retraction';
      readonly id: string;
      readonly subjectType: RetractableType;
      readonly subjectId: string;
      readonly reason: string;
    }
  | {
      readonly type: 'merge';
      readonly id: string;
      readonly subjectType: MergeableType;
      readonly fromId: string;
      readonly intoId: string;
      readonly reason: string;
    }
  | {
      readonly type: 'redaction';
      readonly id: string;
      readonly subjectType: RedactableType;
      readonly subjectId: string;
      readonly fields: readonly string[];
      readonly reason: string;
    }
  | { readonly type: 'apiKey'; readonly content: KeyContent };

/** A forecast as scoring and life-cycle decisions need it. */
export interface StoredForecast extends NewForecast {
  readonly superseded: boolean;
  readonly retracted: boolean;
  /** Nothing that it rests on was retracted: question, speaker, statement, source. */
  readonly groundStands: boolean;
  readonly recordedAt: Instant;
}

/** What was retracted: the statement itself, its source or its speaker. */
export type RetractedUnder = 'statement' | 'source' | 'forecaster';

export interface LastVersion {
  readonly version: number;
  readonly content: unknown;
  readonly recordedBy: string;
  readonly redaction: RedactionMark;
}

export type HeldType = 'source' | 'forecaster' | 'statement' | 'question' | 'topic' | 'entity' | 'apiKey';
/** Ids by type; `names` are those of forecasters, which are held all together. */
export type Named = { readonly [Type in HeldType | 'names']?: readonly string[] };

/** What a unit decides on. */
export interface Holding {
  /** Meanwhile nobody else changes these, nor relies on them. */
  readonly change?: Named;
  /** Meanwhile nobody changes these; others may rely on them too. */
  readonly rely?: Named;
  /** Meanwhile nobody else decides on anything: for bulk loading. */
  readonly everything?: boolean;
}

export interface Unit extends Omit<Reader, 'now'> {
  /** The database's time when the unit began. */
  readonly now: Instant;
  /**
   * Waits for everything that the unit decides on, and holds it to the end of the unit: once, and
   * before it is read. Where a function names it, that is asked again when it is held, and the unit
   * begins anew if it names something else by then. A question brings with it all questions that it
   * is tied to by conditions, whichever depends on which.
   */
  hold(named: Holding | (() => Promise<Holding>)): Promise<void>;
  /** Those of the ids that there are. What once is there stays. */
  present(type: HeldType, ids: readonly string[]): Promise<readonly string[]>;
  /** Ids of all questions that depend on this one, transitively. */
  dependants(questionId: string): Promise<readonly string[]>;
  /** The question of a resolution, or the statement of a verdict; null where there is none. */
  parentOf(type: 'resolution' | 'verdict', id: string): Promise<string | null>;
  /** Of these statements those that were retracted, or whose source or speaker was, with what of it. */
  retractedUnder(statementIds: readonly string[]): Promise<ReadonlyMap<string, RetractedUnder>>;
  /** These statements and all that they repeat, over any number of others. */
  repeated(statementIds: readonly string[]): Promise<readonly string[]>;
  /** When the outcome of a resolution was known, as was decided when it was recorded. */
  outcomeKnownAt(resolutionId: string): Promise<Instant | null>;
  /** Every forecast of the question, all revisions. */
  forecastsOf(questionId: string): Promise<readonly StoredForecast[]>;
  /** The first revision for each question, forecaster and time, in their order; null where there is none. */
  firstForecasts(
    of: readonly Pick<NewForecast, 'questionId' | 'forecasterId' | 'madeAt'>[],
  ): Promise<readonly (string | null)[]>;
  /** The rows that bear these names, by the name asked for; which names are equal the database decides. */
  standingNames(
    type: 'topic' | 'entity',
    names: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly merged: boolean }>>;
  /** Names as they stand (merged ones as what they became), those missing appended as new. */
  ensureNames(
    type: 'topic' | 'entity',
    names: readonly string[],
    newId: () => string,
  ): Promise<readonly string[]>;
  /** Looks names up at once that will be ensured one by one. */
  lookUpNames(type: 'topic' | 'entity', names: readonly string[]): Promise<void>;
  /** What stands of these editable things, by id: the last version, who wrote it, and whether text of it was redacted. */
  lastVersions(ids: readonly string[]): Promise<ReadonlyMap<string, LastVersion>>;
  /** Plans a write; all are made when the unit's work returns. */
  append(write: Write): void;
  /**
   * Makes the planned writes now, so that later reads of the unit see them. Takes the head lock
   * until the end of the unit: for bulk loading only.
   */
  flush(): Promise<void>;
}

/** A row that has been read: what is scored, and what it belongs to. */
import { type InputIssue, invalid, ReckonerError } from '../errors.ts';
import type { Distribution, Observation } from '../questions/distribution.ts';
import type { Prediction } from '../questions/prediction-fields.ts';
import type { QuestionDefinition, QuestionTypeKey } from '../questions/question-type.ts';
import { parseOutcome, parsePrediction, readOutcome, readPrediction } from '../questions/registry.ts';
import { checkScoringFields } from '../questions/scoring-fields.ts';
import type { ForecastRow } from './forecast-row.ts';

/** Where a row came from: how messages name it, and where its fields are. */
export interface RowPlace {
  /** E.g. `Row 3` or `Line 4`. */
  readonly label: string;
  /** Place of a field (`/outcome/value`) in what was sent. */
  readonly pointer: (field: string) => string;
}

/** Why a row is not scored though nothing is wrong with it. */
export const leftOutReasons = [
  'outcomeNotKnown',
  'annulled',
  'ambiguous',
  'conditionFalse',
  'notAvailable',
  'updated',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** Probability of yes and what happened: all that the binary state needs. */
export interface BinaryPart {
  readonly p: number;
  readonly outcome: 0 | 1;
  /** What its words allow, where the row says so. */
  readonly bounds: readonly [number, number] | null;
}

/** What a row says of the line on which a number or date is measured, as sent: it belongs to the question. */
export const lineFields = ['unit', 'range', 'transform', 'milestones', 'resolvesBy'] as const;
export type DeclaredLine = Pick<ForecastRow, (typeof lineFields)[number]>;

export interface EvaluatedForecast {
  readonly forecaster: string;
  readonly question: string | null;
  readonly cluster: string | null;
  readonly weight: number;
  readonly madeAt: string | null;
  readonly type: QuestionTypeKey;
  /** Null where the type of question has none. */
  readonly line: DeclaredLine | null;
  readonly scored: Scorable | LeftOutReason;
}

export type Scorable =
  | { readonly binary: BinaryPart }
  | { readonly binary: null; readonly distribution: Distribution; readonly observation: Observation };

/** Name of the forecaster of rows that name none. */
export const UNNAMED = '(unnamed)';

/** @throws ReckonerError invalid, naming the row and the field. */
export function readForecast(row: ForecastRow, place: RowPlace): EvaluatedForecast {
  const { question = null, cluster = null, weight = 1, madeAt = null, type } = row;
  const line = type === 'numeric' || type === 'date' ? row : null;
  const common = { question, cluster, weight, madeAt, type, line };
  return { ...common, forecaster: row.forecaster ?? UNNAMED, scored: scorable(row, place) };
}

function scorable(row: ForecastRow, place: RowPlace): Scorable | LeftOutReason {
  const { type, outcome: sent } = row;
  if (row.probability !== undefined && row.prediction !== undefined) {
    throw rowProblem(place, 'probability', 'conflict', 'stands beside prediction: send one of them');
  }
  if (row.probability !== undefined && type !== 'binary') {
    throw rowProblem(
      place,
      'probability',
      'wrongType',
      `belongs to a binary question; a ${type} one needs prediction`,
    );
  }
  if (type === 'multipleChoice' && row.options === undefined) {
    throw rowProblem(place, 'options', 'required', 'is needed with type multipleChoice');
  }
  if (type !== 'multipleChoice' && row.options !== undefined) {
    throw rowProblem(place, 'options', 'wrongType', 'belongs to type multipleChoice only');
  }
  if (type !== 'date' && row.resolvesBy !== undefined) {
    throw rowProblem(place, 'resolvesBy', 'wrongType', 'belongs to type date only');
  }
  const twice = row.options?.findIndex((id, at) => row.options?.indexOf(id) !== at) ?? -1;
  if (twice >= 0) throw rowProblem(place, `options/${twice}`, 'duplicate', 'stands twice');
  const definition = definitionOf(row);
  const [misdeclared] = checkScoringFields(definition);
  if (misdeclared !== undefined) {
    const { pointer = '', code, message } = misdeclared;
    throw rowProblem(place, pointer.slice(1), code, message);
  }
  const given =
    row.prediction ?? (row.probability === undefined ? undefined : { probability: row.probability });
  if (given === undefined) throw rowProblem(place, 'probability', 'required', 'or prediction is needed');
  const at = row.prediction === undefined ? '' : '/prediction';
  // The usual row by far: nothing needs to be built to check it.
  const plain = row.prediction === undefined && (typeof sent === 'boolean' || sent === 0 || sent === 1);
  if (plain) return { binary: { p: (row.probability as number) + 0, outcome: sent ? 1 : 0, bounds: null } };
  const prediction = within(place, at, () => parsePrediction(definition, given));
  if (sent === null) return 'outcomeNotKnown';
  if (type === 'binary' && typeof sent === 'number' && sent !== 0 && sent !== 1) {
    if (!(sent > 0 && sent < 1)) {
      const message = `must be true or false, 1 or 0, or a probability between them; ${sent} is not`;
      throw rowProblem(place, 'outcome', 'outOfRange', message);
    }
    const distribution = readPrediction(definition, prediction, row.madeAt ?? null);
    return { binary: null, distribution, observation: { kind: 'share', value: sent } };
  }
  const wrapped = outcomeObject(sent, type);
  const outcome = within(place, '/outcome', () => parseOutcome(definition, wrapped), wrapped !== sent);
  if ('void' in outcome) return outcome.void;
  if ('reopened' in outcome) return 'outcomeNotKnown';
  const distribution = readPrediction(definition, prediction, row.madeAt ?? null);
  const observation = readOutcome(definition, outcome);
  if (distribution.kind === 'discrete' && distribution.binary && observation.kind === 'category') {
    const outcome = observation.index === 1 ? 1 : 0;
    return { binary: { p: distribution.probabilities[1] as number, outcome, bounds: boundsOf(prediction) } };
  }
  return { binary: null, distribution, observation };
}

function definitionOf(row: ForecastRow): QuestionDefinition {
  const { type, options, ordered, optionEdges, unit, range, transform, milestones } = row;
  return {
    type,
    options: options?.map((id) => ({ id, label: id })) ?? null,
    ordered,
    optionEdges: optionEdges ?? null,
    unit: unit ?? null,
    range: range ?? null,
    transform: transform ?? null,
    milestones: milestones ?? null,
    resolvesBy: row.resolvesBy ?? null,
    timezone: 'UTC',
  };
}

function boundsOf(prediction: Prediction): readonly [number, number] | null {
  if (!('probability' in prediction)) return null;
  const { lower, upper } = prediction;
  return lower === undefined || upper === undefined ? null : [lower, upper];
}

/** The bare value of an outcome as the object of a resolution. */
function outcomeObject(sent: NonNullable<ForecastRow['outcome']>, type: QuestionTypeKey): unknown {
  if (typeof sent === 'object') return sent;
  if (type === 'binary') return { value: sent === 1 || sent === 0 ? sent === 1 : sent };
  if (type === 'multipleChoice') return { optionId: sent };
  return type === 'numeric' ? { value: sent } : { date: sent };
}

/** Runs a reader whose issues are relative to a field; `bare` folds them onto the field itself. */
function within<Value>(place: RowPlace, field: string, read: () => Value, bare = false): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ReckonerError)) throw error;
    const issues = (error.details.issues ?? []).map(({ code, message, pointer = '' }) => {
      return rowIssue(place, bare ? field : `${field}${pointer}`, code, message);
    });
    throw invalid('invalidRow', issues[0]?.message ?? `${place.label}: ${error.message}`, issues);
  }
}

/** A defect of a field (`/outcome/value`), or of the whole row (empty), as it is told. */
export function rowIssue(place: RowPlace, field: string, code: string, message: string): InputIssue {
  const name = field.replace(/^\//, '').replaceAll('/', '.');
  const told = name === '' ? message : `${name} ${message}`;
  return { pointer: place.pointer(field), code, message: `${place.label}: ${told}` };
}

/** A defect of one field of a row. */
export function rowProblem(place: RowPlace, field: string, code: string, message: string): ReckonerError {
  const issue = rowIssue(place, `/${field}`, code, message);
  return invalid('invalidRow', `${issue.message}.`, [issue]);
}

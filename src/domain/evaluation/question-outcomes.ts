/** One question has one outcome and one line to be measured on: rows that disagree are a mistake in the file. */
import type { Distribution, Observation } from '../questions/distribution.ts';
import type { QuestionTypeKey } from '../questions/question-type.ts';
import { type RowPlace, rowProblem } from './evaluated-forecast.ts';

interface Known {
  readonly type: QuestionTypeKey;
  /** For questions that are not binary as text. */
  readonly outcome: 0 | 1 | string;
  /** What the row says of the line of a number or date. */
  readonly line?: Readonly<Record<string, string>>;
  readonly place: RowPlace;
}

/** Remembers what each question came out as, and where that was said first. */
export class QuestionOutcomes {
  /** By the number of the question; numbers are given in order of first sight. */
  readonly #known: (Known | undefined)[] = [];

  /**
   * @param question its number @param name for the message
   * @throws ReckonerError invalid where an earlier row says otherwise.
   */
  requireBinary(question: number, outcome: 0 | 1, place: RowPlace, name: string): void {
    const known = this.#known[question];
    if (known === undefined) this.#known[question] = { type: 'binary', outcome, place };
    else if (known.outcome !== outcome || known.type !== 'binary') {
      requireType(known, 'binary', place, name);
      throw differs(place, 'outcome', String(outcome), `${known.place.label} says ${known.outcome}`, name);
    }
  }

  /** The same for other types. Rows may list other options, or in another order: what came is the option. */
  require(
    question: number,
    type: QuestionTypeKey,
    { distribution, observation }: { readonly distribution: Distribution; readonly observation: Observation },
    place: RowPlace,
    name: string,
  ): void {
    const outcome =
      distribution.kind === 'discrete' && observation.kind === 'category'
        ? (distribution.categories[observation.index] as string)
        : JSON.stringify(observation);
    const known = this.#known[question];
    const line = lineOf(distribution);
    if (known === undefined) {
      this.#known[question] = { type, outcome, line, place };
      return;
    }
    requireType(known, type, place, name);
    if (known.outcome !== outcome)
      throw differs(place, 'outcome', 'another', `${known.place.label} says otherwise`, name);
    for (const [field, value] of Object.entries(line))
      if (known.line?.[field] !== value)
        throw differs(place, field, value, `${known.place.label} says ${known.line?.[field]}`, name);
  }
}

/** Fields of a row that belong to the question: with another range a share of it is another number. */
function lineOf(distribution: Distribution): Readonly<Record<string, string>> {
  if (distribution.kind === 'discrete') return {};
  const { range, transform, milestones, horizon } = distribution;
  const said = { range, transform, milestones, resolvesBy: horizon };
  return Object.fromEntries(
    Object.entries(said).map(([field, value]) => [field, value === null ? 'nothing' : JSON.stringify(value)]),
  );
}

function requireType(known: Known, type: QuestionTypeKey, place: RowPlace, name: string): void {
  if (known.type !== type)
    throw differs(place, 'type', type, `${known.place.label} says ${known.type}`, name);
}

function differs(place: RowPlace, field: string, found: string, known: string, question: string): Error {
  const advice =
    field === 'outcome' ? '; give questions that come back a name each, and what they share as cluster' : '';
  const message = `is ${found} for the question ${JSON.stringify(question)}, but ${known}${advice}`;
  return rowProblem(place, field, 'contradiction', message);
}

/** One question has one outcome and one line to be measured on: rows that disagree are a mistake in the file. */
import type { Distribution, Observation } from '../questions/distribution.ts';
import type { QuestionTypeKey } from '../questions/question-type.ts';
import {
  type DeclaredLine,
  type EvaluatedForecast,
  lineFields,
  type RowPlace,
  rowProblem,
} from './evaluated-forecast.ts';

interface Known {
  readonly type: QuestionTypeKey;
  /** For questions that are not binary as text. */
  readonly outcome: 0 | 1 | string;
  readonly line?: DeclaredLine | null;
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
    { type, line }: EvaluatedForecast,
    { distribution, observation }: { readonly distribution: Distribution; readonly observation: Observation },
    place: RowPlace,
    name: string,
  ): void {
    const outcome =
      distribution.kind === 'discrete' && observation.kind === 'category'
        ? (distribution.categories[observation.index] as string)
        : JSON.stringify(observation);
    const known = this.#known[question];
    if (known === undefined) {
      this.#known[question] = { type, outcome, line, place };
      return;
    }
    requireType(known, type, place, name);
    if (known.outcome !== outcome)
      throw differs(place, 'outcome', 'another', `${known.place.label} says otherwise`, name);
    // With another range a share of it is another number.
    for (const field of lineFields) {
      const [found, first] = [asSent(line, field), asSent(known.line, field)];
      if (found !== first) throw differs(place, field, found, `${known.place.label} says ${first}`, name);
    }
  }
}

function asSent(line: DeclaredLine | null | undefined, field: keyof DeclaredLine): string {
  return JSON.stringify(line?.[field]) ?? 'nothing';
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

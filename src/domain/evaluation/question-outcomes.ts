/** One question has one outcome: rows that disagree are a mistake in the file, not two outcomes. */
import type { Observation } from '../questions/distribution.ts';
import type { QuestionTypeKey } from '../questions/question-type.ts';
import { type RowPlace, rowProblem } from './evaluated-forecast.ts';

interface Known {
  readonly type: QuestionTypeKey;
  readonly outcome: string;
  readonly place: string;
}

/** Remembers what each question came out as, and where that was said first. */
export class QuestionOutcomes {
  readonly #binary = new Map<string, { readonly outcome: 0 | 1; readonly label: string }>();
  readonly #others = new Map<string, Known>();

  /** @throws ReckonerError invalid where an earlier row says otherwise. */
  requireBinary(question: string, outcome: 0 | 1, place: RowPlace): void {
    const known = this.#binary.get(question);
    if (known === undefined) {
      if (this.#others.size > 0) this.#requireType(question, 'binary', place);
      this.#binary.set(question, { outcome, label: place.label });
    } else if (known.outcome !== outcome) {
      throw differs(place, 'outcome', String(outcome), `${known.label} says ${known.outcome}`, question);
    }
  }

  /** @throws ReckonerError invalid where an earlier row says otherwise. */
  require(question: string, type: QuestionTypeKey, observation: Observation, place: RowPlace): void {
    this.#requireType(question, type, place);
    const outcome = JSON.stringify(observation);
    const known = this.#others.get(question);
    if (known === undefined) this.#others.set(question, { type, outcome, place: place.label });
    else if (known.outcome !== outcome) {
      throw differs(place, 'outcome', 'another', `${known.place} says otherwise`, question);
    }
  }

  #requireType(question: string, type: QuestionTypeKey, place: RowPlace): void {
    const binary = this.#binary.get(question);
    const known = binary ? { type: 'binary', place: binary.label } : this.#others.get(question);
    if (known !== undefined && known.type !== type)
      throw differs(place, 'type', type, `${known.place} says ${known.type}`, question);
  }
}

function differs(place: RowPlace, field: string, found: string, known: string, question: string): Error {
  const advice =
    field === 'outcome' ? '; give questions that come back a name each, and what they share as cluster' : '';
  const message = `is ${found} for the question ${JSON.stringify(question)}, but ${known}${advice}`;
  return rowProblem(place, field, 'contradiction', message);
}

/** The defects of many rows: the first are told, all are counted. */
import { type InputIssue, ReckonerError } from '../errors.ts';
import { sentence } from '../sentence.ts';

/** Defects listed in one refusal; a file with more has the same mistake many times. */
export const LISTED_PROBLEMS = 100;

/** Rows with defects after which no more are read: to word them takes longer than to score others. */
const MOST_ROWS = 10_000;

export class RowProblems {
  readonly #issues: InputIssue[] = [];
  #rows = 0;

  /** Notes the defects of one row; anything else that was thrown goes on. */
  note(error: unknown): void {
    if (!(error instanceof ReckonerError) || error.kind !== 'invalid') throw error;
    this.#rows += 1;
    const issues = error.details.issues ?? [{ pointer: '', code: error.code, message: error.message }];
    for (const issue of issues) if (this.#issues.length < LISTED_PROBLEMS) this.#issues.push(issue);
  }

  /** Whether there are so many that nothing is gained by reading on. */
  get areEnough(): boolean {
    return this.#rows >= MOST_ROWS;
  }

  /** @throws ReckonerError invalid where a row of these had a defect: nothing is scored without them. */
  refuse(rows: number): void {
    if (this.#rows === 0) return;
    const first = this.#issues[0]?.message ?? '';
    const more = this.#rows > 1 ? ` (and ${this.#rows - 1} more)` : '';
    throw new ReckonerError(
      'invalid',
      'invalidRows',
      `${this.#rows} of ${this.areEnough ? `the first ${rows}` : rows} rows cannot be scored. ${sentence(`${first}${more}`)}`,
      { issues: this.#issues, extra: { rows, invalidRows: this.#rows } },
    );
  }
}

/** Something outside the program that stops the start: said in words, without a stack trace. */
export class StartProblem extends Error {
  /** What the person at the keyboard should do about it. */
  readonly remedy: string;

  constructor(problem: string, remedy: string, cause?: unknown) {
    super(problem, cause === undefined ? {} : { cause });
    this.name = 'StartProblem';
    this.remedy = remedy;
  }
}

/**
 * Long pure computations that may be done beside those of whoever wants them. What comes out is the same
 * wherever it is computed, so nobody needs to know.
 */

/** A computation that another thread finds by its name. Input and result are plain data and typed arrays. */
export interface LongTask<Input, Result> {
  readonly name: string;
  readonly run: (input: Input) => Result;
}

export interface SideWork {
  /**
   * May begin it elsewhere. Whoever asks for the result first, and finds that nobody has begun, computes it.
   * @param operations how long it is, roughly: additions that it makes
   */
  begin<Input, Result>(task: LongTask<Input, Result>, input: Input, operations: number): () => Result;
}

/** Everything is computed where it is asked for. */
export const noSideWork: SideWork = {
  begin:
    ({ run }, input) =>
    () =>
      run(input),
};

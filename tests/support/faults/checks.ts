/** What a script of proofs says: one line a check, figures, and a last line for whoever counts. */

export class Checks {
  #passed = 0;
  #failed = 0;

  /** Notes whether something holds, with what was seen. */
  that(holds: boolean, what: string, seen = ''): void {
    if (holds) this.#passed += 1;
    else this.#failed += 1;
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${seen === '' ? '' : `: ${seen}`}`);
  }

  /** Ends the process: 0 when everything held and something was checked. */
  finish(): never {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    process.exit(this.#failed === 0 && this.#passed > 0 ? 0 : 1);
  }
}

/** Ends a script whose tool is not there: neither passed nor failed. */
export function skip(reason: string): never {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

/** The value below which the share lies; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** `min 120, median 340, max 900 ms (n=60)` */
export function spread(milliseconds: readonly number[]): string {
  const [low, middle, high] = [0, 0.5, 1].map((share) => Math.round(quantile(milliseconds, share)));
  return `min ${low}, median ${middle}, max ${high} ms (n=${milliseconds.length})`;
}

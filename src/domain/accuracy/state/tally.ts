/** How often each of some things is there; what is there no more has left no trace. */
export class Tally<Thing> {
  readonly #counts = new Map<Thing, number>();
  total = 0;

  add(thing: Thing, count: number): void {
    const next = this.of(thing) + count;
    if (next === 0) this.#counts.delete(thing);
    else this.#counts.set(thing, next);
    this.total += count;
  }

  of(thing: Thing): number {
    return this.#counts.get(thing) ?? 0;
  }

  /** How many different things. */
  get size(): number {
    return this.#counts.size;
  }

  entries(): [Thing, number][] {
    return [...this.#counts];
  }
}

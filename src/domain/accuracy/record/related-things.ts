/**
 * Questions and statements that have to do with each other: a statement and the questions that read it
 * or that it implies forecasts on, and statements that repeat or are part of each other.
 */
export interface RelatedThings {
  readonly questions: string[];
  readonly statements: string[];
}

/**
 * Sets that only ever grow together. Where a relation is taken back they stay together: coarser sets
 * cost a little more to compute and change no number.
 */
export class RelatedSets {
  readonly #parent = new Map<string, string>();
  readonly #members = new Map<string, RelatedThings>();

  /** Name of the set of a question or statement, which is there from now on. */
  of(kind: keyof RelatedThings, id: string): string {
    if (!this.#parent.has(id)) {
      this.#parent.set(id, id);
      const things: RelatedThings = { questions: [], statements: [] };
      things[kind].push(id);
      this.#members.set(id, things);
    }
    return this.#root(id);
  }

  members(name: string): RelatedThings | undefined {
    return this.#members.get(name);
  }

  /** Makes one set of two, the smaller one joining; both names as they were. */
  join(a: string, b: string): readonly [string, string] {
    const [one, other] = [this.#root(a), this.#root(b)];
    if (one === other) return [one, other];
    const [large, small] = this.#size(one) >= this.#size(other) ? [one, other] : [other, one];
    const [into, from] = [this.#members.get(large), this.#members.get(small)];
    if (into === undefined || from === undefined) throw new Error('a set has no members');
    for (const id of from.questions) into.questions.push(id);
    for (const id of from.statements) into.statements.push(id);
    this.#members.delete(small);
    this.#parent.set(small, large);
    return [one, other];
  }

  #size(name: string): number {
    const things = this.#members.get(name);
    return things === undefined ? 0 : things.questions.length + things.statements.length;
  }

  #root(id: string): string {
    let root = id;
    for (let next = this.#parent.get(root) ?? root; next !== root; next = this.#parent.get(root) ?? root)
      root = next;
    for (let at = id; at !== root; ) {
      const next = this.#parent.get(at) ?? root;
      this.#parent.set(at, root);
      at = next;
    }
    return root;
  }
}

/** Which named clusters are one, because rows on one question stand in them. */
export class SharedQuestions {
  /** Of each question, a cluster that its rows stand in. */
  readonly #clusterOf = new Map<number, number>();
  /** Only of clusters that were joined to another. */
  readonly #parent = new Map<number, number>();

  /** A row on a question in a cluster. */
  add(question: number, cluster: number): void {
    const known = this.#clusterOf.get(question);
    if (known === undefined) {
      this.#clusterOf.set(question, cluster);
      return;
    }
    if (known === cluster) return;
    const [one, other] = [this.#root(known), this.#root(cluster)];
    if (one !== other) this.#parent.set(one, other);
  }

  get empty(): boolean {
    return this.#clusterOf.size === 0;
  }

  /** Absent where no row on the question names a cluster. */
  clusterOf(question: number): number | undefined {
    return this.#clusterOf.get(question);
  }

  /** Of each cluster, the one among those that are one with it whose name comes first, whatever came first. */
  firsts(names: readonly string[]): readonly number[] {
    const first = new Map<number, number>();
    for (let cluster = 0; cluster < names.length; cluster += 1) {
      const root = this.#root(cluster);
      const before = first.get(root);
      if (before === undefined || (names[cluster] as string) < (names[before] as string))
        first.set(root, cluster);
    }
    return names.map((_, cluster) => first.get(this.#root(cluster)) as number);
  }

  #root(cluster: number): number {
    let root = cluster;
    for (let next = this.#parent.get(root); next !== undefined; next = this.#parent.get(root)) root = next;
    for (let at = cluster; at !== root; ) {
      const next = this.#parent.get(at) as number;
      this.#parent.set(at, root);
      at = next;
    }
    return root;
  }
}

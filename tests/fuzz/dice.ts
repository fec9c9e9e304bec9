/** Choices that a seed determines wholly. */
import { randomSource } from '../../src/domain/accuracy/intervals/random-source.ts';

export class Dice {
  readonly #source;

  constructor(seed: number) {
    this.#source = randomSource(seed);
  }

  chance(probability: number): boolean {
    return this.#source.uniform() < probability;
  }

  /** Whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.#source.uniform() * (most - least + 1));
  }

  uniform(): number {
    return this.#source.uniform();
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  pick<Item>(items: readonly Item[]): Item | undefined;
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.#source.below(Math.max(1, items.length))];
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.#source.below(16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

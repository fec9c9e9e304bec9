/**
 * A snapshot as a stream of bytes. The session lives as long as the stream: it ends with the last
 * byte, with the reader's leaving (also in the middle of a statement), and the stream breaks off
 * when the session is lost, so that nobody takes a part for the whole.
 */
import { Readable } from 'node:stream';
import type { Chunk } from '../../exports/export-format.ts';
import type { Snapshot } from '../../store/snapshots.ts';

export class SnapshotStream extends Readable {
  readonly #snapshot: Snapshot;
  readonly #chunks: AsyncGenerator<Chunk>;

  constructor(snapshot: Snapshot, chunks: AsyncGenerator<Chunk>) {
    super({ highWaterMark: 64 * 1024 });
    this.#snapshot = snapshot;
    this.#chunks = chunks;
    snapshot.lost.addEventListener('abort', this.#breakOff, { once: true });
    if (snapshot.lost.aborted) this.#breakOff();
  }

  override _read(): void {
    this.#next().catch((error: Error) => this.destroy(error));
  }

  async #next(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (this.destroyed) return;
      if (done === true) return void this.push(null);
      if (value.length > 0) return void this.push(value);
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#snapshot.lost.removeEventListener('abort', this.#breakOff);
    // Not waited for: a statement under way ends when its session is cut, and the generator after it.
    void this.#chunks.return(undefined).catch(() => undefined);
    this.#snapshot.close().then(
      () => done(error),
      () => done(error),
    );
  }

  readonly #breakOff = (): void => {
    this.destroy(this.#snapshot.lost.reason as Error);
  };
}

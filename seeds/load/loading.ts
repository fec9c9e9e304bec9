/** One loading of an edition: what it reads and writes, and what it has done so far. */
import { isDeepStrictEqual } from 'node:util';
import type { RedactionMark } from '../../src/domain/stamps.ts';
import { SEED_KEY_ID } from '../../src/services/keys/built-in.ts';
import type { Unit, Write } from '../../src/store/unit.ts';
import type { SeedEdition } from '../read.ts';

/** Given with every version and correction that an edit of the files brings. */
export const EDITED = 'The seed files were edited.';

export class Loading {
  readonly unit: Unit;
  readonly edition: SeedEdition;
  readonly newId: () => string;
  /** Ids that this loading brought into the record: nothing can hang on them yet, so nothing is read. */
  readonly fresh = new Set<string>();
  readonly #written: Record<string, number> = {};
  readonly #leftToUsers: string[] = [];

  constructor(unit: Unit, edition: SeedEdition, newId: () => string) {
    this.unit = unit;
    this.edition = edition;
    this.newId = newId;
  }

  append(noun: string, write: Write): void {
    this.unit.append(write);
    this.count(noun);
  }

  count(noun: string): void {
    this.#written[noun] = (this.#written[noun] ?? 0) + 1;
  }

  leave(name: string): void {
    this.#leftToUsers.push(name);
  }

  report() {
    return { written: this.#written, leftToUsers: this.#leftToUsers };
  }
}

/** Whether two things are equal in these fields, which `wanted` has. */
export function sameIn(wanted: object, standing: object): boolean {
  const seen = standing as Record<string, unknown>;
  return isDeepStrictEqual(
    wanted,
    Object.fromEntries(Object.keys(wanted).map((field) => [field, seen[field]])),
  );
}

/** Whether the seeds wrote it last, so that they may correct it; not where text of it was redacted, which would come back. */
export function isOurs(standing: {
  readonly recordedBy: string;
  readonly redaction: RedactionMark;
}): boolean {
  return standing.recordedBy === SEED_KEY_ID && standing.redaction === null;
}

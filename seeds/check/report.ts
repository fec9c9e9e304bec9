/** Collects what is wrong in an edition. */
import { ReckonerError } from '../../src/domain/errors.ts';
import type { SeedDefect } from '../read.ts';

export type Report = (file: string, entry: string, field: string, message: string) => void;

export function collectDefects(): { readonly defects: SeedDefect[]; readonly report: Report } {
  const defects: SeedDefect[] = [];
  return {
    defects,
    report: (file, entry, field, message) => void defects.push({ file, entry, field, message }),
  };
}

/** Entries by key; a key that stands twice is a defect. */
export function indexed<Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
  fileOf: (entry: Entry) => string,
  report: Report,
  field = 'key',
): ReadonlyMap<string, Entry> {
  const byKey = new Map<string, Entry>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (byKey.has(key)) report(fileOf(entry), key, field, 'stands twice');
    byKey.set(key, entry);
  }
  return byKey;
}

/** Runs a check of the service and hands on what it refuses, fields as `a.0.b`. */
export function whatItRefuses(check: () => void, found: (field: string, message: string) => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ReckonerError)) throw error;
    for (const issue of error.details.issues ?? [{ pointer: '', message: error.message }]) {
      found((issue.pointer ?? '').slice(1).replaceAll('/', '.'), issue.message);
    }
  }
}

/** Migrations that a record of any size survives without standing still, as squawk sees them; and what old ones break. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '../bench/temporary-folder.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const squawk = join(
  dirname(createRequire(import.meta.url).resolve('squawk-cli/package.json')),
  'js/bin/squawk',
);
const folder = makeTemporaryFolder('reckoner-rules-');
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Released migrations are never edited, so these stay: how often, and why it does no harm. A new
 * migration has no line here.
 */
const KNOWN: Readonly<Record<string, number>> = {
  // Hashes and salts have a fixed length; blanks at the end cannot occur.
  '20261124000000_record ban-char-field': 22,
  // Versions, revisions, positions, offsets: none counts rows.
  '20261124000000_record prefer-bigint-over-int': 24,
  '20261126130000_redaction ban-char-field': 4,
  '20261126130000_redaction prefer-bigint-over-int': 1,
  // Versions before this one read no row whose salt is null until somebody redacts, which only a newer one can.
  '20261126130000_redaction ban-drop-not-null': 7,
  // Checks of columns that the same migration adds, so every row is null: one pass over questions, which `npm run verify:migrations` measures.
  '20261126200000_scoring_fields constraint-missing-not-valid': 3,
};

/** Findings by `<migration> <rule>`. */
function findings(migrations: string): Record<string, number> {
  const options = ['--config', 'prisma/squawk.toml', '--reporter', 'json', `${migrations}/*/migration.sql`];
  let printed = '';
  try {
    printed = execFileSync(process.execPath, [squawk, ...options], { cwd: project, encoding: 'utf8' });
  } catch (error) {
    // It ends with 1 where it found something.
    printed = (error as { stdout: string }).stdout;
  }
  const counts: Record<string, number> = {};
  for (const { file, rule_name } of JSON.parse(printed) as { file: string; rule_name: string }[]) {
    const name = `${basename(dirname(file))} ${rule_name}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

it('every migration keeps the rules, but for what is known of old ones', () => {
  expect(findings('prisma/migrations')).toEqual(KNOWN);
});

it.each([
  [
    'an index that stops writes',
    'CREATE INDEX "i" ON "forecasts" ("note");',
    'require-concurrent-index-creation',
  ],
  [
    'a column taken away from a version that still runs',
    'ALTER TABLE "forecasts" DROP COLUMN "note";',
    'ban-drop-column',
  ],
  [
    'a table that is written anew',
    'ALTER TABLE "forecasts" ALTER COLUMN "note" TYPE varchar(9);',
    'changing-column-type',
  ],
  ['a commit in the middle', 'BEGIN;\nSELECT 1;\nCOMMIT;', 'transaction-nesting'],
])('%s is found', (title, script, rule) => {
  const migration = title.replaceAll(' ', '_');
  const own = join(folder, migration);
  mkdirSync(join(own, migration), { recursive: true });
  writeFileSync(join(own, migration, 'migration.sql'), script);
  expect(Object.keys(findings(own))).toContain(`${migration} ${rule}`);
});

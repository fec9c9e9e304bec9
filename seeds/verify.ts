/**
 * Recomputes every anchor of the seeds against a copy of the source text that the user supplies:
 * `npm run seeds:verify -- --text <file>`. Prints each mismatch; exit code 1 where there is one.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { z } from 'zod';
import { codePointLength, codePointSlice, verifyAnchor } from '../src/domain/statements/anchor.ts';

const sourceFile = z.object({ textSha256: z.string(), textLength: z.int() });
const statementFile = z.array(
  z.object({
    key: z.string(),
    anchors: z.array(z.object({ start: z.int(), end: z.int(), sha256: z.string() })),
  }),
);

/** One thing that does not hold, with the place where it stands. */
export interface SeedMismatch {
  readonly file: string;
  readonly entry: string;
  /** Field or anchor, such as `anchors[0]`. */
  readonly at: string;
  readonly problem: string;
  readonly expected: string;
  readonly found: string;
}

export interface SeedVerification {
  readonly statements: number;
  readonly anchors: number;
  readonly mismatches: readonly SeedMismatch[];
}

/** Checks the text's hash and length and every anchor of every file under `statements/`. */
export function verifySeeds(directory: string, bytes: Uint8Array): SeedVerification {
  const mismatches: SeedMismatch[] = [];
  const source = sourceFile.parse(readJson(join(directory, 'source.json')));
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const compare = (at: string, expected: string, found: string): void => {
    if (expected !== found)
      mismatches.push({ file: 'source.json', entry: 'source', at, problem: 'differs', expected, found });
  };
  compare('textSha256', source.textSha256, createHash('sha256').update(bytes).digest('hex'));
  compare('textLength', String(source.textLength), String(codePointLength(text)));

  let statements = 0;
  let anchors = 0;
  for (const name of readdirSync(join(directory, 'statements'))
    .filter((entry) => entry.endsWith('.json'))
    .sort()) {
    const file = `statements/${name}`;
    for (const statement of statementFile.parse(readJson(join(directory, file)))) {
      statements += 1;
      if (statement.anchors.length === 0) {
        mismatches.push({
          file,
          entry: statement.key,
          at: 'anchors',
          problem: 'missing',
          expected: 'at least one',
          found: 'none',
        });
      }
      for (const [index, anchor] of statement.anchors.entries()) {
        anchors += 1;
        const finding = verifyAnchor(text, anchor);
        const at = `anchors[${index}] ${anchor.start}-${anchor.end}`;
        const mismatch = (problem: string, expected: string, found: string): void =>
          void mismatches.push({ file, entry: statement.key, at, problem, expected, found });
        if (!finding.holds) mismatch(finding.problem, finding.expected, finding.found ?? 'nothing');
        else if (hasBlankEdge(codePointSlice(text, anchor.start, anchor.end)))
          mismatch('blankEdge', 'no white space at either end', 'white space');
      }
    }
  }
  return { statements, anchors, mismatches };
}

/** The hash does not see white space: an offset that is wrong by a blank shows only at the edge. */
function hasBlankEdge(slice: string): boolean {
  return /^\s|\s$/u.test(slice);
}

/** One line a mismatch, then the summary. */
export function describeVerification({ statements, anchors, mismatches }: SeedVerification): string {
  const lines = mismatches.map(
    ({ file, entry, at, problem, expected, found }) =>
      `${file} ${entry} ${at}: ${problem}, expected ${expected}, found ${found}`,
  );
  const verdict =
    mismatches.length === 0
      ? 'all hold'
      : `${mismatches.length} mismatch${mismatches.length === 1 ? '' : 'es'}`;
  return [...lines, `${anchors} anchors of ${statements} statements: ${verdict}`].join('\n');
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function main(): void {
  const options = new Command()
    .name('seeds:verify')
    .description('Check every anchor of the seeds against a copy of the article.')
    .requiredOption('--text <file>', 'the text, UTF-8')
    .option('--seeds <directory>', 'the seeds of the article', join('seeds', 'article'))
    .parse()
    .opts<{ text: string; seeds: string }>();
  try {
    const result = verifySeeds(options.seeds, readFileSync(options.text));
    console.log(describeVerification(result));
    process.exitCode = result.mismatches.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`seeds:verify: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) main();

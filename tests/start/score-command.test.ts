/** `npm run score` as a person runs it: the built command on files and on stdin. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { evaluate } from '../../src/domain/evaluate.ts';
import { projectFolder } from '../../src/store/project-folder.ts';

let folder: string;
beforeAll(() => {
  folder = makeTemporaryFolder('reckoner-score-');
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function score(words: readonly string[], stdin = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/src/commands/score.js', ...words], { cwd: projectFolder });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // A command that refuses its options ends before it has read anything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const rows = [
  { forecaster: 'Ann', question: 'rain, or\r\n"snow"', probability: 0.7, outcome: true },
  { forecaster: 'Ann', question: 'hail', probability: 0, outcome: true },
  { forecaster: 'Ben', question: 'fog', probability: 0.5, outcome: null },
];

describe('npm run score', () => {
  it('reads tables of spreadsheets and lines of JSON alike', async () => {
    const table =
      '\uFEFFforecaster,question,probability,outcome\r\nAnn,"rain, or\r\n""snow""",0.7,1\r\nAnn,hail,0,TRUE\r\n\r\nBen,fog,0.5,\r\n';
    const [ofFile, ofStdin] = await Promise.all([
      score(['--json', fileOf('table.csv', table)]),
      score(['--json', '--input', 'ndjson', '-'], rows.map((row) => JSON.stringify(row)).join('\r\n')),
    ]);
    expect([ofFile.code, ofFile.stderr, ofStdin.code]).toEqual([0, '', 0]);
    const expected = JSON.parse(JSON.stringify(evaluate(rows)));
    expect(JSON.parse(ofFile.stdout)).toEqual(expected);
    expect(JSON.parse(ofStdin.stdout)).toEqual(expected);
    expect(expected.totals.rows[1].cell.mean.value).toBe('Infinity');
  });

  it('names line and field of what is wrong, prints no number, and ends with 1', async () => {
    const wrong = [
      ['NaN,1', /^1 of 2 rows cannot be scored\. Line 3: probability must be a number; "NaN" is not\.\n$/],
      ['1e400,1', /Line 3: probability is beyond the largest double/],
      ['0.5,maybe', /Line 3: outcome must be 1 or 0/],
    ] as const;
    const answers = await Promise.all([
      ...wrong.map(([row], at) => score([fileOf(`wrong${at}.csv`, `probability,outcome\n0.5,1\n${row}\n`)])),
      score([fileOf('unknown.csv', 'probability,outcome,notes\n')]),
      score([fileOf('rows.ndjson', '{"probability":1e400,"outcome":1}\n')]),
    ]);
    const words = [
      ...wrong.map(([, message]) => message),
      /Line 1: there is no column "notes"/,
      /Line 1: probability is beyond the largest double/,
    ];
    answers.forEach(({ code, stdout, stderr }, at) => {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(words[at] as RegExp);
    });
  });

  it('says on the terminal what was left out and why there is no number', async () => {
    const { code, stdout } = await score(['-'], 'probability,outcome\n0.5,1\n0.5,1\n0.5,annulled\n');
    expect(code).toBe(0);
    expect(stdout).toContain('2 of 3 rows scored; left out: 1 on annulled questions.');
    expect(stdout).toContain('An interval needs 10 questions; there are 2.');
    expect(stdout).not.toContain('NaN');
  });

  it('ends with 2 where it is called wrongly', async () => {
    const answers = await Promise.all([
      score([join(folder, 'missing.csv')]),
      score(['--rule', 'briar', '-']),
      score(['--bins', '0', '-']),
    ]);
    const words = [/There is no file/, /briar is no scoring rule/, /--bins must/];
    answers.forEach(({ code, stderr }, at) => {
      expect(code).toBe(2);
      expect(stderr).toMatch(words[at] as RegExp);
    });
  });
});

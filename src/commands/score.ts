/** `npm run score -- <file.csv>`: scores, aggregates and calibration of a file, without a service. */
import { writeFile } from 'node:fs/promises';
import { Command, CommanderError, Option } from 'commander';
import { ReckonerError } from '../domain/errors.ts';
import {
  evaluationBaselines,
  evaluationClusters,
  evaluationCurves,
  evaluationOptions,
  evaluationPolicies,
  evaluationWeights,
  ruleIssues,
} from '../domain/evaluation/options.ts';
import { validate } from '../domain/input/validate.ts';
import { rendererOf } from '../reports/registry.ts';
import { evaluateTable } from '../services/evaluation/evaluate-table.ts';
import { type TableFormat, tableFormats } from '../services/evaluation/read-table.ts';
import { explainRefusal, UsageProblem } from './score/explain-refusal.ts';
import { openInput } from './score/open-input.ts';
import { summaryText } from './score/summary-text.ts';

interface Flags {
  readonly json?: true;
  readonly csv?: true;
  readonly md?: true;
  readonly svg?: string;
  readonly input?: TableFormat;
  readonly rule: readonly string[];
  readonly [option: string]: unknown;
}

/** Names of flags that are shorter than those of the options. */
const SHORT: Readonly<Record<string, string>> = { policy: 'forecastPolicy' };
const NUMBERS = ['level', 'seed', 'bins', 'replicates'] as const;
const WORDS = ['policy', 'cluster', 'weight', 'baseline', 'curves'] as const;

const choice = (flag: string, description: string, choices: readonly string[]) =>
  new Option(`--${flag} <word>`, description).choices([...choices]);

const command = new Command('score')
  .argument(
    '<file>',
    'CSV with the columns forecaster, question, probability, outcome and optional madeAt, cluster, weight; or lines of JSON (.ndjson, .jsonl); - reads stdin',
  )
  .option(
    '--rule <key>',
    'scoring rule, repeatable; by default those of the question type (samples: crps as they stand; crps_sample_fair where they were drawn at random)',
    (key, keys: string[]) => [...keys, key],
    [],
  )
  .option('--level <number>', 'of every interval (default 0.95)')
  .option('--seed <number>', 'of every resample (default 1)')
  .option('--bins <number>', 'of the binned curve and the calibration error (default 10)')
  .option('--replicates <number>', 'resamples of the bands (default 1000)')
  .addOption(
    choice('policy', 'which rows of one forecaster on one question count (default all)', evaluationPolicies),
  )
  .addOption(
    choice(
      'cluster',
      'what depends on each other (default given: cluster, else question)',
      evaluationClusters,
    ),
  )
  .addOption(choice('weight', 'default given: the column weight', evaluationWeights))
  .addOption(choice('baseline', 'of the skill (default uniform)', evaluationBaselines))
  .addOption(choice('curves', 'whose calibration curves are computed', evaluationCurves))
  .addOption(choice('input', 'form of the file, where its name does not say', tableFormats))
  .option('--json', 'the report as JSON')
  .option('--csv', 'the report as CSV')
  .option('--md', 'the report as Markdown')
  .option('--svg <file>', 'writes the calibration plot')
  .exitOverride();

async function main(words: readonly string[]): Promise<void> {
  command.parse(words, { from: 'user' });
  const [path = ''] = command.args;
  const flags = command.opts<Flags>();
  const formats = (['json', 'csv', 'md'] as const).filter((format) => flags[format] === true);
  if (formats.length > 1) throw new UsageProblem(`Give one of --${formats.join(', --')}.`);
  const [format] = formats;
  const rules = flags.rule;
  const issues = ruleIssues(rules, () => ({}));
  if (issues.length > 0) throw new UsageProblem(issues.map(({ message }) => message).join('\n'));
  const options = optionsOf(flags, format !== undefined && format !== 'json' ? 'totals' : undefined);
  const input = await openInput(path, flags.input);
  let report: Awaited<ReturnType<typeof evaluateTable>>;
  try {
    report = await evaluateTable(input.bytes, input.format, rules, options);
  } finally {
    input.close();
  }
  if (flags.svg !== undefined) await writeFile(flags.svg, (await rendererOf('svg')?.render(report)) ?? '');
  const text =
    format === undefined ? summaryText(report) : ((await rendererOf(format)?.render(report)) ?? '');
  await new Promise<void>((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

function optionsOf(flags: Flags, curves: string | undefined) {
  // Curves take most of the time; the table on the terminal has none.
  const wanted = curves ?? (flags.json === true || flags.svg !== undefined ? 'totals' : 'none');
  const given = Object.fromEntries([
    ['curves', wanted],
    ...[...NUMBERS, ...WORDS]
      .filter((name) => flags[name] !== undefined)
      .map((name): [string, unknown] => {
        const text = String(flags[name]);
        const number = (NUMBERS as readonly string[]).includes(name);
        return [
          SHORT[name] ?? name,
          number && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text,
        ];
      }),
  ]);
  const result = validate(evaluationOptions, given, 'body');
  if (result.ok) return result.value;
  throw new UsageProblem(
    result.issues.map(({ pointer = '', message }) => `--${flagOf(pointer.slice(1))} ${message}.`).join('\n'),
  );
}

function flagOf(option: string): string {
  return Object.keys(SHORT).find((flag) => SHORT[flag] === option) ?? option;
}

process.stdout.on('error', () => process.exit(0));
try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof UsageProblem || error instanceof ReckonerError)
    process.exitCode = explainRefusal(error);
  else throw error;
}

/** The command line of `npm run report`: its options are the parameters of the API, from the same schema. */
import { extname } from 'node:path';
import { Argument, Command } from 'commander';
import { reportPaths, reportQuery } from '../../http/routes/reports.ts';
import { renderers } from '../../reports/registry.ts';
import type { Renderer } from '../../reports/renderer.ts';
import { StartProblem } from '../../store/start-problem.ts';

export interface ReportCommand {
  readonly kind: string;
  readonly renderer: Renderer | null;
  /** Path and query of the report. */
  readonly target: string;
  /** A file; null for stdout. */
  readonly out: string | null;
  readonly url: string | undefined;
  readonly keyFile: string | undefined;
}

const OWN = { out: '-', url: undefined, keyFile: undefined };

/** Reads the words after the command; a wrong one ends the process with 1 and the nearest name. */
export function readCommand(words: readonly string[]): ReportCommand {
  const command = new Command('npm run report --')
    .description('Writes a report of a running service, or of the database where no service runs.')
    .addArgument(new Argument('[kind]', 'which report').choices(reportPaths).default('accuracy'))
    .option('--out <file>', 'where to; - is stdout; its ending names the format', '-')
    .option('--url <address>', 'of a running service; absent: the one on PORT of this machine, if it runs')
    .option('--key-file <file>', 'key for a service where reading needs one, such as .reckoner/admin-key');
  for (const [name, { description }] of Object.entries(reportQuery.shape))
    command.option(`--${kebab(name)} <value>`, description ?? '', collect);
  command.parse([...words], { from: 'user' });
  const kind = command.processedArgs[0] as string;
  const { out, url, keyFile, format, ...parameters } = command.opts<
    typeof OWN & Record<string, string[] | undefined>
  >();
  const asked = format ?? [extname(out).slice(1) || 'md'];
  const renderer = renderers.find((one) => (format ? one.format : one.extension) === asked[0]) ?? null;
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(parameters))
    for (const value of values ?? []) query.append(name, value);
  for (const value of asked) query.append('format', renderer?.format ?? value);
  const target = `/v1/reports/${kind}?${query}`;
  if (out === '-' && renderer?.binary === true && process.stdout.isTTY)
    throw new StartProblem(
      `${renderer.format} is not text.`,
      `Name a file: --out report.${renderer.extension}`,
    );
  return { kind, renderer, target, out: out === '-' ? null : out, url, keyFile };
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An option given again means "any of"; where one value is meant the API says so. */
function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/**
 * `npm run report -- --group-by forecaster --format html --out report.html`: a report as a file. It
 * is what the API answers, byte for byte, whether a service runs or the database is read here.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { type Config, readConfig } from '../config.ts';
import { StartProblem } from '../store/start-problem.ts';
import { type ReportCommand, readCommand } from './report/report-options.ts';
import { isService, type ReportSource, serviceSource } from './report/report-source.ts';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const command = readCommand(process.argv.slice(2));
  const source = await openSource(command);
  try {
    await write(command, source);
  } finally {
    await source.close();
  }
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

/** The service that is named, the one on this machine, or the database; says which. */
async function openSource({ url, keyFile }: ReportCommand): Promise<ReportSource> {
  const key = keyFile === undefined ? undefined : (await readKey(keyFile)).trim();
  const config = readConfig(process.env);
  const here = `http://127.0.0.1:${config.port}`;
  if (url !== undefined && !(/^https?:/i.test(url) && URL.canParse(url)))
    throw new StartProblem(`${url} is no address.`, 'Write it as http://127.0.0.1:3000.');
  const source =
    url !== undefined || (config.port > 0 && (await isService(here)))
      ? serviceSource(url ?? here, key)
      : await openDatabaseSource(config);
  tell(`From ${source.name}`);
  return source;
}

/** Loaded where no service is asked: all of the service is in it, two thirds of the start of this command. */
async function openDatabaseSource(config: Config): Promise<ReportSource> {
  const { databaseSource } = await import('./report/database-source.ts');
  return databaseSource(config, tell);
}

async function write({ kind, target, out }: ReportCommand, source: ReportSource): Promise<void> {
  const stop = process.stderr.isTTY ? showProgress(`Computing the ${kind} report`) : () => undefined;
  const { status, asOfSeq, body } = await source.get(target).finally(stop);
  if (status !== 200) throw refusalOf(status, body);
  if (out === null) {
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(body, (error) => (error ? reject(error) : resolve())),
    );
    return;
  }
  await writeFile(out, body).catch((error: Error) => {
    throw new StartProblem(`${out} cannot be written: ${error.message}.`, 'Name another file with --out.');
  });
  tell(`Wrote ${out}: ${body.length} bytes, taken at audit number ${asOfSeq}`);
}

async function readKey(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new StartProblem(
      `The key cannot be read: ${error.message}.`,
      'Give --key-file a file that holds it.',
    );
  });
}

/** Seconds on one line of the terminal, from the second one on; gone when it is done. */
function showProgress(what: string): () => void {
  const begun = Date.now();
  const timer = setInterval(() => {
    process.stderr.write(`\r${what}: ${Math.round((Date.now() - begun) / 1000)} s`);
  }, 1000);
  return () => {
    clearInterval(timer);
    if (Date.now() - begun >= 1000) process.stderr.write('\r\u001b[K');
  };
}

/** A refusal in words: what it is about, then one line for each thing to change. */
function refusalOf(status: number, body: Uint8Array): StartProblem {
  let problem: { detail?: string; errors?: { parameter?: string; message: string }[] } = {};
  try {
    problem = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // Not from the service itself but from something before it.
  }
  const lines = (problem.errors ?? []).map(
    ({ parameter, message }) =>
      `  ${parameter === undefined ? '' : `--${optionOf(parameter)} `}${message.replaceAll('\n', ' ')}`,
  );
  const detail = problem.detail ?? `The service answered ${status}, and not with a report.`;
  const advice = lines.join('\n') || (status === 401 ? 'Give a key with --key-file.' : '');
  return new StartProblem(detail, advice);
}

function optionOf(parameter: string): string {
  return parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function explain(error: unknown): void {
  if (error instanceof StartProblem) {
    tell([error.message, error.remedy].filter((line) => line !== '').join('\n'));
    return;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  tell(process.env['LOG_LEVEL'] === 'debug' ? (stack ?? message) : `The report failed: ${message}`);
}

/** What a person at a terminal is told, and how the process ends. */
import type { ReckonerError } from '../../domain/errors.ts';

/** Words on the command line, or a file, that cannot be used. */
export class UsageProblem extends Error {}

const SHOWN = 20;

/** @returns the exit status: 1 for what stands in the file, 2 for how it was called */
export function explainRefusal(error: UsageProblem | ReckonerError): 1 | 2 {
  if (error instanceof UsageProblem) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const issues = error.details.issues ?? [];
  const rest = issues.length > SHOWN ? [`… and ${issues.length - SHOWN} more`] : [];
  const lines =
    issues.length > 1 ? [...issues.slice(0, SHOWN).map(({ message }) => `  ${message}`), ...rest] : [];
  process.stderr.write(`${[error.message, ...lines].join('\n')}\n`);
  return 1;
}

/** Resolutions and verdicts: outcome, evidence, and when it was known. */
import { momentToInstant } from '../../src/domain/time.ts';
import { seedFiles } from '../read.ts';
import type { CheckContext, SeedQuestionEntry } from './context.ts';
import { outcomeState } from './questions.ts';

export function checkResolutions(context: CheckContext): void {
  for (const resolution of context.edition.resolutions) {
    const wrong = (field: string, message: string): void =>
      context.report(seedFiles.resolutions, resolution.question, field, message);
    const question = context.questions.get(resolution.question);
    if (!question) {
      wrong('question', `names no question: ${resolution.question}`);
      continue;
    }
    const state = outcomeState(question, resolution.outcome, (field, message) =>
      wrong(['outcome', field].filter(Boolean).join('.'), message),
    );
    if (state === 'value' && resolution.evidence.length === 0) wrong('evidence', 'an outcome needs evidence');
    if (state === 'value' && resolution.knownAt === null)
      wrong('knownAt', 'an outcome needs the time at which it was known');
    if (state === 'reopened') wrong('outcome', 'must be an outcome or a void');
    const known = resolution.knownAt === null ? null : momentToInstant(resolution.knownAt, question.timezone);
    if (known === null) continue;
    if (momentsSaid(context, question).some((said) => known < said))
      wrong('knownAt', 'lies before the statement');
    if (known > context.now) wrong('knownAt', 'lies in the future');
  }
}

/** When the statement was said and its forecasts were made. */
function momentsSaid({ edition, statements }: CheckContext, question: SeedQuestionEntry): string[] {
  const origin = question.statement === null ? undefined : statements.get(question.statement);
  const made = edition.forecasts
    .filter((forecast) => forecast.question === question.key)
    .map((forecast) => forecast.madeAt);
  return origin ? [...made, origin.saidAt] : made;
}

export function checkVerdicts(context: CheckContext): void {
  for (const verdict of context.edition.verdicts) {
    const wrong = (field: string, message: string): void =>
      context.report(seedFiles.verdicts, verdict.statement, field, message);
    const statement = context.statements.get(verdict.statement);
    if (!statement) {
      wrong('statement', `names no statement: ${verdict.statement}`);
      continue;
    }
    if (statement.kind !== 'claim')
      wrong('statement', `is of kind ${statement.kind}; only claims have verdicts`);
    const known = verdict.knownAt === null ? null : momentToInstant(verdict.knownAt, 'UTC');
    if (known === null) continue;
    if (known < statement.saidAt) wrong('knownAt', 'lies before the statement');
    if (known > context.now) wrong('knownAt', 'lies in the future');
  }
}

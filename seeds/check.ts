/** Whether the entries of an edition fit each other: references, intervals, order in time, types. */
import { checkContext } from './check/context.ts';
import { checkForecasts } from './check/forecasts.ts';
import { checkResolutions, checkVerdicts } from './check/outcomes.ts';
import { checkQuestions } from './check/questions.ts';
import { collectDefects } from './check/report.ts';
import { checkStatements } from './check/statements.ts';
import type { SeedDefect, SeedEdition } from './read.ts';

/** Every defect of an edition whose files have the right form; `now` bounds what can have been known. */
export function checkEdition(edition: SeedEdition, now: string): SeedDefect[] {
  const { defects, report } = collectDefects();
  const context = checkContext(edition, now, report);
  checkStatements(context);
  checkQuestions(context);
  checkForecasts(context);
  checkResolutions(context);
  checkVerdicts(context);
  return defects;
}

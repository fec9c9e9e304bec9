/** What the outcome of any question can also be, whatever its type. */
import { z } from 'zod';

export const voidOutcome = z
  .strictObject({ void: z.enum(['annulled', 'ambiguous', 'conditionFalse', 'notAvailable']) })
  .meta({ id: 'VoidOutcome', description: 'It counts for nobody, and is counted.' });

export const reopenedOutcome = z
  .strictObject({ reopened: z.literal(true) })
  .meta({ id: 'ReopenedOutcome', description: 'In a correction: the question has no outcome after all.' });

export const outcomeStates = [voidOutcome, reopenedOutcome] as const;

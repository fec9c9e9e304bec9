/** The history of one thing: every row, oldest first, never so long that it needs pages. */
import { z } from 'zod';
import type { Answer } from '../route.ts';

export function historyAnswer<Item extends z.ZodType>(name: string, item: Item) {
  const schema = z.strictObject({ items: z.array(item), nextCursor: z.null() }).meta({ id: name });
  return { description: 'The whole history, oldest first.', schema } satisfies Answer;
}

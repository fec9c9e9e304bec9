/** Many things recorded by one request: all or nothing, or what can be; or nothing at all, to see what would be. */
import { z } from 'zod';

/** Rows of one batch. */
export const MAXIMUM_BATCH = 1000;

/** atomic: all rows or none. partial: the rows that can be recorded. */
export const batchModes = ['atomic', 'partial'] as const;
export type BatchMode = (typeof batchModes)[number];

const batchProblem = z
  .strictObject({
    code: z.string().describe('As of the same row sent by itself.'),
    detail: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() }))
      .describe('Where in the body each defect is, and what to change.'),
  })
  .meta({ id: 'BatchProblem' });
export type BatchProblem = z.infer<typeof batchProblem>;

/** What became of the rows, in their order. */
export const batchResult = z
  .strictObject({
    mode: z.enum(batchModes),
    dryRun: z.boolean().describe('Nothing was recorded: this is what would have been.'),
    accepted: z.int().describe('Rows that were recorded, or would have been.'),
    refused: z.int(),
    items: z.array(
      z
        .strictObject({
          id: z.uuid().nullable().describe('Of what was recorded; null of a dry run and of refused rows.'),
          problem: batchProblem.nullable().describe('Why the row was refused.'),
        })
        .meta({ id: 'BatchItem' }),
    ),
  })
  .meta({ id: 'BatchResult' });
export type BatchResult = z.infer<typeof batchResult>;

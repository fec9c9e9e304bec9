/** What the routes share that record many things at once. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type BatchResult, batchModes, batchResult } from '../domain/batches/batch.ts';
import type { Recorded } from '../services/context.ts';
import { booleanParameter, oneOfChoices } from './query-fields.ts';
import { answerRecorded, receiptHeaders } from './record.ts';

/** Bytes of a body with a thousand rows. */
const BATCH_BYTES = 4_194_304;

const batchQuery = z.strictObject({
  mode: oneOfChoices(batchModes).describe(
    'atomic (default): all rows or none. partial: the rows that can be recorded; what is wrong with the others stands beside them.',
  ),
  dryRun: booleanParameter.describe('true: decided as ever, but nothing is recorded.'),
});

/** The parameters as the services take them. */
export function batchOf<Row>({ mode, dryRun }: z.output<typeof batchQuery>, rows: readonly Row[]) {
  return { mode: mode ?? 'atomic', dryRun: dryRun ?? false, rows } as const;
}

const batchAnswers = {
  200: {
    description: 'Nothing was recorded: a dry run, or no row could be.',
    schema: batchResult,
    headers: {},
  },
  201: {
    description: 'Recorded, in one transaction under one audit event.',
    schema: batchResult,
    headers: receiptHeaders,
  },
};

/** What all of them declare alike. */
export const batchRoute = {
  idempotent: true,
  description:
    'Each row is decided as if it were sent by itself. A body that is malformed is refused as a whole in either mode. A dry run neither uses an Idempotency-Key nor is answered by one.',
  query: batchQuery,
  bodyLimit: BATCH_BYTES,
  answers: batchAnswers,
  problems: [409, 413],
} as const;

/** 201 where something was recorded, also when it is answered again. */
export function answerBatch(reply: FastifyReply, recorded: Recorded<BatchResult>): BatchResult {
  const { dryRun, accepted } = recorded.item;
  if (!dryRun && accepted > 0) reply.code(201);
  return answerRecorded(reply, recorded);
}

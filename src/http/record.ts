/** What the routes of the record stand on, and what they share. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { idField, textField } from '../domain/fields.ts';
import type { Actor } from '../domain/keys/api-key.ts';
import type { Context, Recorded } from '../services/context.ts';
import type { IdempotencyRequest } from '../store/store.ts';
import type { RecordAccess } from './access.ts';
import type { RecordContext } from './record-context.ts';
import type { Routes } from './routes.ts';

export type RecordDependencies = RecordContext;

export type RecordRoutes = Routes<RecordAccess>;

/** The context of one request. */
export function contextOf(
  record: RecordDependencies,
  actor: Actor,
  idempotency?: IdempotencyRequest,
): Context {
  const { store, newId } = record;
  return { store, newId, actor, ...(idempotency === undefined ? {} : { idempotency }) };
}

/** Answers what was recorded, with its receipt: the place in the audit chain. */
export function answerRecorded<Item>(reply: FastifyReply, recorded: Recorded<Item>): Item {
  const { item, receipt, replayed } = recorded;
  if (receipt !== null) reply.header('Audit-Seq', String(receipt.seq)).header('Audit-Hash', receipt.hash);
  if (replayed) reply.header('Idempotency-Replayed', 'true');
  return item;
}

/** Answers a creation: where the new thing is, and its receipt. */
export function answerCreated<Item extends { readonly id: string }>(
  reply: FastifyReply,
  path: string,
  recorded: Recorded<Item>,
): Item {
  reply.header('Location', `${path}/${recorded.item.id}`);
  return answerRecorded(reply, recorded);
}

export const idParameter = z.strictObject({ id: idField });

/** Body of a retraction. */
export const retractionInput = z.strictObject({ reason: textField }).meta({ id: 'RetractionInput' });
/** Body of a merge. */
export const mergeInput = z
  .strictObject({ intoId: idField.describe('What the duplicate becomes an alias of.'), reason: textField })
  .meta({ id: 'MergeInput' });

export const receiptHeaders = {
  'Audit-Seq': { description: 'Number of the audit event under which this was recorded.' },
  'Audit-Hash': { description: 'Hash of that event: keep it to prove later what was recorded.' },
};
export const createdHeaders = { ...receiptHeaders, Location: { description: 'Address of the new item.' } };

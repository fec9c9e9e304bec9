/** Topics and entities: made on use, merged when two names mean one thing. */
import { z } from 'zod';
import { editableStamp } from '../stamps.ts';

const named = {
  ...editableStamp,
  name: z.string(),
  kind: z.string().nullable(),
  mergedIntoId: z.uuid().nullable(),
};
export const topic = z.strictObject(named).meta({ id: 'Topic' });
export const entity = z.strictObject(named).meta({ id: 'Entity' });
export type Topic = z.infer<typeof topic>;
export type Entity = z.infer<typeof entity>;

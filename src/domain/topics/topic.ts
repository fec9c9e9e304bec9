/** Topics and entities: made on use, merged when two names mean one thing. */
import { z } from 'zod';
import { editableStamp } from '../stamps.ts';

const named = {
  ...editableStamp,
  name: z.string().describe('Name.'),
  kind: z.string().nullable().describe('What kind of thing it is.'),
  mergedIntoId: z.uuid().nullable().describe('Set when this was a duplicate: the one it became an alias of.'),
};
export const topic = z.strictObject(named).meta({ id: 'Topic' });
export const entity = z.strictObject(named).meta({ id: 'Entity' });
export type Topic = z.infer<typeof topic>;
export type Entity = z.infer<typeof entity>;

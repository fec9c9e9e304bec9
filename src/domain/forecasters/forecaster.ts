/** Whose record is kept: a person, an organization, a model, a crowd or a baseline. Not a login. */
import { z } from 'zod';
import { nameField, urlField } from '../fields.ts';
import { editableStamp, redactionMark, retractionMark } from '../stamps.ts';

export const forecasterKinds = ['person', 'organization', 'model', 'crowd', 'baseline'] as const;

const editable = {
  name: nameField,
  kind: z.enum(forecasterKinds),
  aliases: z.array(nameField).max(50),
  affiliation: nameField.nullable(),
  url: urlField.nullable(),
};

/** Body of `POST /v1/forecasters`. */
export const forecasterInput = z
  .strictObject({
    name: editable.name,
    kind: editable.kind,
    aliases: editable.aliases.default([]),
    affiliation: editable.affiliation.default(null),
    url: editable.url.default(null),
  })
  .meta({ id: 'ForecasterInput' });
export type ForecasterInput = z.output<typeof forecasterInput>;

/** Body of `PATCH /v1/forecasters/{id}`. */
export const forecasterChange = z.strictObject(editable).partial().meta({ id: 'ForecasterChange' });
export type ForecasterChange = z.output<typeof forecasterChange>;

export const forecaster = z
  .strictObject({
    ...editableStamp,
    name: z.string().describe('Name.'),
    kind: z.enum(forecasterKinds).describe('person, organization, model, crowd or baseline.'),
    aliases: z.array(z.string()).describe('Other names.'),
    affiliation: z.string().nullable().describe('Where they work.'),
    url: z.string().nullable().describe('Page about them.'),
    mergedIntoId: z
      .uuid()
      .nullable()
      .describe('Set when this was a duplicate: the one it became an alias of.'),
    retraction: retractionMark,
    redaction: redactionMark,
  })
  .meta({ id: 'Forecaster' });
export type Forecaster = z.infer<typeof forecaster>;

/** A forecaster as it stands inside another answer. */
export const forecasterSummary = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(forecasterKinds),
    affiliation: z.string().nullable(),
  })
  .meta({ id: 'ForecasterSummary' });
export type ForecasterSummary = z.infer<typeof forecasterSummary>;

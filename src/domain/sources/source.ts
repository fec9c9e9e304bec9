/** A published work in which something was said. */
import { z } from 'zod';
import { languageField, nameField, sha256Field, urlField } from '../fields.ts';
import { editableStamp, redactionMark, retractionMark } from '../stamps.ts';
import { instantField, instantOutput, momentField, momentOutput } from '../time.ts';

export const sourceKinds = [
  'article',
  'podcast',
  'video',
  'report',
  'post',
  'filing',
  'speech',
  'interview',
  'other',
] as const;

const editable = {
  title: nameField,
  url: urlField.nullable(),
  publisher: nameField.nullable(),
  kind: z.enum(sourceKinds),
  language: languageField.nullable(),
  publishedAt: momentField.nullable(),
  retrievedAt: instantField.nullable(),
  textSha256: sha256Field.nullable().describe('SHA-256 of the UTF-8 bytes of the text.'),
  textLength: z
    .int()
    .min(0)
    .max(100_000_000)
    .nullable()
    .describe('Length of the text in Unicode code points.'),
};

/** Body of `POST /v1/sources`. */
export const sourceInput = z
  .strictObject({
    title: editable.title,
    kind: editable.kind,
    url: editable.url.default(null),
    publisher: editable.publisher.default(null),
    language: editable.language.default(null),
    publishedAt: editable.publishedAt.default(null),
    retrievedAt: editable.retrievedAt.default(null),
    textSha256: editable.textSha256.default(null),
    textLength: editable.textLength.default(null),
  })
  .meta({ id: 'SourceInput' });
export type SourceInput = z.output<typeof sourceInput>;

/** Body of `PATCH /v1/sources/{id}`. */
export const sourceChange = z.strictObject(editable).partial().meta({ id: 'SourceChange' });
export type SourceChange = z.output<typeof sourceChange>;

export const source = z
  .strictObject({
    ...editableStamp,
    title: z.string().describe('Title of the work.'),
    url: z.string().nullable().describe('Where it is published.'),
    publisher: z.string().nullable().describe('Who published it.'),
    kind: z.enum(sourceKinds).describe('What kind of work it is.'),
    language: z.string().nullable().describe('Language of its text (BCP 47).'),
    publishedAt: momentOutput.nullable().describe('When it was published, as precise as is known.'),
    retrievedAt: instantOutput.nullable().describe('When it was read.'),
    textSha256: z
      .string()
      .nullable()
      .describe('SHA-256 of the UTF-8 bytes of its text, which anchors point into.'),
    textLength: z.int().nullable().describe('Length of its text in Unicode code points.'),
    hasText: z.boolean().describe('Whether the text itself is kept here.'),
    retraction: retractionMark,
    redaction: redactionMark,
  })
  .meta({ id: 'Source' });
export type Source = z.infer<typeof source>;

/** A source as it stands inside another answer. */
export const sourceSummary = z
  .strictObject({
    id: z.uuid(),
    title: z.string(),
    kind: z.enum(sourceKinds),
    publisher: z.string().nullable(),
    url: z.string().nullable(),
    publishedAt: momentOutput.nullable(),
  })
  .meta({ id: 'SourceSummary' });
export type SourceSummary = z.infer<typeof sourceSummary>;

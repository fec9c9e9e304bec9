/** One thing said by one forecaster in one source at one time. */
import { z } from 'zod';
import { verdict } from '../claims/verdict.ts';
import {
  idField,
  labelField,
  labelsField,
  languageField,
  nameField,
  probabilityField,
  sha256Field,
  textField,
} from '../fields.ts';
import { forecasterSummary } from '../forecasters/forecaster.ts';
import { questionSummary } from '../questions/question.ts';
import { sourceSummary } from '../sources/source.ts';
import { editableStamp, redactionMark, retractionMark } from '../stamps.ts';
import { instantField, instantOutput } from '../time.ts';

export const statementKinds = ['forecast', 'claim', 'opinion'] as const;
export const importances = ['headline', 'main', 'minor'] as const;
export const scorabilities = [
  'scorable',
  'noHorizon',
  'noThreshold',
  'valueJudgement',
  'unfalsifiable',
] as const;
export const relationTypes = ['repeats', 'raises', 'softens', 'reverses', 'withdraws', 'partOf'] as const;
export const anchorStatuses = ['unverified', 'verified', 'broken'] as const;

/** Where in the source text it stands: Unicode code points, end exclusive. */
export const anchorInput = z
  .strictObject({
    start: z.int().min(0).max(100_000_000),
    end: z.int().min(1).max(100_000_000),
    sha256: sha256Field.describe('SHA-256 of the slice with all white space removed.'),
    section: labelField.nullable().default(null),
    quote: z.string().min(1).max(300).nullable().default(null).describe('Short quote, where wanted.'),
  })
  .refine((anchor) => anchor.end > anchor.start, {
    path: ['end'],
    error: 'must be after start: an anchor holds at least one code point',
  })
  .meta({ id: 'AnchorInput' });

export const anchor = z
  .strictObject({
    start: z.int(),
    end: z.int(),
    sha256: z.string(),
    section: z.string().nullable(),
    quote: z.string().nullable(),
    status: z.enum(anchorStatuses).describe('unverified while the source has no text here.'),
  })
  .meta({ id: 'Anchor' });
export type Anchor = z.infer<typeof anchor>;

/** The words that carry the certainty, and the interval their lexicon gives them. */
export const hedgeInput = z
  .strictObject({
    phrase: labelField,
    language: languageField,
    register: labelField.nullable().default(null),
    lexiconKey: labelField,
    lexiconVersion: labelField,
    lower: probabilityField,
    upper: probabilityField,
  })
  .refine((hedge) => hedge.lower <= hedge.upper, { path: ['upper'], error: 'must not be below lower' })
  .meta({ id: 'HedgeInput' });

export const hedge = z
  .strictObject({
    phrase: z.string().describe('The words that carry the certainty.'),
    language: z.string().describe('Language of the words (BCP 47).'),
    register: z.string().nullable().describe('Manner of speech that the words are read in.'),
    lexiconKey: z.string().describe('Lexicon that gives the words their interval.'),
    lexiconVersion: z.string().describe('Version of that lexicon.'),
    lower: z.number().describe('Lowest probability that the words stand for.'),
    upper: z.number().describe('Highest probability that the words stand for.'),
  })
  .meta({ id: 'Hedge' });
export type Hedge = z.infer<typeof hedge>;

export const relationInput = z
  .strictObject({ type: z.enum(relationTypes), statementId: idField })
  .meta({ id: 'RelationInput' });
export const relation = z
  .strictObject({ type: z.enum(relationTypes), statementId: z.uuid() })
  .meta({ id: 'Relation' });

const editable = {
  text: textField.describe('Self-contained paraphrase.'),
  kind: z.enum(statementKinds),
  importance: z.enum(importances),
  forecasterId: idField,
  sourceId: idField,
  saidAt: instantField,
  saidAtReason: textField.nullable(),
  anchors: z.array(anchorInput).max(50),
  hedge: hedgeInput.nullable(),
  topics: labelsField,
  entities: labelsField,
  scorability: z.enum(scorabilities),
  scorabilityReason: textField.nullable(),
  relations: z.array(relationInput).max(50),
  codedBy: nameField.nullable(),
  note: textField.nullable().describe('What is uncertain about the reading.'),
};

const statementFields = {
  text: editable.text,
  kind: editable.kind,
  importance: editable.importance.default('main'),
  forecasterId: editable.forecasterId,
  sourceId: editable.sourceId,
  saidAt: editable.saidAt,
  saidAtReason: editable.saidAtReason.default(null),
  anchors: editable.anchors.default([]),
  hedge: editable.hedge.default(null),
  topics: editable.topics.default([]),
  entities: editable.entities.default([]),
  scorability: editable.scorability.default('scorable'),
  scorabilityReason: editable.scorabilityReason.default(null),
  relations: editable.relations.default([]),
  codedBy: editable.codedBy.default(null),
  note: editable.note.default(null),
};
const statementOnly = z.strictObject(statementFields);
export type StatementInput = z.output<typeof statementOnly>;
/** Fields of a new statement; the route adds its questions and their implied forecasts. */
export const statementInputFields = statementFields;

/** Body of `PATCH /v1/statements/{id}`. */
export const statementChange = z.strictObject(editable).partial().meta({ id: 'StatementChange' });
export type StatementChange = z.output<typeof statementChange>;

export const statement = z
  .strictObject({
    ...editableStamp,
    text: z.string().describe('What was said, as a self-contained paraphrase.'),
    kind: z.enum(statementKinds).describe('forecast, claim (of a fact) or opinion.'),
    importance: z.enum(importances).describe('How much weight the source gives it.'),
    forecasterId: z.uuid().describe('Who said it.'),
    sourceId: z.uuid().describe('Where it was said.'),
    saidAt: instantOutput.describe('When it was said.'),
    saidAtReason: z.string().nullable().describe('Where saidAt is known from.'),
    anchors: z.array(anchor).describe('Where it stands in the source text.'),
    hedge: hedge.nullable(),
    topics: z.array(z.string()).describe('What it is about.'),
    entities: z.array(z.string()).describe('Whom and what it names.'),
    scorability: z.enum(scorabilities).describe('Whether it can be scored, and if not, why.'),
    scorabilityReason: z.string().nullable().describe('Why it cannot be scored, in words.'),
    relations: z.array(relation).describe('How it relates to other statements.'),
    codedBy: z.string().nullable().describe('Who read it out of the source.'),
    note: z.string().nullable().describe('What is uncertain about the reading.'),
    forecaster: forecasterSummary,
    source: sourceSummary,
    questions: z.array(questionSummary),
    verdict: verdict.nullable().describe('The current verdict (claims only).'),
    retraction: retractionMark,
    redaction: redactionMark,
  })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof statement>;

/** The seed files: one file a noun, each entry under a key by which the other files name it. */
import { z } from 'zod';
import { verdictRatings } from '../src/domain/claims/verdict.ts';
import { labelField, sha256Field, textField } from '../src/domain/fields.ts';
import { forecasterInput } from '../src/domain/forecasters/forecaster.ts';
import { forecastBases } from '../src/domain/forecasts/forecast.ts';
import { lexiconInput } from '../src/domain/lexicons/lexicon.ts';
import { questionInput } from '../src/domain/questions/question.ts';
import { evidenceInput } from '../src/domain/resolutions/evidence.ts';
import { sourceInput } from '../src/domain/sources/source.ts';
import { hedgeInput, relationTypes, statementInputFields } from '../src/domain/statements/statement.ts';
import { instantField, momentField } from '../src/domain/time.ts';

const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: 'must be letters, digits, . _ or -' });
const outcome = z.record(z.string(), z.unknown());
const outcomeRef = z.string().min(1).nullable().default(null);

export const seedSource = sourceInput.extend({ key });
export const seedForecaster = forecasterInput.extend({ key });
export const seedTopic = z.strictObject({ key: labelField, name: labelField, kind: labelField.nullable() });
export const seedEntity = z.strictObject({
  name: labelField,
  kind: labelField.nullable(),
  aliases: z.array(labelField).default([]),
});
export const seedLexicon = lexiconInput;

const {
  forecasterId: _f,
  sourceId: _s,
  relations: _r,
  anchors: _a,
  ...statementFields
} = statementInputFields;
const seedAnchor = z
  .strictObject({
    start: z.int().min(0),
    end: z.int().min(1),
    sha256: sha256Field,
    section: labelField.nullable(),
  })
  .refine((anchor) => anchor.end > anchor.start, {
    path: ['end'],
    error: 'is empty: end must be after start',
  });

export const seedStatement = z.strictObject({
  ...statementFields,
  key,
  forecaster: key,
  anchors: z.array(seedAnchor).min(1),
  hedge: hedgeInput.nullable(),
  relations: z.array(z.strictObject({ type: z.enum(relationTypes), statement: key })),
});

const { statementId: _q, condition: _c, ...questionFields } = questionInput.shape;
export const seedQuestion = z.strictObject({
  ...questionFields,
  key,
  statement: key.nullable(),
  condition: z.strictObject({ question: key, outcome }).nullable(),
});

export const seedForecast = z.strictObject({
  key,
  question: key,
  forecaster: key,
  statement: key.nullable(),
  madeAt: instantField,
  prediction: z.record(z.string(), z.unknown()),
  basis: z.enum(forecastBases),
  note: textField.nullable(),
});

export const seedResolution = z.strictObject({
  question: key,
  outcome,
  knownAt: momentField.nullable(),
  rationale: textField.nullable(),
  evidence: z.array(evidenceInput),
  outcomeRef,
});

export const seedVerdict = z.strictObject({
  statement: key,
  rating: z.enum(verdictRatings),
  knownAt: momentField.nullable(),
  rationale: textField.nullable(),
  evidence: z.array(evidenceInput).min(1),
  outcomeRef,
});

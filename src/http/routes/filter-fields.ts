/** Query fields of the record's lists: what each can be narrowed by. */
import { verdictRatings } from '../../domain/claims/verdict.ts';
import { forecastBases } from '../../domain/forecasts/forecast.ts';
import { questionStatuses, questionTypeKeys, readings } from '../../domain/questions/question.ts';
import { scoreKeys } from '../../domain/scoring/rule-keys.ts';
import { importances, scorabilities, statementKinds } from '../../domain/statements/statement.ts';
import {
  anyOfChoices,
  anyOfIds,
  anyOfNames,
  instantParameter,
  integerParameter,
  numberParameter,
  oneOfChoices,
  textParameter,
} from '../query-fields.ts';

const changedAfterSeq = integerParameter(0, Number.MAX_SAFE_INTEGER).describe(
  'What reads otherwise since this audit number: edited, retracted, redacted, merged or resolved itself, or what the row shows of other things. Rows that have left the list since are not told; include=retracted lists those that were retracted.',
);

/** Sources, forecasters, topics, entities. */
export const nameFilterFields = { q: textParameter(500).describe('Words to search for.'), changedAfterSeq };

export const recordFilterFields = {
  forecasterId: anyOfIds,
  forecaster: anyOfNames.describe('Name or alias; an ambiguous one is refused with the candidates.'),
  sourceId: anyOfIds,
  topic: anyOfNames,
  entity: anyOfNames,
  q: textParameter(500).describe('Words to search for, English or Chinese; all are required.'),
  changedAfterSeq,
};

export const statementFilterFields = {
  ...recordFilterFields,
  kind: anyOfChoices(statementKinds),
  importance: anyOfChoices(importances),
  verdict: anyOfChoices(verdictRatings),
  scorability: anyOfChoices(scorabilities),
  saidAfter: instantParameter,
  saidBefore: instantParameter,
  status: anyOfChoices(questionStatuses).describe('Status of any question of the statement.'),
};

export const questionFilterFields = {
  ...recordFilterFields,
  type: anyOfChoices(questionTypeKeys),
  status: anyOfChoices(questionStatuses),
  outcome: anyOfNames.describe('true, false or an option id.'),
  reading: anyOfChoices(readings),
  statementId: anyOfIds,
  dueAfter: instantParameter.describe('resolvesBy after this.'),
  dueBefore: instantParameter.describe('resolvesBy before this.'),
  resolvedAfter: instantParameter.describe('Outcome known after this.'),
  resolvedBefore: instantParameter.describe('Outcome known before this.'),
};

export const forecastFilterFields = {
  ...questionFilterFields,
  questionId: anyOfIds,
  basis: anyOfChoices(forecastBases),
  madeAfter: instantParameter,
  madeBefore: instantParameter,
  capture: oneOfChoices(['before', 'after', 'all']).describe(
    'Whether it entered the record before or after the outcome was known.',
  ),
  probabilityAbove: numberParameter(0, 1).describe('Exclusive.'),
  probabilityBelow: numberParameter(0, 1).describe('Exclusive.'),
};

export const scoreFilterFields = {
  ...recordFilterFields,
  questionId: anyOfIds,
  forecastId: anyOfIds,
  rule: anyOfChoices(scoreKeys),
};

/** Resolutions and verdicts, old and new, each with its evidence. */
import { z } from 'zod';
import { type Verdict, verdict } from '../../domain/claims/verdict.ts';
import { outcomeInWords } from '../../domain/questions/outcome-in-words.ts';
import type { Evidence } from '../../domain/resolutions/evidence.ts';
import { type Resolution, resolution } from '../../domain/resolutions/resolution.ts';
import { defineTable, joined, joinedText, jsonArray, jsonObject } from '../table.ts';

const evidenceColumns = {
  evidenceFacts: joinedText.describe('What the evidence shows, joined with semicolons.'),
  evidenceUrls: joinedText.describe('Where the evidence is, joined with semicolons.'),
  evidenceJson: jsonArray.describe('The evidence with publisher, date, tier and archive, as JSON.'),
};

function evidenceCells(evidence: readonly Evidence[]) {
  return {
    evidenceFacts: joined(evidence.map(({ fact }) => fact)),
    evidenceUrls: joined(evidence.map(({ url }) => url)),
    evidenceJson: JSON.stringify(evidence),
  };
}

export const resolutionTable = defineTable({
  name: 'resolutions',
  title: 'Resolutions',
  description: 'How questions turned out: every outcome ever recorded; the one marked current stands.',
  primaryKey: ['id'],
  foreignKeys: [
    { column: 'questionId', table: 'questions' },
    { column: 'supersedesId', table: 'resolutions' },
    { column: 'causeResolutionId', table: 'resolutions' },
  ],
  row: z.strictObject({
    id: resolution.shape.id,
    questionId: resolution.shape.questionId,
    outcome: z
      .string()
      .describe('true, false, an option, a number, a date, "not before …", "void: …" or "reopened".'),
    outcomeJson: jsonObject.describe('The outcome as JSON.'),
    knownAt: resolution.shape.knownAt,
    early: resolution.shape.early,
    current: resolution.shape.current,
    revision: resolution.shape.revision,
    rationale: resolution.shape.rationale,
    ...evidenceColumns,
    supersedesId: resolution.shape.supersedesId,
    reason: resolution.shape.reason,
    causeResolutionId: resolution.shape.causeResolutionId,
    recordedAt: resolution.shape.recordedAt,
    recordedBy: resolution.shape.recordedBy,
    recordSha256: resolution.shape.recordSha256,
    seq: resolution.shape.seq,
  }),
  cells: (item: Resolution) => ({
    id: item.id,
    questionId: item.questionId,
    outcome: outcomeInWords(item.outcome) ?? 'reopened',
    outcomeJson: JSON.stringify(item.outcome),
    knownAt: item.knownAt,
    early: item.early,
    current: item.current,
    revision: item.revision,
    rationale: item.rationale,
    ...evidenceCells(item.evidence),
    supersedesId: item.supersedesId,
    reason: item.reason,
    causeResolutionId: item.causeResolutionId,
    recordedAt: item.recordedAt,
    recordedBy: item.recordedBy,
    recordSha256: item.recordSha256,
    seq: item.seq,
  }),
});

export const verdictTable = defineTable({
  name: 'verdicts',
  title: 'Verdicts',
  description: 'How claims were rated: every verdict ever recorded; the one marked current stands.',
  primaryKey: ['id'],
  foreignKeys: [
    { column: 'statementId', table: 'statements' },
    { column: 'supersedesId', table: 'verdicts' },
  ],
  row: z.strictObject({
    id: verdict.shape.id,
    statementId: verdict.shape.statementId,
    rating: verdict.shape.rating,
    knownAt: verdict.shape.knownAt,
    current: verdict.shape.current,
    revision: verdict.shape.revision,
    rationale: verdict.shape.rationale,
    ...evidenceColumns,
    supersedesId: verdict.shape.supersedesId,
    reason: verdict.shape.reason,
    recordedAt: verdict.shape.recordedAt,
    recordedBy: verdict.shape.recordedBy,
    recordSha256: verdict.shape.recordSha256,
    seq: verdict.shape.seq,
  }),
  cells: (item: Verdict) => ({
    id: item.id,
    statementId: item.statementId,
    rating: item.rating,
    knownAt: item.knownAt,
    current: item.current,
    revision: item.revision,
    rationale: item.rationale,
    ...evidenceCells(item.evidence),
    supersedesId: item.supersedesId,
    reason: item.reason,
    recordedAt: item.recordedAt,
    recordedBy: item.recordedBy,
    recordSha256: item.recordSha256,
    seq: item.seq,
  }),
});

import { z } from 'zod';
import { outcomeInWords } from '../../domain/questions/outcome-in-words.ts';
import { type Question, question } from '../../domain/questions/question.ts';
import { resolution } from '../../domain/resolutions/resolution.ts';
import { type Instant, instantOutput, type Moment, momentToInstant } from '../../domain/time.ts';
import { defineTable, joined, joinedText, jsonArray, retractedCells, retractedColumns } from '../table.ts';

const { shape } = question;

export const questionTable = defineTable({
  name: 'questions',
  title: 'Questions',
  description: 'What a stranger could resolve: one row a question, with the outcome that stands.',
  primaryKey: ['id'],
  foreignKeys: [
    { column: 'statementId', table: 'statements' },
    { column: 'conditionQuestionId', table: 'questions' },
    { column: 'resolutionId', table: 'resolutions' },
  ],
  row: z.strictObject({
    id: shape.id,
    title: shape.title,
    type: shape.type,
    reading: shape.reading,
    status: shape.status,
    outcome: z
      .string()
      .nullable()
      .describe(
        'The outcome that stands: true, false, an option, a number, a date, "not before …" or "void: …".',
      ),
    knownAt: resolution.shape.knownAt,
    early: z.boolean().nullable().describe('Known before the question closed: scoring ends there.'),
    resolutionId: z.uuid().nullable().describe('The resolution that stands.'),
    statementId: shape.statementId,
    resolutionCriteria: shape.resolutionCriteria,
    resolutionSource: shape.resolutionSource,
    description: shape.description,
    opensAt: shape.opensAt,
    closesAt: shape.closesAt,
    resolvesBy: shape.resolvesBy,
    closesAtInstant: instantOutput.nullable().describe('The instant that closesAt stands for.'),
    resolvesByInstant: instantOutput.nullable().describe('The instant that resolvesBy stands for.'),
    timezone: shape.timezone,
    windowBasis: shape.windowBasis,
    windowReason: shape.windowReason,
    conditionQuestionId: z.uuid().nullable().describe('The question on whose outcome this one depends.'),
    conditionOutcome: z.string().nullable().describe('The outcome that it needs there.'),
    options: joinedText.describe(
      'What can be chosen: id and label, joined with semicolons (multipleChoice).',
    ),
    optionsJson: jsonArray.nullable().describe('The options as JSON.'),
    ordered: shape.ordered,
    optionEdges: joinedText.describe(
      `${shape.optionEdges.description} Joined with semicolons; an open end is empty.`,
    ),
    optionEdgesJson: jsonArray.nullable().describe('The edges as JSON.'),
    unit: shape.unit,
    rangeMin: z.number().nullable().describe('Lower end of the numeric axis.'),
    rangeMax: z.number().nullable().describe('Upper end of the numeric axis.'),
    transform: shape.transform,
    milestones: joinedText.describe(`${shape.milestones.description} Joined with semicolons.`),
    topics: joinedText.describe(`${shape.topics.description} Joined with semicolons.`),
    entities: joinedText.describe(`${shape.entities.description} Joined with semicolons.`),
    ...retractedColumns,
    createdAt: shape.createdAt,
    version: shape.version,
    seq: shape.seq,
  }),
  cells: (item: Question) => {
    const instant = (moment: Moment | null): Instant | null =>
      moment === null ? null : momentToInstant(moment, item.timezone);
    return {
      id: item.id,
      title: item.title,
      type: item.type,
      reading: item.reading,
      status: item.status,
      outcome: outcomeInWords(item.resolution?.outcome ?? null),
      knownAt: item.resolution?.knownAt ?? null,
      early: item.resolution?.early ?? null,
      resolutionId: item.resolution?.id ?? null,
      statementId: item.statementId,
      resolutionCriteria: item.resolutionCriteria,
      resolutionSource: item.resolutionSource,
      description: item.description,
      opensAt: item.opensAt,
      closesAt: item.closesAt,
      resolvesBy: item.resolvesBy,
      closesAtInstant: instant(item.closesAt),
      resolvesByInstant: instant(item.resolvesBy),
      timezone: item.timezone,
      windowBasis: item.windowBasis,
      windowReason: item.windowReason,
      conditionQuestionId: item.condition?.questionId ?? null,
      conditionOutcome: outcomeInWords(item.condition?.outcome ?? null),
      options: joined((item.options ?? []).map(({ id, label }) => `${id}: ${label}`)),
      optionsJson: item.options === null ? null : JSON.stringify(item.options),
      ordered: item.ordered,
      optionEdges: joined((item.optionEdges ?? []).map((edge) => (edge === null ? '' : String(edge)))),
      optionEdgesJson: item.optionEdges === null ? null : JSON.stringify(item.optionEdges),
      unit: item.unit,
      rangeMin: item.range?.min ?? null,
      rangeMax: item.range?.max ?? null,
      transform: item.transform,
      milestones: joined(item.milestones ?? []),
      topics: joined(item.topics),
      entities: joined(item.entities),
      ...retractedCells(item),
      createdAt: item.createdAt,
      version: item.version,
      seq: item.seq,
    };
  },
});

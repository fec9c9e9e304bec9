/** What the record points to: forecasters, sources, topics and entities. They stand in the package. */
import { z } from 'zod';
import { type Forecaster, forecaster } from '../../domain/forecasters/forecaster.ts';
import { type Source, source } from '../../domain/sources/source.ts';
import { entity, type Topic, topic } from '../../domain/topics/topic.ts';
import { defineTable, joined, joinedText, retractedCells, retractedColumns } from '../table.ts';

export const forecasterTable = defineTable({
  name: 'forecasters',
  title: 'Forecasters',
  description: 'Whose record is kept: people, organisations, models, crowds and baselines.',
  primaryKey: ['id'],
  foreignKeys: [{ column: 'mergedIntoId', table: 'forecasters' }],
  row: z.strictObject({
    id: forecaster.shape.id,
    name: forecaster.shape.name,
    kind: forecaster.shape.kind,
    aliases: joinedText.describe('Other names, joined with semicolons.'),
    affiliation: forecaster.shape.affiliation,
    url: forecaster.shape.url,
    mergedIntoId: forecaster.shape.mergedIntoId,
    ...retractedColumns,
    createdAt: forecaster.shape.createdAt,
    version: forecaster.shape.version,
    seq: forecaster.shape.seq,
  }),
  cells: ({ retraction, redaction: _redaction, aliases, ...item }: Forecaster) => ({
    ...item,
    aliases: joined(aliases),
    ...retractedCells({ retraction }),
  }),
});

export const sourceTable = defineTable({
  name: 'sources',
  title: 'Sources',
  description: 'Published works in which something was said. Their texts are never exported.',
  primaryKey: ['id'],
  foreignKeys: [],
  row: z.strictObject({
    id: source.shape.id,
    title: source.shape.title,
    url: source.shape.url,
    publisher: source.shape.publisher,
    kind: source.shape.kind,
    language: source.shape.language,
    publishedAt: source.shape.publishedAt,
    retrievedAt: source.shape.retrievedAt,
    textSha256: source.shape.textSha256,
    textLength: source.shape.textLength,
    ...retractedColumns,
    createdAt: source.shape.createdAt,
    version: source.shape.version,
  }),
  cells: ({ retraction, redaction: _redaction, ...item }: Omit<Source, 'hasText' | 'seq'>) => ({
    ...item,
    ...retractedCells({ retraction }),
  }),
});

const nameTable = (name: string, title: string, description: string, { shape }: typeof topic) =>
  defineTable({
    name,
    title,
    description,
    primaryKey: ['id'],
    foreignKeys: [{ column: 'mergedIntoId', table: name }],
    row: z.strictObject({
      id: shape.id,
      name: shape.name,
      kind: shape.kind,
      mergedIntoId: shape.mergedIntoId,
      createdAt: shape.createdAt,
      version: shape.version,
      seq: shape.seq,
    }),
    cells: (item: Topic) => ({ ...item }),
  });

export const topicTable = nameTable('topics', 'Topics', 'What statements and questions are about.', topic);
export const entityTable = nameTable(
  'entities',
  'Entities',
  'Whom and what statements and questions name.',
  entity,
);

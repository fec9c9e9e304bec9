import { resolutionTable, verdictTable } from './findings.ts';
import { forecastTable } from './forecasts.ts';
import { entityTable, forecasterTable, sourceTable, topicTable } from './names.ts';
import { questionTable } from './questions.ts';
import { scoreTable } from './scores.ts';
import { statementTable } from './statements.ts';

/** Every noun of the record as a table, in the order in which a reader needs them. */
export const tables = {
  statements: statementTable,
  questions: questionTable,
  forecasts: forecastTable,
  resolutions: resolutionTable,
  scores: scoreTable,
  verdicts: verdictTable,
  forecasters: forecasterTable,
  sources: sourceTable,
  topics: topicTable,
  entities: entityTable,
} as const;

/** The nouns that are exported one by one; the others stand in the package. */
export const exportedNouns = [
  'statements',
  'questions',
  'forecasts',
  'resolutions',
  'scores',
  'verdicts',
] as const;
export type ExportedNoun = (typeof exportedNouns)[number];

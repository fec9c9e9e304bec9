/** Every route of the record, written out. */
import type { RecordDependencies, RecordRoutes } from '../record.ts';
import { addAuditRoutes } from './audit.ts';
import { addEvaluationRoutes } from './evaluation.ts';
import { addExportRoutes } from './exports.ts';
import { addFeedRoutes } from './feeds.ts';
import { addForecasterRoutes } from './forecasters.ts';
import { addForecastRoutes } from './forecasts.ts';
import { addKeyRoutes } from './keys.ts';
import { addLexiconRoutes } from './lexicons.ts';
import { addNameRoutes } from './names.ts';
import { addPredictionRoutes } from './predictions.ts';
import { addQuestionRoutes } from './questions.ts';
import { addRedactionRoutes } from './redactions.ts';
import { addReportRoutes } from './reports.ts';
import { addRetractionRoutes } from './retractions.ts';
import { addScoreRoutes } from './scores.ts';
import { addSourceRoutes } from './sources.ts';
import { addStatementRoutes } from './statements.ts';

export function addRecordRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  addPredictionRoutes(routes, record);
  addSourceRoutes(routes, record);
  addForecasterRoutes(routes, record);
  addStatementRoutes(routes, record);
  addQuestionRoutes(routes, record);
  addForecastRoutes(routes, record);
  addRetractionRoutes(routes, record);
  addRedactionRoutes(routes, record);
  addNameRoutes(routes, record);
  addLexiconRoutes(routes, record);
  addReportRoutes(routes, record);
  addExportRoutes(routes, record);
  addFeedRoutes(routes, record);
  addScoreRoutes(routes, record);
  addEvaluationRoutes(routes, record);
  addKeyRoutes(routes, record);
  addAuditRoutes(routes, record);
}

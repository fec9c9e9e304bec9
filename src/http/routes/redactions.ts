/** Redactions: text that the law takes out of the record. Nothing of it comes back. */
import { redaction, redactionInput } from '../../domain/redactions/redaction.ts';
import { redact } from '../../services/record/redact.ts';
import {
  answerRecorded,
  contextOf,
  idParameter,
  type RecordDependencies,
  type RecordRoutes,
  receiptHeaders,
} from '../record.ts';

const redactable = [
  { type: 'source', plural: 'sources', tag: 'Sources', Name: 'Source' },
  { type: 'forecaster', plural: 'forecasters', tag: 'Forecasters', Name: 'Forecaster' },
  { type: 'statement', plural: 'statements', tag: 'Statements', Name: 'Statement' },
  { type: 'question', plural: 'questions', tag: 'Questions', Name: 'Question' },
  { type: 'forecast', plural: 'forecasts', tag: 'Forecasts', Name: 'Forecast' },
  { type: 'resolution', plural: 'resolutions', tag: 'Resolutions', Name: 'Resolution' },
  { type: 'verdict', plural: 'verdicts', tag: 'Statements', Name: 'Verdict' },
] as const;

export function addRedactionRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  for (const { type, plural, tag, Name } of redactable) {
    routes.add(`POST /v1/${plural}/{id}/redaction`, {
      operationId: `redact${Name}`,
      idempotent: true,
      tag,
      summary: `Blank free text of a ${type} for good, because the law asks for it`,
      description:
        'In the thing, in every version of it and in kept answers. A placeholder stands in its place, also in reports of the past: nothing else changes an old answer. No edit puts text into the field again (409 textRedacted). The audit chain still verifies. It needs no If-Match: what is blanked is every version there is.',
      params: idParameter,
      body: redactionInput(type).meta({ id: `${Name}RedactionInput` }),
      answers: { 201: { description: 'Blanked.', schema: redaction, headers: receiptHeaders } },
      problems: [409],
      handler: async ({ actor, idempotency, params, body }, reply) =>
        answerRecorded(reply, await redact(contextOf(record, actor, idempotency), type, params.id, body)),
    });
  }
}

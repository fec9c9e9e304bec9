/**
 * Who may do what: every operation of the service and the scope it needs, written out once. A
 * route cannot be declared without a line here (the compiler and the registration refuse it), and
 * a test fails where a line has no route. `none`: no key, ever. `read`: no key unless PUBLIC_READ=false.
 */
import type { Scope } from '../domain/keys/api-key.ts';

export type Access = Scope | 'none';
export type AccessTable = Readonly<Record<string, Access>>;

export const access = {
  'GET /': 'read',
  'GET /v1': 'read',
  'GET /livez': 'none',
  'GET /readyz': 'none',
  'GET /version': 'read',
  'GET /metrics': 'read',
  'GET /openapi.json': 'none',
  'GET /openapi.yaml': 'none',
  'GET /docs/problems': 'none',

  'GET /v1/predictions': 'read',
  'GET /v1/predictions/{id}': 'read',

  'GET /v1/sources': 'read',
  'POST /v1/sources': 'write',
  'GET /v1/sources/{id}': 'read',
  'PATCH /v1/sources/{id}': 'write',
  'GET /v1/sources/{id}/text': 'write',
  'PUT /v1/sources/{id}/text': 'write',
  'POST /v1/sources/{id}/retraction': 'resolve',
  'POST /v1/sources/{id}/redaction': 'admin',

  'GET /v1/forecasters': 'read',
  'POST /v1/forecasters': 'write',
  'GET /v1/forecasters/{id}': 'read',
  'PATCH /v1/forecasters/{id}': 'write',
  'POST /v1/forecasters/{id}/retraction': 'resolve',
  'POST /v1/forecasters/{id}/redaction': 'admin',
  'POST /v1/forecasters/{id}/merge': 'resolve',

  'GET /v1/statements': 'read',
  'POST /v1/statements': 'write',
  'GET /v1/statements/{id}': 'read',
  'PATCH /v1/statements/{id}': 'write',
  'POST /v1/statements/{id}/retraction': 'resolve',
  'POST /v1/statements/{id}/redaction': 'admin',
  'GET /v1/statements/{id}/verdicts': 'read',
  'POST /v1/statements/{id}/verdicts': 'resolve',

  'GET /v1/questions': 'read',
  'POST /v1/questions': 'write',
  'POST /v1/questions/batch': 'write',
  'GET /v1/questions/{id}': 'read',
  'PATCH /v1/questions/{id}': 'write',
  'POST /v1/questions/{id}/retraction': 'resolve',
  'POST /v1/questions/{id}/redaction': 'admin',
  'GET /v1/questions/{id}/resolutions': 'read',
  'POST /v1/questions/{id}/resolutions': 'resolve',
  'POST /v1/questions/{id}/resolutions/preview': 'resolve',

  'GET /v1/forecasts': 'read',
  'POST /v1/forecasts': 'write',
  'POST /v1/forecasts/batch': 'write',
  'GET /v1/forecasts/{id}': 'read',
  'POST /v1/forecasts/{id}/withdrawal': 'write',
  'POST /v1/forecasts/{id}/retraction': 'resolve',
  'POST /v1/forecasts/{id}/redaction': 'admin',

  'POST /v1/resolutions/{id}/redaction': 'admin',
  'POST /v1/verdicts/{id}/redaction': 'admin',

  'GET /v1/topics': 'read',
  'GET /v1/topics/{id}': 'read',
  'POST /v1/topics/{id}/merge': 'resolve',
  'GET /v1/entities': 'read',
  'GET /v1/entities/{id}': 'read',
  'POST /v1/entities/{id}/merge': 'resolve',

  'GET /v1/lexicons': 'read',
  'GET /v1/lexicons/{id}': 'read',
  'GET /v1/scores': 'read',
  'GET /v1/scoring-rules': 'read',
  'GET /v1/scoring-rules/{key}': 'read',
  'POST /v1/scoring/evaluate': 'read',

  'GET /v1/keys': 'admin',
  'POST /v1/keys': 'admin',
  'GET /v1/keys/{id}': 'admin',
  'POST /v1/keys/{id}/rotation': 'admin',
  'DELETE /v1/keys/{id}': 'admin',

  'GET /v1/audit/events': 'read',
  'GET /v1/audit/events/{seq}': 'read',
  'GET /v1/audit/head': 'read',
  'GET /v1/audit/verification': 'read',
  'GET /v1/audit/trail': 'read',

  'GET /v1/exports/statements': 'read',
  'GET /v1/exports/questions': 'read',
  'GET /v1/exports/forecasts': 'read',
  'GET /v1/exports/resolutions': 'read',
  'GET /v1/exports/scores': 'read',
  'GET /v1/exports/verdicts': 'read',
  'GET /v1/exports/package.zip': 'read',
  'GET /v1/exports/claim-reviews': 'read',

  'GET /v1/feeds/resolutions.atom': 'read',
  'GET /v1/feeds/due.ics': 'read',

  'GET /v1/reports/accuracy': 'read',
  'GET /v1/reports/calibration': 'read',
  'GET /v1/reports/leaderboard': 'read',
  'GET /v1/reports/head-to-head': 'read',
} as const satisfies AccessTable;

export type RecordAccess = typeof access;

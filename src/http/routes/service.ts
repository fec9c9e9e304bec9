/** Every route of the service, section by section. */
import type { RecordAccess } from '../access.ts';
import type { RecordContext } from '../record-context.ts';
import type { Routes } from '../routes.ts';
import { type ContractDocuments, documentationRoutes } from './documentation.ts';
import { type OperationParts, operationRoutes } from './operation.ts';
import { addRecordRoutes } from './record.ts';
import { addStartPage } from './start-page.ts';

export function serviceRoutes(
  routes: Routes<RecordAccess>,
  record: RecordContext,
  operation: OperationParts,
): ContractDocuments {
  operationRoutes(routes, operation);
  addRecordRoutes(routes, record);
  addStartPage(routes, operation.version);
  return documentationRoutes(routes, operation.version);
}

/** Topics and entities: made on use, read here, merged where two names mean one thing. */
import { countsOf } from '../../domain/counts.ts';
import { entity, topic } from '../../domain/topics/topic.ts';
import { found } from '../../services/record/found.ts';
import { merge } from '../../services/record/merge.ts';
import { answerPage, countedItem, listAnswer, listQuery } from '../list.ts';
import {
  answerRecorded,
  contextOf,
  idParameter,
  mergeInput,
  type RecordDependencies,
  type RecordRoutes,
  receiptHeaders,
} from '../record.ts';
import { nameFilterFields } from './filter-fields.ts';

const names = [
  { type: 'topic', plural: 'topics', tag: 'Topics', item: topic, listName: 'TopicList', Name: 'Topic' },
  {
    type: 'entity',
    plural: 'entities',
    tag: 'Entities',
    item: entity,
    listName: 'EntityList',
    Name: 'Entity',
  },
] as const;

export function addNameRoutes(routes: RecordRoutes, record: RecordDependencies): void {
  const { store } = record;
  for (const { type, plural, tag, item, listName, Name } of names) {
    const shelf = store[plural];
    routes.add(`GET /v1/${plural}`, {
      operationId: `list${tag}`,
      tag,
      summary: `List ${plural}`,
      query: listQuery(nameFilterFields, ['createdAt', 'name'], ['counts']),
      answers: { 200: listAnswer(listName, countedItem(`Listed${Name}`, item, countsOf[type])) },
      handler: (request, reply) =>
        answerPage(
          request,
          reply,
          (asked) => shelf.list(asked),
          (ids) => store.counts(type, ids),
        ),
    });
    routes.add(`GET /v1/${plural}/{id}`, {
      operationId: `get${Name}`,
      tag,
      summary: `Read one of the ${plural}`,
      params: idParameter,
      answers: { 200: { description: 'The name as it stands.', schema: item } },
      etag: true,
      handler: ({ params }) => found(type, params.id, shelf.get),
    });
    routes.add(`POST /v1/${plural}/{id}/merge`, {
      operationId: `merge${Name}`,
      idempotent: true,
      tag,
      summary: 'Make a duplicate an alias',
      params: idParameter,
      body: mergeInput,
      answers: {
        201: {
          description: 'Merged: it reads as the other from now on.',
          schema: item,
          headers: receiptHeaders,
        },
      },
      problems: [409],
      etag: true,
      ifMatch: 'required',
      handler: async ({ actor, idempotency, params, body, precondition }, reply) =>
        answerRecorded(
          reply,
          await merge(contextOf(record, actor, idempotency), type, params.id, body, precondition),
        ),
    });
  }
}

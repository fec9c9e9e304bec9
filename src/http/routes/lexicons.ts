/** Lexicons: which interval of probability a hedge stands for, and according to whom. */
import { lexicon } from '../../domain/lexicons/lexicon.ts';
import { found } from '../../services/record/found.ts';
import { answerPage, listAnswer, listQuery } from '../list.ts';
import { idParameter, type RecordDependencies, type RecordRoutes } from '../record.ts';
import { nameFilterFields } from './filter-fields.ts';

export function addLexiconRoutes(routes: RecordRoutes, { store }: RecordDependencies): void {
  routes.add('GET /v1/lexicons', {
    operationId: 'listLexicons',
    tag: 'Lexicons',
    summary: 'List lexicons with their entries',
    query: listQuery(nameFilterFields, ['createdAt']),
    answers: { 200: listAnswer('LexiconList', lexicon) },
    handler: (request, reply) => answerPage(request, reply, (asked) => store.lexicons.list(asked)),
  });
  routes.add('GET /v1/lexicons/{id}', {
    operationId: 'getLexicon',
    tag: 'Lexicons',
    summary: 'Read a lexicon',
    params: idParameter,
    answers: { 200: { description: 'The lexicon.', schema: lexicon } },
    etag: true,
    handler: ({ params }) => found('lexicon', params.id, store.lexicons.get),
  });
}

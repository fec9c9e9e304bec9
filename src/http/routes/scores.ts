/** Scores under the resolutions that stand, and the rules they come from. */
import { z } from 'zod';
import { notFound } from '../../domain/errors.ts';
import { scoreRow } from '../../domain/forecasts/score-row.ts';
import { questionTypeKeys } from '../../domain/questions/question.ts';
import { scoringRule, scoringRules } from '../../domain/scoring/registry.ts';
import type { ScoringRule } from '../../domain/scoring/scoring-rule.ts';
import { withForecasterIds } from '../../services/record/forecaster-filter.ts';
import { answerPage, listAnswer, listQuery } from '../list.ts';
import type { RecordDependencies, RecordRoutes } from '../record.ts';
import { scoreFilterFields } from './filter-fields.ts';
import { historyAnswer } from './history.ts';

const ruleItem = z
  .strictObject({
    key: z.string(),
    title: z.string(),
    formula: z.string(),
    orientation: z.enum(['loss', 'gain']).describe('loss: lower is better.'),
    range: z.string(),
    unit: z.string().nullable(),
    proper: z.enum(['strict', 'proper', 'no']),
    local: z.boolean(),
    questionTypes: z.array(z.enum(questionTypeKeys)),
    source: z.string(),
  })
  .meta({ id: 'ScoringRule' });

function toItem({ refuses: _refuses, score: _score, questionTypes, ...facts }: ScoringRule) {
  return { ...facts, questionTypes: [...questionTypes] };
}

export function addScoreRoutes(routes: RecordRoutes, { store }: RecordDependencies): void {
  routes.add('GET /v1/scores', {
    operationId: 'listScores',
    tag: 'Scores',
    summary: 'Scores of forecasts under the resolutions that stand',
    query: listQuery(scoreFilterFields, ['createdAt']),
    answers: { 200: listAnswer('ScoreList', scoreRow) },
    handler: (request, reply) =>
      answerPage(request, reply, async (asked) =>
        store.scores.list({ ...asked, filter: await withForecasterIds(store, asked.filter) }),
      ),
  });
  routes.add('GET /v1/scoring-rules', {
    operationId: 'listScoringRules',
    tag: 'Scores',
    summary: 'Every scoring rule: formula, direction, range, source',
    answers: { 200: { ...historyAnswer('ScoringRuleList', ruleItem), description: 'All of them.' } },
    handler: () => ({ items: scoringRules.map(toItem), nextCursor: null }),
  });
  routes.add('GET /v1/scoring-rules/{key}', {
    operationId: 'getScoringRule',
    tag: 'Scores',
    summary: 'One scoring rule',
    params: z.strictObject({
      key: z.string().regex(/^[a-z0-9_]{1,64}$/, { error: 'must be the key of a scoring rule' }),
    }),
    answers: { 200: { description: 'The rule.', schema: ruleItem } },
    handler: ({ params }) => {
      const rule = scoringRule(params.key);
      if (rule === null) throw notFound('scoring rule', params.key);
      return toItem(rule);
    },
  });
}

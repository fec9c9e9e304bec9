/** Scores under the resolutions that stand, and the rules they come from. */
import { z } from 'zod';
import { notFound } from '../../domain/errors.ts';
import { scoreRow } from '../../domain/forecasts/score-row.ts';
import { questionTypeKeys } from '../../domain/questions/question.ts';
import { hedgeRules } from '../../domain/scoring/hedge-rules.ts';
import { scoringRules } from '../../domain/scoring/registry.ts';
import type { ScoringRuleFacts } from '../../domain/scoring/scoring-rule.ts';
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
    appliesTo: z
      .enum(['prediction', 'hedge'])
      .describe(
        'prediction: what was predicted; reports and evaluations can be asked for it. hedge: the interval that the words of a forecast of basis verbal stand for; stored with its other scores, and averaged in the hedges of reports.',
      ),
  })
  .meta({ id: 'ScoringRule' });

function toItem(rule: ScoringRuleFacts, appliesTo: 'prediction' | 'hedge') {
  const { key, title, formula, orientation, range, unit, proper, local, questionTypes, source } = rule;
  const facts = { key, title, formula, orientation, range, unit, proper, local };
  return { ...facts, questionTypes: [...questionTypes], source, appliesTo };
}

const allRules = [
  ...scoringRules.map((rule) => toItem(rule, 'prediction')),
  ...hedgeRules.map((rule) => toItem(rule, 'hedge')),
];

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
    handler: () => ({ items: allRules, nextCursor: null }),
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
      const rule = allRules.find(({ key }) => key === params.key);
      if (rule === undefined) throw notFound('scoring rule', params.key);
      return rule;
    },
  });
}

/** A record of some size for benchmarks: made through the store, so that it is what the service makes. */
import { nothingDeclared } from '../src/domain/questions/scoring-fields.ts';
import { defaultRules } from '../src/domain/scoring/registry.ts';
import type { Context } from '../src/services/context.ts';
import type { Store } from '../src/store/store.ts';

const TOPICS = 20;

export interface FilledRecord {
  readonly questionIds: readonly string[];
  readonly forecastIds: readonly string[];
  readonly forecasterId: string;
}

/** Questions under one of 20 topics each, half of them resolved, each with some forecasts. */
export async function fillRecord(
  store: Store,
  { actor, newId }: Context,
  questions = 1000,
  forecastsEach = 10,
): Promise<FilledRecord> {
  const forecasterIds = Array.from({ length: forecastsEach }, () => newId());
  const questionIds = Array.from({ length: questions }, () => newId());
  const forecastIds: string[] = [];
  const outcomes = questionIds.map((_id, index) => (index % 2 === 0 ? null : index % 3 === 0));
  await store.write(
    { actor: actor.keyId, action: 'bench.fill', timeoutMs: 120_000 },
    async (unit) => {
      for (const [index, id] of forecasterIds.entries()) {
        unit.append({
          type: 'forecaster',
          id,
          version: 1,
          content: { name: `Forecaster ${index}`, kind: 'model', aliases: [], affiliation: null, url: null },
        });
      }
      for (let topic = 0; topic < TOPICS; topic += 1)
        await unit.ensureNames('topic', [`topic-${topic}`], newId);
      for (const [index, id] of questionIds.entries()) {
        unit.append({
          type: 'question',
          id,
          version: 1,
          content: {
            title: `Will event ${index} happen?`,
            type: 'binary',
            description: null,
            resolutionCriteria: 'As published.',
            resolutionSource: null,
            options: null,
            ordered: false,
            unit: null,
            range: null,
            ...nothingDeclared,
            timezone: 'UTC',
            opensAt: null,
            closesAt: '2026-06-30',
            resolvesBy: '2026-07-31',
            windowBasis: 'stated',
            windowReason: null,
            condition: null,
            reading: 'plain',
            statementId: null,
            topics: [`topic-${index % TOPICS}`],
            entities: [],
          },
        });
      }
      await unit.flush();
      for (const [index, questionId] of questionIds.entries()) {
        for (const [number, forecasterId] of forecasterIds.entries()) {
          const id = newId();
          forecastIds.push(id);
          const probability = ((index * 31 + number * 17) % 101) / 100;
          unit.append({
            type: 'forecast',
            content: {
              id,
              questionId,
              forecasterId,
              statementId: null,
              madeAt: '2025-06-01T00:00:00.000Z',
              prediction: { probability },
              basis: 'assigned',
              note: null,
              revision: 1,
              supersedesId: null,
              reason: null,
            },
          });
        }
      }
      await unit.flush();
      for (const [index, questionId] of questionIds.entries()) {
        const outcome = outcomes[index];
        if (outcome === null || outcome === undefined) continue;
        const id = newId();
        unit.append({
          type: 'resolution',
          content: {
            id,
            questionId,
            revision: 1,
            outcome: { value: outcome },
            state: 'value',
            knownAt: '2026-07-01',
            knownAtInstant: '2026-07-02T00:00:00.000Z',
            early: false,
            rationale: null,
            supersedesId: null,
            reason: null,
            causeResolutionId: null,
            evidence: [
              {
                url: 'https://example.org/',
                title: null,
                publisher: null,
                publishedOn: null,
                tier: 'press',
                fact: 'It was published.',
                archiveUrl: null,
              },
            ],
          },
        });
      }
      await unit.flush();
      for (const [index, questionId] of questionIds.entries()) {
        const outcome = outcomes[index];
        const resolution = outcome === null ? undefined : (await unit.questions.get(questionId))?.resolution;
        if (!resolution) continue;
        const rows = forecastIds
          .slice(index * forecastsEach, (index + 1) * forecastsEach)
          .flatMap((forecastId, number) => {
            const probability = ((index * 31 + number * 17) % 101) / 100;
            const distribution = {
              kind: 'discrete',
              binary: true,
              categories: ['false', 'true'],
              probabilities: [1 - probability, probability],
              ordered: false,
              edges: null,
            } as const;
            return defaultRules(distribution).map((rule) => {
              const { value, reason } = rule.score(distribution, {
                kind: 'category',
                index: outcome ? 1 : 0,
              });
              return { forecastId, resolutionId: resolution.id, rule: rule.key, value, reason };
            });
          });
        unit.append({ type: 'scores', resolutionId: resolution.id, rows });
      }
    },
    async () => undefined,
  );
  return { questionIds, forecastIds, forecasterId: forecasterIds[0] as string };
}

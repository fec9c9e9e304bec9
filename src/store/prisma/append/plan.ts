/** What a list of writes comes to: steps, the records that the event names, and what it is about. */
import type { Write } from '../../unit.ts';
import {
  planEntities,
  planForecasters,
  planQuestions,
  planSources,
  planStatements,
  planTopics,
} from './editable.ts';
import {
  planForecasts,
  planMerges,
  planResolutions,
  planRetractions,
  planScores,
  planVerdicts,
  planWithdrawals,
} from './recorded.ts';
import { planApiKeys, planLexicons, planSourceTexts } from './registers.ts';
import type { Planned, Planner, WriteOf } from './stamp.ts';
import type { Searched, Step } from './steps.ts';

/** A redaction is carried out step by step, with reads between them. */
export type PlainWrite = Exclude<Write, { type: 'redaction' }>;

const PLANNERS: { readonly [Type in PlainWrite['type']]: Planner<Type> } = {
  source: planSources,
  forecaster: planForecasters,
  statement: planStatements,
  question: planQuestions,
  topic: planTopics,
  entity: planEntities,
  sourceText: planSourceTexts,
  lexicon: planLexicons,
  forecast: planForecasts,
  withdrawal: planWithdrawals,
  resolution: planResolutions,
  scores: planScores,
  verdict: planVerdicts,
  retraction: planRetractions,
  merge: planMerges,
  apiKey: planApiKeys,
};

/** The writes in their order, then search over all of them. */
export function planWrites(writes: readonly PlainWrite[]): Planned {
  const runs = runsOfOneType(scoresTogether(writes)).map(planRun);
  return {
    steps: [...runs.flatMap(({ steps }) => steps), ...searchOf(writes)],
    records: runs.flatMap(({ records }) => records),
  };
}

/** The scores under one resolution enter the chain as one record, where the last of them stand. */
function scoresTogether(writes: readonly PlainWrite[]): readonly PlainWrite[] {
  const byResolution = new Map<string, WriteOf<'scores'>[]>();
  for (const write of writes) {
    if (write.type !== 'scores') continue;
    const known = byResolution.get(write.resolutionId);
    if (known === undefined) byResolution.set(write.resolutionId, [write]);
    else known.push(write);
  }
  return writes.flatMap((write): PlainWrite[] => {
    if (write.type !== 'scores') return [write];
    const same = byResolution.get(write.resolutionId) ?? [];
    if (same.at(-1) !== write) return [];
    return [same.length === 1 ? write : { ...write, rows: same.flatMap(({ rows }) => rows) }];
  });
}

function planRun<Type extends PlainWrite['type']>(run: readonly WriteOf<Type>[]): Planned {
  const { type } = run[0] as { readonly type: Type };
  return PLANNERS[type](run);
}

function runsOfOneType(writes: readonly PlainWrite[]): PlainWrite[][] {
  const runs: PlainWrite[][] = [];
  for (const write of writes) {
    const last = runs.at(-1);
    if (last?.[0]?.type === write.type) last.push(write);
    else runs.push([write]);
  }
  return runs;
}

function searchOf(writes: readonly PlainWrite[]): Step[] {
  const ids = (type: PlainWrite['type']): string[] =>
    writes.flatMap((write) => (write.type === type && 'id' in write ? [write.id] : []));
  const mergedInto = (type: string): string[] =>
    writes.flatMap((write) => (write.type === 'merge' && write.subjectType === type ? [write.intoId] : []));
  const searched: Searched = {
    sources: ids('source'),
    forecasters: ids('forecaster'),
    statements: ids('statement'),
    questions: ids('question'),
    mergedForecasters: mergedInto('forecaster'),
    mergedTopics: mergedInto('topic'),
    mergedEntities: mergedInto('entity'),
  };
  return Object.values(searched).every((list) => list.length === 0) ? [] : [{ do: 'search', ...searched }];
}

export interface Subject {
  readonly type: string;
  readonly id: string;
}

/** What the event is about: the first thing written, names that come with it aside. */
export function subjectOf(writes: readonly Write[]): Subject | null {
  const write = writes.find(({ type }) => type !== 'topic' && type !== 'entity') ?? writes[0];
  if (write === undefined) return null;
  switch (write.type) {
    case 'forecast':
    case 'apiKey':
      return { type: write.type, id: write.content.id };
    case 'resolution':
      return { type: 'question', id: write.content.questionId };
    case 'verdict':
      return { type: 'statement', id: write.content.statementId };
    case 'withdrawal':
      return { type: 'forecast', id: write.forecastId };
    case 'retraction':
    case 'redaction':
      return { type: write.subjectType, id: write.subjectId };
    case 'merge':
      return { type: write.subjectType, id: write.fromId };
    case 'sourceText':
      return { type: 'source', id: write.sourceId };
    case 'scores':
      return { type: 'resolution', id: write.resolutionId };
    default:
      return { type: write.type, id: write.id };
  }
}

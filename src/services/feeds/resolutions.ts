/** What was resolved, corrected and rated last, as Atom. */
import type { QuestionFilter, StatementFilter } from '../../domain/questions/question-filter.ts';
import { type FeedAddresses, type Finding, resolutionsAtom } from '../../exports/feeds/resolutions-atom.ts';
import type { Snapshot } from '../../store/snapshots.ts';
import type { ExportContext } from '../exports/context.ts';
import { openSnapshot } from '../exports/open-snapshot.ts';
import { withForecasterIds } from '../record/forecaster-filter.ts';

/** Filters that verdicts have too; with any other one the feed is of questions alone. */
const OF_BOTH: readonly string[] = [
  'forecasterId',
  'sourceId',
  'topic',
  'entity',
  'q',
  'changedAfterSeq',
  'statementId',
];

export interface FeedRequest extends FeedAddresses {
  readonly filter: QuestionFilter & { readonly forecaster?: readonly string[] };
  readonly limit: number;
}

export async function resolutionsFeed(
  context: ExportContext,
  { filter: asked, limit, ...addresses }: FeedRequest,
) {
  return openSnapshot(context, undefined, async (snapshot) => {
    const filter = await withForecasterIds<QuestionFilter>(snapshot, asked);
    const query = { filter, includeRetracted: false, order: 'newest' as const, limit };
    const findings = await resolutionsOf(snapshot, query);
    if (Object.keys(filter).every((field) => OF_BOTH.includes(field)))
      findings.push(...(await verdictsOf(snapshot, { ...query, filter: filter as StatementFilter })));
    await snapshot.close();
    findings.sort((a, b) => b.item.seq - a.item.seq || (a.item.id < b.item.id ? 1 : -1));
    return resolutionsAtom(findings.slice(0, limit), addresses);
  });
}

async function resolutionsOf(
  snapshot: Snapshot,
  query: Parameters<typeof snapshot.read<'resolutions'>>[1],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const items of snapshot.read('resolutions', query)) {
    const questions = await snapshot.items(
      'questions',
      items.map(({ questionId }) => questionId),
    );
    const titles = new Map(questions.map(({ id, title }) => [id, title]));
    for (const item of items)
      findings.push({ kind: 'resolution', item, about: titles.get(item.questionId) ?? '' });
  }
  return findings;
}

async function verdictsOf(
  snapshot: Snapshot,
  query: Parameters<typeof snapshot.read<'verdicts'>>[1],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const items of snapshot.read('verdicts', query)) {
    const statements = await snapshot.items(
      'statements',
      items.map(({ statementId }) => statementId),
    );
    const texts = new Map(statements.map(({ id, text }) => [id, text]));
    for (const item of items)
      findings.push({ kind: 'verdict', item, about: texts.get(item.statementId) ?? '' });
  }
  return findings;
}

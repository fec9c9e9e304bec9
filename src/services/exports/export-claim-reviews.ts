/** Claims and their reviews in the words of schema.org, from one consistent state. */

import type { StatementFilter } from '../../domain/questions/question-filter.ts';
import { claimReviewDocument, type ReviewedStatement } from '../../exports/claim-reviews.ts';
import type { Snapshot, SnapshotItems } from '../../store/snapshots.ts';
import { withForecasterIds } from '../record/forecaster-filter.ts';
import type { ExportContext } from './context.ts';
import type { ExportDocument } from './export-table.ts';
import { openSnapshot } from './open-snapshot.ts';
import { SnapshotStream } from './snapshot-stream.ts';

export interface ClaimReviewRequest {
  readonly filter: StatementFilter & { readonly forecaster?: readonly string[] };
  readonly asOf?: string | undefined;
  /** Address of this service, without a slash at its end. */
  readonly base: string;
}

/** @throws ReckonerError invalid, unavailable */
export async function exportClaimReviews(
  context: ExportContext,
  { filter, asOf, base }: ClaimReviewRequest,
): Promise<ExportDocument> {
  return openSnapshot(context, asOf, async (snapshot) => {
    const known = await withForecasterIds<StatementFilter>(snapshot, filter);
    const { seq, at } = snapshot;
    return {
      mediaType: 'application/ld+json',
      fileName: `reckoner-claim-reviews-${seq}.jsonld`,
      seq,
      at,
      rows: null,
      stream: new SnapshotStream(snapshot, claimReviewDocument(reviewed(snapshot, known), base)),
    };
  });
}

async function* reviewed(snapshot: Snapshot, filter: StatementFilter): AsyncGenerator<ReviewedStatement[]> {
  for await (const statements of snapshot.read('statements', { filter, includeRetracted: false })) {
    const questionIds = statements.flatMap(({ questions }) =>
      questions.filter(({ status }) => status === 'resolved').map(({ id }) => id),
    );
    const forecasts = await all(snapshot, 'forecasts', questionIds);
    const resolutions = (await all(snapshot, 'resolutions', questionIds)).filter(({ current }) => current);
    yield statements.map((statement) => ({
      statement,
      // What the speaker said in this statement, and nobody else's forecast on its questions.
      forecasts: new Map(
        forecasts
          .filter(({ statementId, ignored }) => statementId === statement.id && ignored === null)
          .map((forecast) => [forecast.questionId, forecast]),
      ),
      resolutions: new Map(resolutions.map((resolution) => [resolution.questionId, resolution])),
    }));
  }
}

async function all<Noun extends 'forecasts' | 'resolutions'>(
  snapshot: Snapshot,
  noun: Noun,
  questionId: readonly string[],
): Promise<SnapshotItems[Noun][]> {
  const items: SnapshotItems[Noun][] = [];
  if (questionId.length === 0) return items;
  for await (const batch of snapshot.read(noun, { filter: { questionId }, includeRetracted: false }))
    items.push(...batch);
  return items;
}

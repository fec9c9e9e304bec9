/** What is due, as a calendar. */
import type { QuestionFilter } from '../../domain/questions/question-filter.ts';
import { type DueQuestion, dueCalendar } from '../../exports/feeds/due-calendar.ts';
import type { ExportContext } from '../exports/context.ts';
import { openSnapshot } from '../exports/open-snapshot.ts';
import { withForecasterIds } from '../record/forecaster-filter.ts';

/** Events at most: calendars choke on more. */
export const MAXIMUM_DUE = 5000;

/** What is due nearest to now, before or after; the calendar says so where that is not all. */
export async function dueFeed(
  context: ExportContext,
  asked: QuestionFilter & { readonly forecaster?: readonly string[] },
  base: string,
  maximum = MAXIMUM_DUE,
): Promise<{ readonly text: string; readonly updated: string }> {
  return openSnapshot(context, undefined, async (snapshot) => {
    const filter = {
      status: ['upcoming', 'open', 'closed'] as const,
      ...(await withForecasterIds<QuestionFilter>(snapshot, asked)),
    };
    const query = { filter, includeRetracted: false, order: 'nearestDue' as const };
    const due: DueQuestion[] = [];
    for await (const questions of snapshot.read('questions', { ...query, limit: maximum })) {
      const times = await snapshot.recordedAt(questions.map(({ seq }) => seq));
      for (const question of questions) {
        const { resolvesBy, seq, createdAt } = question;
        if (resolvesBy !== null)
          due.push({ question: { ...question, resolvesBy }, changedAt: times.get(seq) ?? createdAt });
      }
    }
    const all = due.length < maximum ? due.length : await snapshot.count('questions', query);
    await snapshot.close();
    due.sort(
      (a, b) => order(a.question.resolvesBy, b.question.resolvesBy) || order(a.question.id, b.question.id),
    );
    const updated =
      due
        .map(({ changedAt }) => changedAt)
        .sort()
        .at(-1) ?? '1970-01-01T00:00:00.000Z';
    return { text: dueCalendar(due, base, all), updated };
  });
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

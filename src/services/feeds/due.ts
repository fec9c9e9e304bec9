/** What is due, as a calendar. */
import type { QuestionFilter } from '../../domain/questions/question-filter.ts';
import { type DueQuestion, dueCalendar } from '../../exports/feeds/due-calendar.ts';
import type { ExportContext } from '../exports/context.ts';
import { openSnapshot } from '../exports/open-snapshot.ts';
import { withForecasterIds } from '../record/forecaster-filter.ts';

/** Events at most: calendars choke on more. */
const MAXIMUM = 5000;

export async function dueFeed(
  context: ExportContext,
  asked: QuestionFilter & { readonly forecaster?: readonly string[] },
  base: string,
): Promise<{ readonly text: string; readonly updated: string }> {
  return openSnapshot(context, undefined, async (snapshot) => {
    const filter = {
      status: ['upcoming', 'open', 'closed'] as const,
      ...(await withForecasterIds<QuestionFilter>(snapshot, asked)),
    };
    const due: DueQuestion[] = [];
    for await (const questions of snapshot.read('questions', {
      filter,
      includeRetracted: false,
      newestFirst: true,
      limit: MAXIMUM,
    })) {
      const times = await snapshot.recordedAt(questions.map(({ seq }) => seq));
      for (const question of questions) {
        const { resolvesBy, seq, createdAt } = question;
        if (resolvesBy !== null)
          due.push({ question: { ...question, resolvesBy }, changedAt: times.get(seq) ?? createdAt });
      }
    }
    await snapshot.close();
    due.sort((a, b) => (a.question.resolvesBy < b.question.resolvesBy ? -1 : 1));
    const updated =
      due
        .map(({ changedAt }) => changedAt)
        .sort()
        .at(-1) ?? '1970-01-01T00:00:00.000Z';
    return { text: dueCalendar(due, base), updated };
  });
}

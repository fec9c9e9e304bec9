/** iCalendar (RFC 5545) of what is due: one event a question, on the day or at the time of resolvesBy. */
import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import type { Question } from '../../domain/questions/question.ts';
import { type Instant, isDateOnly, type Moment } from '../../domain/time.ts';
import { foldLines } from './fold-lines.ts';

export interface DueQuestion {
  readonly question: Question & { readonly resolvesBy: Moment };
  /** When it last changed. */
  readonly changedAt: Instant;
}

/** An event's text; what a calendar cannot hold is left out. */
function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\t\n\u{20}-\u{7e}\u{80}-\u{10ffff}]/gu, '');
}

/**
 * Equal questions give equal bytes: no event carries the time of the request.
 * @param all how many are due, of which these are the nearest
 */
export function dueCalendar(due: readonly DueQuestion[], base: string, all = due.length): string {
  const bound = ` Only the ${due.length} nearest of ${all} stand in it: narrow them with filters.`;
  const calendar = ical({
    name: 'Reckoner: what is due',
    description: `When the answers of open questions are due.${all > due.length ? bound : ''}`,
    prodId: { company: 'Reckoner', product: 'due', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  });
  const events: string[] = [];
  for (const { question, changedAt } of due) {
    const { id, title, resolvesBy, version, status, resolutionCriteria, timezone } = question;
    const allDay = isDateOnly(resolvesBy);
    const changed = new Date(changedAt);
    const event = calendar.createEvent({
      id: `${id}@reckoner`,
      // A date is that day in the question's own time zone, and stands in calendars as the day.
      start: new Date(allDay ? `${resolvesBy}T00:00:00.000Z` : resolvesBy),
      allDay,
      summary: clean(title),
      description: clean(
        `${resolutionCriteria}\n\nStatus: ${status}. Days end in ${timezone}.\nResolve: POST ${base}/v1/questions/${id}/resolutions`,
      ),
      url: `${base}/v1/questions/${id}`,
      sequence: version - 1,
      stamp: changed,
      lastModified: changed,
      created: new Date(question.createdAt),
      transparency: ICalEventTransparency.TRANSPARENT,
    });
    events.push(foldLines(event.toString()));
  }
  const frame = calendar.clear().toString();
  const end = frame.lastIndexOf('END:VCALENDAR');
  return frame.slice(0, end) + events.join('') + frame.slice(end);
}

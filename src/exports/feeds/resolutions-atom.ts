/** Atom (RFC 4287) of what was resolved, corrected and rated: one entry for each finding, for ever. */
import { Feed } from 'feed';
import { ratingWords, type Verdict } from '../../domain/claims/verdict.ts';
import { outcomeInWords } from '../../domain/questions/outcome-in-words.ts';
import type { Evidence } from '../../domain/resolutions/evidence.ts';
import type { Resolution } from '../../domain/resolutions/resolution.ts';
import type { Instant } from '../../domain/time.ts';
import { escapeMarkup, NOT_IN_XML } from '../xml-text.ts';

export type Finding =
  | { readonly kind: 'resolution'; readonly item: Resolution; readonly about: string }
  | { readonly kind: 'verdict'; readonly item: Verdict; readonly about: string };

export interface FeedAddresses {
  /** Address of this service, without a slash at its end. */
  readonly base: string;
  /** Path and query of the feed itself. */
  readonly target: string;
}

/** An empty feed has changed last when there was nothing. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** Text as HTML shows it; what XML cannot hold is left out. */
function html(text: string): string {
  return escapeMarkup(text.replace(NOT_IN_XML, ''));
}

function headline({ kind, item }: Finding): string {
  const corrected = item.supersedesId === null ? '' : 'Corrected: ';
  if (kind === 'verdict') return `${corrected}${ratingWords[item.rating]}`;
  if ('reopened' in item.outcome) return 'Reopened';
  return `${corrected}${outcomeInWords(item.outcome)}`;
}

const evidenceHtml = (evidence: readonly Evidence[]): string =>
  evidence.length === 0
    ? ''
    : `<ul>${evidence.map(({ url, fact, publisher }) => `<li><a href="${html(url)}">${html(publisher ?? url)}</a>: ${html(fact)}</li>`).join('')}</ul>`;

function contentOf({ item }: Finding): string {
  const { knownAt, reason, rationale, evidence } = item;
  const lines = [
    knownAt === null ? '' : `Known: ${html(knownAt)}.`,
    reason === null ? '' : `Corrected because: ${html(reason)}`,
    rationale === null ? '' : html(rationale),
  ].filter((line) => line !== '');
  return (
    `${lines.map((line) => `<p>${line}</p>`).join('')}${evidenceHtml(evidence)}` ||
    `<p>${html(headlineOnly(item))}</p>`
  );
}

const headlineOnly = (item: Resolution | Verdict): string => `Recorded ${item.recordedAt}.`;

function pathOf({ kind, item }: Finding): string {
  return kind === 'verdict' ? `/v1/statements/${item.statementId}` : `/v1/questions/${item.questionId}`;
}

/** The address without what does not change which feed it is. */
function identityOf(target: string): string {
  const [path = '', query = ''] = target.split('?');
  const filters = query.split('&').filter((part) => part !== '' && !part.startsWith('limit='));
  return [path, filters.sort().join('&')].filter((part) => part !== '').join('?');
}

/** @param findings newest first */
export function resolutionsAtom(
  findings: readonly Finding[],
  { base, target }: FeedAddresses,
): { readonly text: string; readonly updated: Instant } {
  const updated = findings[0]?.item.recordedAt ?? NEVER;
  const feed = new Feed({
    // Of its filters, in one order: readers take feeds of equal ids for one (RFC 4287, 4.2.6).
    id: `${base}${identityOf(target)}`,
    title: 'Reckoner: what was resolved',
    description: 'Outcomes of questions and verdicts on claims, and their corrections.',
    link: `${base}/docs`,
    feedLinks: { atom: `${base}${target}` },
    author: { name: 'Reckoner' },
    generator: 'Reckoner',
    updated: new Date(updated),
    copyright: '',
  });
  for (const finding of findings) {
    feed.addItem({
      id: `urn:uuid:${finding.item.id}`,
      title: html(`${finding.about}: ${headline(finding)}`),
      link: `${base}${pathOf(finding)}`,
      date: new Date(finding.item.recordedAt),
      published: new Date(finding.item.recordedAt),
      content: contentOf(finding),
    });
  }
  return { text: feed.atom1(), updated };
}

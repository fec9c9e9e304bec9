/** What one coder made of one passage, and how the seeds are brought to the classes compared. */
import { z } from 'zod';
import type { SeedEdition } from '../read.ts';

/** From surely not to surely. An assertion without hedge lies above "probably", as in the lexicon. */
export const hedgeClasses = [
  'veryUnlikely',
  'unlikely',
  'faint',
  'possible',
  'probable',
  'assertion',
  'certain',
] as const;
export type HedgeClass = (typeof hedgeClasses)[number];

export const windowClasses = ['within6Months', '2025', '2026', '2027OrLater', 'none'] as const;
export type WindowClass = (typeof windowClasses)[number];

const shared = {
  start: z.int().min(0),
  end: z.int().min(1),
  kind: z.enum(['forecast', 'claim', 'opinion']),
  speaker: z.string(),
  importance: z.enum(['headline', 'main', 'minor']),
  hedgeClass: z.enum(hedgeClasses),
};

/** One passage as the first pass coded it; a statement said at three places is three of them. */
export const firstPassUnit = z.strictObject({
  ...shared,
  key: z.string(),
  hedgePhrase: z.string().nullable(),
  /** Of the last question to close; null where the statement has no question. */
  window: z.enum(windowClasses).nullable(),
  windowBasis: z.string().nullable(),
});
export type FirstPassUnit = z.output<typeof firstPassUnit>;

/** One passage as the second pass coded it. `shortUnspecified` ("soon") names no time. */
export const secondPassUnit = z.strictObject({
  ...shared,
  window: z.enum([...windowClasses, 'shortUnspecified']).nullable(),
  windowBasis: z.string().nullable(),
  text: z.string(),
});
export type SecondPassUnit = z.output<typeof secondPassUnit>;

const CLASS_OF_PHRASE: Readonly<Record<string, HedgeClass>> = {
  '(bare assertion)': 'assertion',
  会: 'assertion',
  将: 'assertion',
  将会: 'assertion',
  不会: 'assertion',
  不是: 'assertion',
  必将: 'certain',
  一定: 'certain',
  肯定会: 'certain',
  '我确实相信…将': 'probable',
  '我认为…会': 'probable',
  '预计…将会': 'probable',
  '预计…将': 'probable',
  长期看好: 'probable',
  很可能: 'probable',
  大概率: 'probable',
  可能: 'possible',
  可能会: 'possible',
  或: 'possible',
  或将: 'possible',
  有望: 'possible',
  '可能会…也可能会': 'possible',
  甚至可能: 'possible',
  可以: 'possible',
  也许: 'faint',
  也许会: 'faint',
  或许: 'faint',
  不排除: 'faint',
  看不出有什么理由会: 'unlikely',
  不太可能: 'unlikely',
  几乎不可能: 'veryUnlikely',
  绝不会: 'veryUnlikely',
};

/** A plain denial is an assertion of the contrary: both coders state it flatly. */
export function hedgeClassOf(phrase: string | null): HedgeClass {
  const found = CLASS_OF_PHRASE[phrase ?? '(bare assertion)'];
  if (found === undefined) throw new Error(`the phrase ${phrase} has no class`);
  return found;
}

/** Fiscal years that end in the January after are those of the year before. */
export function windowClassOf(closesAt: string | null): WindowClass {
  if (closesAt === null) return 'none';
  const day = closesAt.slice(0, 10);
  if (day <= '2025-06-30') return 'within6Months';
  if (day <= '2026-01-31') return '2025';
  return day <= '2027-01-31' ? '2026' : '2027OrLater';
}

/** Every anchor of every statement of an edition, in the classes compared, in order of the text. */
export function firstPassOf(edition: SeedEdition): FirstPassUnit[] {
  return edition.statements
    .flatMap(({ key, kind, forecaster, importance, hedge, anchors }) => {
      const asked = edition.questions.filter((question) => question.statement === key);
      const closing = (question: (typeof asked)[number]): string => question.closesAt ?? '9999';
      const last = [...asked].sort((a, b) => (closing(a) < closing(b) ? -1 : 1)).at(-1);
      return anchors.map(({ start, end }) => ({
        key,
        start,
        end,
        kind,
        speaker: forecaster,
        importance,
        window: last === undefined ? null : windowClassOf(last.closesAt),
        windowBasis: last?.windowBasis ?? null,
        hedgePhrase: hedge?.phrase ?? null,
        hedgeClass: hedgeClassOf(hedge?.phrase ?? null),
      }));
    })
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.key < b.key ? -1 : 1));
}

/**
 * Anchors: where in a source text something was said. Offsets count Unicode code points, end
 * exclusive; the hash is taken without white space, so that a re-wrapped copy still verifies.
 */
import { createHash } from 'node:crypto';

/** The part of an anchor that a text can confirm or refute. */
export interface AnchorClaim {
  readonly start: number;
  readonly end: number;
  readonly sha256: string;
}

export type AnchorProblem = 'empty' | 'outsideText' | 'hashDiffers';

export type AnchorFinding =
  | { readonly holds: true }
  | {
      readonly holds: false;
      readonly problem: AnchorProblem;
      readonly expected: string;
      readonly found: string | null;
    };

/** Number of Unicode code points; a lone surrogate counts as one. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** The code points from `start` up to, not including, `end`; what lies outside the text is left out. */
export function codePointSlice(text: string, start: number, end: number): string {
  let position = 0;
  let from = text.length;
  let unit = 0;
  for (const point of text) {
    if (position === start) from = unit;
    if (position >= end) break;
    position += 1;
    unit += point.length;
  }
  return from < unit ? text.slice(from, unit) : '';
}

/** SHA-256, lower-case hexadecimal, of the slice with all white space removed. */
export function anchorSha256(slice: string): string {
  return createHash('sha256').update(slice.replace(/\s/gu, ''), 'utf8').digest('hex');
}

/** Whether the anchor stands in the text where it says. */
export function verifyAnchor(text: string, anchor: AnchorClaim): AnchorFinding {
  const broken = (problem: AnchorProblem, found: string | null): AnchorFinding => ({
    holds: false,
    problem,
    expected: anchor.sha256,
    found,
  });
  if (anchor.start < 0 || anchor.end <= anchor.start) return broken('empty', null);
  // UTF-16 units are never fewer than code points: count them only where that leaves a doubt.
  if (anchor.end > text.length || anchor.end > codePointLength(text)) return broken('outsideText', null);
  const slice = codePointSlice(text, anchor.start, anchor.end);
  if (!/\S/u.test(slice)) return broken('empty', null);
  const found = anchorSha256(slice);
  return found === anchor.sha256 ? { holds: true } : broken('hashDiffers', found);
}

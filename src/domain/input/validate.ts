/** Zod's verdict on an input, as the issues of a problem document. */
import type { z } from 'zod';
import { type InputIssue, MAXIMUM_ISSUES } from '../errors.ts';
import { jsonPointer } from '../json-pointer.ts';
import { issueMessage } from './issue-message.ts';

type Issue = z.core.$ZodIssue;

/** Where the input came from: a body's issues carry pointers, the others parameter names. */
export type InputPlace = 'body' | 'query' | 'path';

export type Validation<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly InputIssue[] };

export function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  place: InputPlace,
): Validation<z.output<Schema>> {
  const result = schema.safeParse(input, { error: issueMessage(place), reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  const issues = result.error.issues.flatMap((issue) => flatten(issue, []));
  return { ok: false, issues: issues.slice(0, MAXIMUM_ISSUES).map((issue) => describe(issue, place)) };
}

interface PlacedIssue {
  readonly issue: Issue;
  readonly path: readonly PropertyKey[];
}

/** A union gives the issues of its best matching variant, unknown fields one issue each. */
function flatten(issue: Issue, base: readonly PropertyKey[]): PlacedIssue[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [first, ...others] = issue.errors;
    const best = others.reduce(
      (kept, variant) => (distance(variant) < distance(kept) ? variant : kept),
      first ?? [],
    );
    if (distance(best) < OTHER_KIND) return best.flatMap((inner) => flatten(inner, path));
    return [{ issue, path }];
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element')
    return issue.issues.flatMap((inner) => flatten(inner, path));
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.slice(0, MAXIMUM_ISSUES).map((key, at) => ({
      issue: { ...issue, keys: [key], message: messages[at] ?? issue.message },
      path: [...path, key],
    }));
  }
  return [{ issue, path }];
}

const OTHER_KIND = 1000;

/** How far the input is from a variant: another kind of value is farthest, a wrong tag next. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + weight(issue), 0);
}

function weight(issue: Issue): number {
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return Math.min(...issue.errors.map(distance));
  if (issue.code === 'invalid_type' && issue.path.length === 0) return OTHER_KIND;
  if (issue.code === 'invalid_value' && issue.path.length === 0) return OTHER_KIND;
  if (issue.code === 'invalid_value' && issue.values.length === 1) return 30;
  if (issue.code === 'unrecognized_keys') return 20 * issue.keys.length;
  return issue.input === undefined ? 15 : 1;
}

function describe({ issue, path }: PlacedIssue, place: InputPlace): InputIssue {
  const code = issueCode(issue, place);
  const { message } = issue;
  if (place === 'body') return { pointer: jsonPointer(path), code, message };
  return { parameter: String(path[0] ?? ''), code, message };
}

const CODES: Partial<Record<Issue['code'], string>> = {
  invalid_type: 'invalidType',
  invalid_value: 'notAllowed',
  invalid_format: 'invalidFormat',
  too_big: 'tooBig',
  too_small: 'tooSmall',
  not_multiple_of: 'notMultipleOf',
  invalid_union: 'noVariant',
};

const TYPE_CODES = ['invalid_type', 'invalid_value', 'invalid_union'];

function isMissing(issue: Issue): boolean {
  return issue.input === undefined && TYPE_CODES.includes(issue.code);
}

function issueCode(issue: Issue, place: InputPlace): string {
  if (issue.code === 'unrecognized_keys') return place === 'body' ? 'unknownField' : 'unknownParameter';
  if (isMissing(issue)) return 'required';
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') return issue.params['code'];
  return CODES[issue.code] ?? 'invalid';
}

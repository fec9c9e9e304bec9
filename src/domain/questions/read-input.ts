/** A value read by a schema, with every defect as a pointer and a message that says what to change. */
import type { z } from 'zod';
import { type InputIssue, invalid } from '../errors.ts';
import { issueMessage } from '../input/issue-message.ts';
import { jsonPointer } from '../json-pointer.ts';

type Issue = z.core.$ZodIssue;

/** Issues in one refusal: ten thousand wrong samples are one mistake. */
const MAXIMUM_ISSUES = 100;
/** Samples of one prediction; of anything else there may be fewer. */
export const LONGEST_LIST = 10_000;

/**
 * Reads a prediction or an outcome; numbers stay the doubles that were sent.
 * @throws ReckonerError invalid, its pointers relative to what is read
 */
export function readInput<Value>(
  schema: z.ZodType<Value>,
  input: unknown,
  what: 'Prediction' | 'Outcome',
): Value {
  const bounded = cutLongLists(input);
  const result = schema.safeParse(bounded, { error: issueMessage('body'), reportInput: true });
  const issues = [...(result.success ? [] : issuesOf(result.error.issues)), ...unstorable(bounded)];
  if (result.success && issues.length === 0) return result.data;
  const message = `The ${what.toLowerCase()} has not the form of its question's type.`;
  throw invalid(`invalid${what}`, message, issues.slice(0, MAXIMUM_ISSUES));
}

/**
 * Of lists longer than any form takes, one item more than that: refused all the same, without the work
 * and the memory of looking at each (60 MB for 30,000 quantiles).
 */
function cutLongLists(input: unknown): unknown {
  if (Array.isArray(input)) return input.length > LONGEST_LIST ? input.slice(0, LONGEST_LIST + 1) : input;
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, cutLongLists(value)]));
}

/** What a schema would let pass but storage would change: -0, and a name that JavaScript swallows. */
function unstorable(input: unknown, path: readonly PropertyKey[] = []): InputIssue[] {
  if (Object.is(input, -0)) {
    return [{ pointer: jsonPointer(path), code: 'negativeZero', message: 'must be 0, not -0' }];
  }
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([name, value]) => {
    const at = [...path, name];
    if (name !== '__proto__') return unstorable(value, at);
    return [{ pointer: jsonPointer(at), code: 'unknownField', message: 'is no name that can be used here' }];
  });
}

/** Of a union, the issues of the form that fits best. */
function issuesOf(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): InputIssue[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const best = [...issue.errors].sort((a, b) => distance(a) - distance(b))[0] ?? [];
      return issuesOf(best, path);
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: jsonPointer([...path, key]),
        code: 'unknownField',
        message: 'is not a field of this form',
      }));
    }
    if (issue.code === 'invalid_union') {
      const message = 'is none of the families that can be used here';
      return [{ pointer: jsonPointer(path), code: 'outOfRange', message }];
    }
    const code = issue.code === 'invalid_type' ? 'wrongType' : 'outOfRange';
    return [{ pointer: jsonPointer(path), code, message: issue.message }];
  });
}

/** How far an input is from a form: the form whose field it names is nearest. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 10 * issue.keys.length;
    return sum + (issue.path.length === 1 && issue.code === 'invalid_type' ? 5 : 1);
  }, 0);
}

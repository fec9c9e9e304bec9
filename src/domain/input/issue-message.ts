/** What an issue says to the caller: what to change, with the nearest known name where one is near. */
import type { z } from 'zod';
import { MAXIMUM_ISSUES } from '../errors.ts';
import { nearestName } from './nearest-name.ts';
import type { InputPlace } from './validate.ts';

type RawIssue = z.core.$ZodRawIssue;

/** Zod's error map for the place; several unknown names have one line each, in their order; messages that a schema brings itself take precedence. */
export function issueMessage(place: InputPlace): (issue: RawIssue) => string | undefined {
  return (issue) => {
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys
          .slice(0, MAXIMUM_ISSUES)
          .map((key) => unknownName(key, knownNames(issue), place))
          .join('\n');
      case 'invalid_type':
        return typeMessage(issue.expected, issue.input);
      case 'invalid_value':
        return issue.input === undefined ? 'is required' : valueMessage(issue.values, issue.input);
      case 'invalid_union':
        return issue.input === undefined ? 'is required' : 'matches none of the forms it may have';
      case 'too_big':
        return `must be ${bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
      case 'too_small':
        return `must be ${bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
      case 'invalid_format':
        return issue.format === 'uuid' ? 'must be a UUID' : undefined;
      default:
        return undefined;
    }
  };
}

function unknownName(name: string, known: readonly string[], place: InputPlace): string {
  const what = place === 'query' ? 'query parameter' : 'field';
  const near = nearestName(name, known);
  if (near !== null) return `is not a ${what} here: did you mean ${near}?`;
  return known.length === 0
    ? `is not a ${what} here: none is known`
    : `is not a ${what} here; known: ${[...known].sort().join(', ')}`;
}

/** The names of the object schema that raised the issue. */
function knownNames(issue: RawIssue): string[] {
  const definition = issue.inst?._zod.def as
    | { readonly shape?: Readonly<Record<string, unknown>> }
    | undefined;
  return Object.keys(definition?.shape ?? {});
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  nan: 'a number',
};

function typeMessage(expected: string, input: unknown): string {
  if (input === undefined) return 'is required';
  if (expected === 'int' && typeof input === 'number')
    return 'must be a whole number of at most 2^53 - 1 in size';
  return `must be ${KINDS[expected] ?? expected}, not ${kindOf(input)}`;
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  return KINDS[typeof input] ?? typeof input;
}

const LONG_LIST = 12;

function valueMessage(values: readonly unknown[], input: unknown): string {
  const near =
    typeof input === 'string'
      ? nearestName(
          input,
          values.filter((value) => typeof value === 'string'),
        )
      : null;
  const advice = near === null ? '' : `: did you mean ${JSON.stringify(near)}?`;
  // A long list hides the word that was meant.
  if (near !== null && values.length > LONG_LIST) return `must be one of ${values.length} words${advice}`;
  const all = values.map((value) => JSON.stringify(value)).join(', ');
  return `must be ${values.length > 1 ? 'one of ' : ''}${all}${advice}`;
}

function bound(origin: string, comparison: string, limit: number | bigint): string {
  if (origin === 'string') return `${comparison} ${limit} characters long`;
  if (origin === 'array' || origin === 'set') return `a list of ${comparison} ${limit} items`;
  return `${comparison} ${limit}`;
}

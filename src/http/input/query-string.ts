/** Query strings, read strictly: every parameter as the list of its values, nothing repaired. */
import type { InputIssue } from '../../domain/errors.ts';

/** More parameters than any list has use for; a bound against hostile queries. */
const MAXIMUM_PARAMETERS = 500;

export interface QueryReading {
  /** One value as text, several as a list. */
  readonly values: Record<string, string | string[]>;
  readonly issues: readonly InputIssue[];
}

/** The part of a request's target after the question mark. */
export function queryText(target: string): string {
  const mark = target.indexOf('?');
  return mark === -1 ? '' : target.slice(mark + 1);
}

export function parseQuery(text: string): QueryReading {
  const values: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  const issues: InputIssue[] = [];
  const parts = text.split('&').filter((part) => part !== '');
  if (parts.length > MAXIMUM_PARAMETERS) {
    return {
      values,
      issues: [{ parameter: '', code: 'tooMany', message: `at most ${MAXIMUM_PARAMETERS} query parameters` }],
    };
  }
  for (const part of parts) {
    const equals = part.indexOf('=');
    const rawName = equals === -1 ? part : part.slice(0, equals);
    const name = decode(rawName);
    const value = equals === -1 ? '' : decode(part.slice(equals + 1));
    if (name === null || value === null) {
      issues.push({
        parameter: (name ?? rawName).slice(0, 100),
        code: 'invalidEncoding',
        message: 'is not percent-encoded UTF-8 without NUL',
      });
      continue;
    }
    const before = values[name];
    if (before === undefined) values[name] = value;
    else if (typeof before === 'string') values[name] = [before, value];
    else before.push(value);
  }
  return { values, issues };
}

/** The text that a percent-encoded part stands for; null where it is none, or holds NUL. */
export function decode(part: string): string | null {
  if (/[^\u0021-\u007e]/.test(part)) return null;
  try {
    const text = decodeURIComponent(part.replaceAll('+', ' '));
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}

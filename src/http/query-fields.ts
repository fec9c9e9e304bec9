/**
 * Fields of query schemas. A parameter arrives as text, or as a list where it stands several
 * times; each builder reads that form and no other. Repeated parameters mean "any of".
 */
import { z } from 'zod';
import { idField } from '../domain/fields.ts';
import { instantField } from '../domain/time.ts';

/** Values that one repeated parameter may have. */
const MAXIMUM_REPEATS = 100;

function asList(input: unknown): unknown {
  return typeof input === 'string' ? [input] : input;
}

/** A parameter given twice is refused where one value is meant. */
function single<Schema extends z.ZodType>(read: (text: string) => unknown, schema: Schema) {
  return z.preprocess((input, context) => {
    if (typeof input === 'string') return read(input);
    context.issues.push({
      code: 'custom',
      message: 'may be given once only',
      params: { code: 'repeated' },
      input,
    });
    return z.NEVER;
  }, schema);
}

/** Any of several values: `?status=open&status=closed`. */
export function anyOf<Schema extends z.ZodType>(item: Schema) {
  return z.preprocess(asList, z.array(item).max(MAXIMUM_REPEATS)).exactOptional();
}

/** Any of the listed words. */
export function anyOfChoices<const Choices extends readonly string[]>(choices: Choices) {
  return anyOf(z.enum(choices));
}

export const anyOfIds = anyOf(idField);
/** Names of topics, entities and the like. */
export const anyOfNames = anyOf(z.string().min(1).max(200).regex(/\S/, { error: 'must not be blank' }));

/** One of the listed words. */
export function oneOfChoices<const Choices extends readonly [string, ...string[]]>(choices: Choices) {
  return single((text) => text, z.enum(choices)).exactOptional();
}

/** One text. */
export function textParameter(maximum: number) {
  return single(
    (text) => text,
    z.string().min(1).max(maximum).regex(/\S/, { error: 'must not be blank' }),
  ).exactOptional();
}

/** Decimal digits only: no sign, no blank, no exponent, no leading zero. */
function readInteger(text: string): unknown {
  return /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : text;
}

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .int({ error: `must be a whole number from ${minimum} to ${maximum}` })
    .min(minimum)
    .max(maximum);

export function integerParameter(minimum: number, maximum: number) {
  return single(readInteger, wholeNumber(minimum, maximum)).exactOptional();
}

export function integerWithDefault(minimum: number, maximum: number, fallback: number) {
  return single(readInteger, wholeNumber(minimum, maximum)).default(fallback);
}

function readNumber(text: string): unknown {
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
}

/** A decimal number between the bounds, both included. */
export function numberParameter(minimum: number, maximum: number) {
  const schema = z
    .number({ error: `must be a number from ${minimum} to ${maximum}` })
    .min(minimum)
    .max(maximum);
  return single(readNumber, schema).exactOptional();
}

function readBoolean(text: string): unknown {
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

/** `true` or `false`. */
export const booleanParameter = single(
  readBoolean,
  z.boolean({ error: 'must be true or false' }),
).exactOptional();

/** RFC 3339 with an offset. A `+` of an offset must be sent as `%2B`. */
export const instantParameter = single((text) => text, instantField).exactOptional();

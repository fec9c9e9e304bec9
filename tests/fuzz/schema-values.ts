/** Values that a schema of the contract allows. */
import fc from 'fast-check';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { Dice } from './dice.ts';
import type { Json, KnownThings } from './known-things.ts';
import { text } from './texts.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly examples?: readonly Json[];
}

const DAY_MS = 86_400_000;
const TIME_ZONES = ['UTC', 'Europe/Berlin', 'Asia/Shanghai', 'America/New_York', 'Pacific/Apia'] as const;

export class SchemaValues {
  readonly #document: OpenAPIV3_1.Document;
  readonly #known: KnownThings;

  constructor(document: OpenAPIV3_1.Document, known: KnownThings) {
    this.#document = document;
    this.#known = known;
  }

  resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const name = schema.$ref.split('/').at(-1) ?? '';
    return this.resolve((this.#document.components?.schemas?.[name] ?? {}) as Schema);
  }

  /** @param field name of the property, which tells what an id names */
  value(given: Schema, field: string, dice: Dice, depth = 0): Json {
    const schema = this.resolve(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return dice.pick(schema.enum) ?? null;
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return this.value(dice.pick(choices) ?? {}, field, dice, depth);
    const type = typeof schema.type === 'string' ? schema.type : dice.pick(schema.type ?? ['object']);
    switch (type) {
      case 'null':
        return null;
      case 'boolean':
        return dice.chance(0.5);
      case 'integer':
      case 'number':
        return numberOf(schema, type === 'integer', dice);
      case 'string':
        return this.#string(schema, field, dice);
      case 'array':
        return this.#array(schema, field, dice, depth);
      default:
        return this.#object(schema, dice, depth);
    }
  }

  #string(schema: Schema, field: string, dice: Dice): string {
    if (schema.format === 'uuid') return this.#known.idForField(field, dice);
    if (schema.format === 'date-time') return pastInstant(dice);
    if (schema.format === 'uri') return `https://example.org/${encodeURIComponent(text(dice, 20))}`;
    if (field === 'timezone') return dice.pick(TIME_ZONES);
    if (schema.examples !== undefined) return String(dice.pick(schema.examples));
    if (schema.pattern !== undefined && schema.pattern !== '\\S') {
      // What it forbids at the beginning is a single word, which chance does not make.
      const allowed = schema.pattern.replace(/^\^\(\?![^)]*\)/, '^');
      const matching = fc.stringMatching(new RegExp(allowed, 'u'), {
        maxLength: schema.maxLength ?? 64,
      });
      return fc.sample(matching, { seed: dice.integer(0, 2 ** 31 - 1), numRuns: 1 })[0] ?? '';
    }
    return text(dice, schema.maxLength ?? 60);
  }

  #array(schema: Schema, field: string, dice: Dice, depth: number): Json[] {
    const least = schema.minItems ?? 0;
    const count = dice.integer(least, Math.min(schema.maxItems ?? 99, least + (depth > 2 ? 0 : 2)));
    const items = Array.from({ length: count }, () => this.value(schema.items ?? {}, field, dice, depth + 1));
    const seen = new Set<string>();
    return items.filter((item) => {
      const key = JSON.stringify(item).toLowerCase();
      return !seen.has(key) && seen.add(key);
    });
  }

  #object(schema: Schema, dice: Dice, depth: number): Json {
    const made: { [key: string]: Json } = {};
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const needed = schema.required?.includes(name) ?? false;
      if (needed || dice.chance(depth === 0 ? 0.4 : 0.3))
        made[name] = this.value(property, name, dice, depth + 1);
    }
    if (typeof schema.additionalProperties === 'object') {
      for (let count = dice.integer(1, 3); count > 0; count -= 1)
        made[`o${count}`] = this.value(schema.additionalProperties, '', dice, depth + 1);
    }
    return made;
  }
}

/** Some moment from 2020 to yesterday; each one is likely to be new. */
export function pastInstant(dice: Dice): string {
  const least = Date.UTC(2020, 0, 1);
  return new Date(least + Math.floor(dice.uniform() * (Date.now() - DAY_MS - least))).toISOString();
}

function numberOf(schema: Schema, whole: boolean, dice: Dice): number {
  const least = schema.minimum ?? schema.exclusiveMinimum ?? -1000;
  const most = Math.min(schema.maximum ?? schema.exclusiveMaximum ?? 1000, least + 1e6);
  if (whole)
    return dice.chance(0.1) ? (schema.maximum ?? most) : dice.integer(Math.ceil(least), Math.floor(most));
  if (schema.exclusiveMinimum === undefined && dice.chance(0.05)) return least;
  if (schema.exclusiveMaximum === undefined && dice.chance(0.05)) return most;
  return least + dice.uniform() * (most - least);
}

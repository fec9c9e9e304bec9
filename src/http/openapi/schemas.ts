/**
 * Zod schemas as JSON Schema of the OpenAPI document. A schema with `.meta({ id })` becomes a
 * component under that id; one id must read the same as input and as output. A body field with
 * `.meta({ documentedAs: schema })` is described by that schema's component.
 */
import { isDeepStrictEqual } from 'node:util';
import type { OpenAPIV3_1 } from 'openapi-types';
import { z } from 'zod';

export type JsonSchema = OpenAPIV3_1.SchemaObject;
export type Direction = 'input' | 'output';

const DEFINITIONS = '#/$defs/';
const COMPONENTS = '#/components/schemas/';

export class SchemaComponents {
  /** By id; filled by what has been asked for, so that none is unused. */
  readonly components = new Map<string, JsonSchema>();

  /** The JSON Schema of a Zod schema, its named parts as references to components. */
  schemaOf(schema: z.ZodType, direction: Direction): JsonSchema {
    const { root, definitions, documented } = convertedOnce(schema, direction);
    for (const part of documented) this.schemaOf(part, direction);
    for (const [id, definition] of definitions) this.define(id, definition);
    return root;
  }

  private define(id: string, definition: JsonSchema): void {
    const before = this.components.get(id);
    if (before !== undefined && !isDeepStrictEqual(before, definition)) {
      throw new Error(
        `The schema ${id} reads differently as input and as output: give its input form an id of its own.`,
      );
    }
    this.components.set(id, definition);
  }
}

interface Converted {
  readonly root: JsonSchema;
  /** Named parts by id. */
  readonly definitions: readonly (readonly [string, JsonSchema])[];
  /** Schemas that stand in the place of others. */
  readonly documented: readonly z.ZodType[];
}

const converted: Readonly<Record<Direction, WeakMap<z.ZodType, Converted>>> = {
  input: new WeakMap(),
  output: new WeakMap(),
};

/** Two of five schemas are asked for again, by another route: a start waits for all of them. */
function convertedOnce(schema: z.ZodType, direction: Direction): Converted {
  const known = converted[direction].get(schema) ?? convert(schema, direction);
  converted[direction].set(schema, known);
  return known;
}

function convert(schema: z.ZodType, direction: Direction): Converted {
  const documented: z.ZodType[] = [];
  const {
    $schema: _dialect,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, {
    io: direction,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { documentedAs } = jsonSchema as { documentedAs?: z.ZodType };
      if (documentedAs === undefined) return;
      const { description } = jsonSchema;
      for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
      Object.assign(jsonSchema, {
        $ref: `${COMPONENTS}${idOf(documentedAs)}`,
        ...(description === undefined ? {} : { description }),
      });
      documented.push(documentedAs);
    },
  });
  return {
    root: pointToComponents(root as JsonSchema),
    definitions: Object.entries($defs).map(([id, part]) => [id, pointToComponents(part as JsonSchema)]),
    documented,
  };
}

function idOf(schema: z.ZodType): string {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('documentedAs needs a schema with .meta({ id })');
  return id;
}

function pointToComponents(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(DEFINITIONS)
      ? `${COMPONENTS}${value.slice(DEFINITIONS.length)}`
      : value,
  ) as JsonSchema;
}

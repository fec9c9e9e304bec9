/**
 * A noun of the record as a flat table: what CSV, XLSX, Parquet and the package print. Columns are
 * the fields of one Zod schema, which says type, range and meaning of each.
 */
import { z } from 'zod';

/** Instants stand as text; numbers may be infinite. */
export type Cell = string | number | boolean | null;
export type Cells = Readonly<Record<string, Cell>>;

export type ColumnType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'instant'
  | 'uuid'
  | 'object'
  | 'array';

export interface Column {
  readonly key: string;
  readonly description: string;
  readonly type: ColumnType;
  readonly required: boolean;
  /** The words it can have, where they are few. */
  readonly choices: readonly string[] | null;
}

export interface ForeignKey {
  readonly column: string;
  readonly table: string;
}

export interface Table<Item> {
  /** Plural noun, and name of its files. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  /** The cells of an item, by column. */
  readonly cells: (item: Item) => Cells;
}

export interface TableDefinition<Item, Shape extends z.ZodRawShape>
  extends Omit<Table<Item>, 'columns' | 'cells'> {
  readonly row: z.ZodObject<Shape>;
  readonly cells: (item: Item) => { readonly [Key in keyof Shape]: Cell };
}

export function defineTable<Item, Shape extends z.ZodRawShape>({
  row,
  ...definition
}: TableDefinition<Item, Shape>): Table<Item> {
  return { ...definition, columns: columnsOf(row) };
}

/** Columns that hold JSON as text. */
export const jsonObject = z.string().meta({ contentMediaType: 'application/json' });
export const jsonArray = z.string().meta({ contentMediaType: 'application/json', contentForm: 'array' });
/** A column that holds several values, joined. */
export const joinedText = z.string().nullable();

export const retractedColumns = {
  retracted: z.boolean().describe('Entered by mistake: it counts for nothing.'),
  retractionReason: z.string().nullable().describe('Why it was retracted.'),
};

export function retractedCells(item: { readonly retraction: { readonly reason: string } | null }) {
  return { retracted: item.retraction !== null, retractionReason: item.retraction?.reason ?? null };
}

/** Values in one cell, as people read them; nothing where there is none. */
export function joined(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.join('; ');
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly contentMediaType?: string;
  readonly contentForm?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
}

/** Columns of a flat schema, in its order. */
export function columnsOf(row: z.ZodObject): Column[] {
  const { properties = {} } = z.toJSONSchema(row, { unrepresentable: 'any' }) as {
    properties?: Record<string, JsonSchema>;
  };
  return Object.entries(properties).map(([key, schema]) => {
    const forms = formsOf(schema);
    return {
      key,
      description: schema.description ?? '',
      type: typeOf(forms),
      required: forms.every(({ type }) => type !== 'null'),
      choices: forms.find((form) => form.enum !== undefined)?.enum ?? null,
    };
  });
}

/** One form a type: `anyOf`, and lists of types such as string and null, taken apart. */
function formsOf(schema: JsonSchema): JsonSchema[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(formsOf);
  return typeof schema.type === 'object' ? schema.type.map((type) => ({ ...schema, type })) : [schema];
}

function typeOf(forms: readonly JsonSchema[]): ColumnType {
  const has = (test: (form: JsonSchema) => boolean): boolean => forms.some(test);
  // A score is a number or the word Infinity.
  if (has(({ type }) => type === 'number')) return 'number';
  if (has(({ type }) => type === 'integer')) return 'integer';
  if (has(({ type }) => type === 'boolean')) return 'boolean';
  if (has(({ format }) => format === 'date-time')) return 'instant';
  if (has(({ format }) => format === 'uuid')) return 'uuid';
  if (has(({ contentForm }) => contentForm === 'array')) return 'array';
  return has(({ contentMediaType }) => contentMediaType === 'application/json') ? 'object' : 'string';
}

/**
 * What is exported from src is reached from where the product starts: a capability that only tests call
 * is one that no user has, and golden vectors prove nothing about code that the product does not run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const GENERATED = join('src', 'store', 'prisma', 'generated');

/** Where somebody begins: the process, its commands, the worker threads, the contract's writer, and the library. */
const ENTRIES =
  /^src\/(main\.ts|commands\/[^/]+\.ts|http\/openapi\/write\.ts|services\/reports\/(report|side)-worker\.ts|domain\/evaluate\.ts)$|^seeds\/[^/]+\.ts$/;

/** Reached by nobody in src, with the reason why each stays. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/store/embedded-postgres.ts removeEmbeddedPostgres': 'tests throw away the servers that they made',
  'src/store/migrate.ts migrationStatus': 'tests ask a database what was applied to it',
  'src/store/migrate.ts differenceFromSchema': 'tests hold the migrations against the schema',
  'src/services/keys/built-in.ts seedActor': 'benchmarks fill a record as the seed loader',
  'src/services/keys/built-in.ts systemActor': 'tests write as the service itself',
};

interface Part {
  readonly names: readonly string[];
  readonly exported: boolean;
  /** Everything named in it. */
  readonly mentions: ReadonlySet<string>;
}

interface Module {
  readonly parts: readonly Part[];
  /** Local name of an import: its file, and its name there; `*` for all. */
  readonly imports: ReadonlyMap<string, readonly [path: string, name: string]>;
  /** Files that are loaded whole, by import() or by their address. */
  readonly loads: readonly string[];
}

const paths = ['src', 'seeds'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && !path.startsWith(GENERATED)),
);
const modules = new Map(paths.map((path) => [path, readModule(path)]));

function readModule(path: string): Module {
  const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest);
  const imports = new Map<string, readonly [string, string]>();
  const loads: string[] = [];
  const parts: Part[] = [];
  const at = (specifier: string) =>
    relative(ROOT, resolve(ROOT, path, '..', specifier)).replace(/\.js$/, '.ts');
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const target = at(statement.moduleSpecifier.text);
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined) continue;
      if (ts.isNamespaceImport(bindings)) imports.set(bindings.name.text, [target, '*']);
      else
        for (const { name, propertyName } of bindings.elements)
          imports.set(name.text, [target, (propertyName ?? name).text]);
      continue;
    }
    const mentions = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) mentions.add(node.text);
      if (ts.isStringLiteral(node) && /^\.{1,2}\/.*\.(ts|js)$/.test(node.text)) loads.push(at(node.text));
      ts.forEachChild(node, visit);
    };
    visit(statement);
    parts.push({ names: namesOf(statement), exported: isExported(statement), mentions });
  }
  return { parts, imports, loads };
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundIn(name));
  return ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
    ? [statement.name?.text ?? 'default']
    : [];
}

function boundIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundIn(element.name) : []));
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** Everything that what is reached names, and so on. What a file does when it is loaded is reached with it. */
function reachedFrom(entries: readonly (readonly [path: string, name: string])[]): ReadonlySet<Part> {
  const reached = new Set<Part>();
  const opened = new Set<string>();
  const reach = (path: string, name: string): void => {
    const module = modules.get(path);
    if (module === undefined) return;
    if (!opened.has(path)) {
      opened.add(path);
      for (const target of module.loads) reach(target, '*');
      for (const part of module.parts) if (part.names.length === 0) follow(path, module, part);
    }
    for (const part of module.parts)
      if (name === '*' ? part.exported : part.names.includes(name)) follow(path, module, part);
  };
  const follow = (path: string, module: Module, part: Part): void => {
    if (reached.has(part)) return;
    reached.add(part);
    for (const mention of part.mentions) {
      const target = module.imports.get(mention);
      if (target === undefined) reach(path, mention);
      else reach(...target);
    }
  };
  for (const [path, name] of entries) reach(path, name);
  return reached;
}

const entries = paths.filter((path) => ENTRIES.test(path)).map((path) => [path, '*'] as const);
const exceptions = Object.keys(EXCEPTIONS).map((exception) => exception.split(' ') as [string, string]);

const unreachedFrom = (from: readonly (readonly [string, string])[]): string[] => {
  const reached = reachedFrom(from);
  return [...modules].flatMap(([path, { parts }]) =>
    path.startsWith('src')
      ? parts
          .filter((part) => part.exported && part.names.length > 0 && !reached.has(part))
          .map(({ names }) => `${path} ${names.join(', ')}`)
      : [],
  );
};

it('whatever src exports is reached from an entry', () => {
  expect(unreachedFrom([...entries, ...exceptions])).toEqual([]);
});

it('the exceptions are exceptions', () => {
  const unreached = unreachedFrom(entries);
  expect(Object.keys(EXCEPTIONS).filter((exception) => !unreached.includes(exception))).toEqual([]);
});

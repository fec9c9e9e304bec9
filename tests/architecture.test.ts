/** The layout as facts: arrows point down, nothing goes in circles, the domain is pure, names are whole words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const GENERATED = join('src', 'store', 'prisma', 'generated') + sep;

function sourcesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && !path.startsWith(GENERATED));
}

interface Import {
  /** As written. */
  readonly specifier: string;
  /** The file it names, from the root; null for a package. */
  readonly path: string | null;
  /** Gone when the program runs. */
  readonly typeOnly: boolean;
}

/** Every module that a file names: imports, re-exports and dynamic imports, types included. */
function importsOf(path: string): Import[] {
  const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest);
  const found: { specifier: string; typeOnly: boolean }[] = [];
  const add = (literal: ts.Node | undefined, typeOnly: boolean): void => {
    if (literal && ts.isStringLiteral(literal)) found.push({ specifier: literal.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.map(({ specifier, typeOnly }) => ({
    specifier,
    typeOnly,
    path: specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, path, '..', specifier)) : null,
  }));
}

/** `import type …`, or only names marked with `type`. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return clause !== undefined;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every((name) => name.isTypeOnly)
  );
}

const sources = sourcesUnder('src');
const outside = ['seeds', 'bench'].flatMap((folder) => sourcesUnder(folder));
const imports = new Map([...sources, ...outside].map((path) => [path, importsOf(path)]));

/** What use cases stand on, lowest last: these do not know each other. */
const LOWER = ['store', 'reports', 'exports', 'importers', 'domain'];
/** What a request passes, uppermost first. */
const SERVICE = ['app', 'http', 'services', ...LOWER];

/** What each layer may name beside itself. Whatever stands directly under src starts the process. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  commands: ['process', 'start', 'seeds', ...SERVICE],
  bench: ['process', 'start', 'seeds', ...SERVICE],
  process: ['start', 'seeds', ...SERVICE],
  start: ['process', 'seeds', ...SERVICE],
  app: ['http', 'services', ...LOWER],
  http: ['services', ...LOWER],
  services: LOWER,
  seeds: ['services', 'store', 'domain'],
  store: ['domain'],
  reports: ['domain'],
  exports: ['domain'],
  importers: ['domain'],
  domain: [],
};

function layerOf(path: string): string {
  const [top = '', second = '', third] = path.split(sep);
  if (top !== 'src') return top;
  if (third !== undefined) return second;
  return second === 'app.ts' ? 'app' : 'process';
}

describe('layers', () => {
  it('every folder of src is one of them', () => {
    expect([...new Set(sources.map(layerOf))].filter((layer) => BELOW[layer] === undefined)).toEqual([]);
  });

  it('arrows point down', () => {
    const upward = [...imports].flatMap(([from, list]) =>
      list
        .filter(
          ({ path }) =>
            path?.endsWith('.ts') === true &&
            layerOf(path) !== layerOf(from) &&
            !BELOW[layerOf(from)]?.includes(layerOf(path)),
        )
        .map(({ path }) => `${from} -> ${path}`),
    );
    expect(upward).toEqual([]);
  });

  it('http takes from the store its types only: never a Prisma row, never a connection', () => {
    const deep = [...imports].flatMap(([from, list]) =>
      ['http', 'services'].includes(layerOf(from))
        ? list
            .filter(({ path }) => path !== null && layerOf(path) === 'store' && path.split(sep).length > 3)
            .map(({ path }) => `${from} -> ${path}`)
        : [],
    );
    expect(deep).toEqual([]);
  });

  it('relative imports name files that exist, with their ending', () => {
    const known = new Set(imports.keys());
    const missing = [...imports].flatMap(([from, list]) =>
      list
        .filter(
          ({ path, specifier }) =>
            path !== null && !path.startsWith(GENERATED) && !specifier.endsWith('.json') && !known.has(path),
        )
        .map(({ specifier }) => `${from} -> ${specifier}`),
    );
    expect(missing).toEqual([]);
  });
});

/** Every circle met on a walk over the files, once, as a path that ends where it began. */
function circles(follow: (from: string, one: Import) => boolean): string[] {
  const found: string[] = [];
  const trail: string[] = [];
  const done = new Set<string>();
  const walk = (path: string): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (trail.includes(path) || done.has(path)) return;
    trail.push(path);
    for (const one of imports.get(path) ?? []) if (one.path !== null && follow(path, one)) walk(one.path);
    trail.pop();
    done.add(path);
  };
  for (const path of sources) walk(path);
  return found;
}

const folderOf = (path: string): string => path.split(sep).slice(0, -1).join(sep);

describe('circles', () => {
  it('there is none when the program runs', () => {
    expect(circles((_from, { typeOnly }) => !typeOnly)).toEqual([]);
  });

  it('types go in circles inside one folder only', () => {
    const leaving = circles(() => true).filter(
      (circle) => new Set(circle.split(' -> ').map(folderOf)).size > 1,
    );
    expect(leaving).toEqual([]);
  });
});

describe('packages', () => {
  const packagesOf = (layer: string) =>
    [...imports].flatMap(([from, list]) =>
      layerOf(from) === layer
        ? list.filter(({ path }) => path === null).map(({ specifier }) => ({ from, specifier }))
        : [],
    );

  it('the domain is pure: it names the schema, calendar and random number packages, and two of Node that hold no state', () => {
    const allowed = /^(zod|temporal-polyfill|pure-rand(\/.*)?|node:crypto|node:util)$/;
    expect(packagesOf('domain').filter(({ specifier }) => !allowed.test(specifier))).toEqual([]);
  });

  it('the domain reads no clock and draws no randomness', () => {
    const impure = sources
      .filter((path) => layerOf(path) === 'domain')
      .filter((path) =>
        /\bMath\.random\(|\bDate\.now\(|new Date\(\)|randomBytes|randomUUID|getRandomValues|(?<![\w-])process\.|performance\.now/.test(
          withoutComments(path),
        ),
      );
    expect(impure).toEqual([]);
  });

  it('Prisma is known in store/prisma and the migrations only, the driver in the store only', () => {
    const knowsPrisma = /^src\/store\/(prisma\/|migrat)/;
    const opened = /store\/prisma\/(connect|open-store|snapshot\/open-snapshots)\.ts$/;
    const named = sources.flatMap((from) =>
      (imports.get(from) ?? [])
        .filter(({ specifier }) =>
          specifier === 'pg' ? layerOf(from) !== 'store' : /prisma/i.test(specifier),
        )
        .filter(({ specifier }) => specifier === 'pg' || !(knowsPrisma.test(from) || opened.test(specifier)))
        .map(({ specifier }) => `${from} -> ${specifier}`),
    );
    expect(named).toEqual([]);
  });

  it('Fastify is known in http and above only', () => {
    const knows = sources.filter((path) => !['http', 'app', 'process', 'start'].includes(layerOf(path)));
    expect(
      knows.filter((path) => imports.get(path)?.some(({ specifier }) => /^@?fastify/.test(specifier))),
    ).toEqual([]);
  });
});

function withoutComments(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

describe('names', () => {
  it('no file or folder hides what it holds', () => {
    const vague = /((^|[/\\-])(utils?|helpers?|common|managers?|types|misc|shared)|[/\\]index)(\.ts)?$/;
    const parts = [...imports.keys()].flatMap((path) =>
      path.split(sep).map((_part, at, all) => all.slice(0, at + 1).join(sep)),
    );
    expect([...new Set(parts)].filter((path) => vague.test(path))).toEqual([]);
  });

  it('files are kebab-case', () => {
    expect(
      [...imports.keys()].filter(
        (path) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(path.split(sep).at(-1) ?? ''),
      ),
    ).toEqual([]);
  });

  it('no file only passes on what others hold', () => {
    const barrels = sources.filter((path) => {
      const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest);
      return (
        file.statements.length > 0 &&
        file.statements.every(
          (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
        )
      );
    });
    expect(barrels).toEqual([]);
  });
});

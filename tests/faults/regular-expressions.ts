/**
 * `npm run verify:regex`: every regular expression of src, and every pattern of the contract (those
 * that Zod brings among them), is searched by recheck for a text that makes it backtrack.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { declaredDocument } from '../../src/http/openapi/declared.ts';
import { Checks } from '../support/faults/checks.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TIME_LIMIT_MS = 60_000;
/** Made while the service starts, from its own routes: `^`, fixed texts, `[^/]+` between slashes, `$`. */
const COMPOSED = ['src/http/allowed-methods.ts'];

interface Expression {
  readonly source: string;
  readonly flags: string;
  readonly place: string;
}

/** Literals of a file, and the places where one is composed while the program runs. */
function expressionsOf(path: string): { literals: Expression[]; composed: string[] } {
  const file = ts.createSourceFile(
    path,
    readFileSync(join(ROOT, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const literals: Expression[] = [];
  const composed: string[] = [];
  const visit = (node: ts.Node): void => {
    const place = `${path}:${file.getLineAndCharacterOfPosition(node.pos).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      literals.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), place });
    }
    const made = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (made && node.expression.getText(file) === 'RegExp') composed.push(place);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { literals, composed };
}

/** Every `pattern` at any depth; JSON Schema reads it with the flag u. */
function patternsOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'pattern' && typeof inner === 'string') found.add(inner);
    else patternsOf(inner, found);
  }
  return found;
}

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
  .map((name) => join('src', name));
const inSource = files.map(expressionsOf);
const inContract = [...patternsOf(declaredDocument())].map((source) => ({
  source,
  flags: 'u',
  place: 'the contract',
}));
const all = new Map<string, Expression>();
for (const one of [...inSource.flatMap(({ literals }) => literals), ...inContract])
  all.set(`/${one.source}/${one.flags}`, one);

const checks = new Checks();
const composed = inSource.flatMap((one) => one.composed);
checks.that(
  composed.length === COMPOSED.length &&
    composed.every((place) => COMPOSED.includes(place.split(':')[0] ?? '')),
  'no expression is composed from what comes in',
  composed.join(', '),
);

// The other backends start programs; which one it is, recheck asks when it is loaded.
process.env['RECHECK_BACKEND'] = 'pure';
const { checkSync } = await import('recheck');
let safe = 0;
for (const [text, { source, flags, place }] of all) {
  const found = checkSync(source, flags, { timeout: TIME_LIMIT_MS });
  if (found.status === 'safe') safe += 1;
  else {
    const attack =
      found.status === 'vulnerable' ? `${found.complexity.summary}, ${found.attack.pattern}` : '';
    checks.that(false, `${place} ${text}`, `${found.status} ${attack}`);
  }
}
checks.that(checkSync('^(a+)+$', '').status === 'vulnerable', 'one that is known to be vulnerable is found');
checks.that(safe === all.size && safe > 60, 'expressions are safe', `${safe} of ${all.size}`);
checks.finish();

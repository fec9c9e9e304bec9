/** What the README and docs/ say is held against what there is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const security = readFileSync(join(root, 'docs/security.md'), 'utf8');
const operations = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const pages = `${readme}\n${security}\n${operations}`;
const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;
const contract = parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')) as {
  paths: Record<string, unknown>;
};

/** Names in backticks that are paths of this repository, without those that hold a placeholder. */
const paths = [...pages.matchAll(/`((?:src|prisma|seeds|tests|bench|scripts)\/[^`\s]*)`/g)]
  .map((match) => match[1] as string)
  .filter((path) => !path.includes('<'));
const commands = [
  ...pages.matchAll(/npm (?:run )?(start|test|[a-z]+:[a-z-]+|openapi|bench|seed|sbom|report|migrate)\b/g),
].map((match) => match[1] as string);
const routes = [...`${readme}\n${operations}`.matchAll(/http:\/\/127\.0\.0\.1:3000(\/v1\/[^\s'"?)`]*)/g)].map(
  (match) => match[1] as string,
);

describe('the README', () => {
  it.each([...new Set(paths)])('names a path that exists: %s', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });

  it.each([...new Set(commands)])('names a command that exists: npm run %s', (command) => {
    expect(scripts).toHaveProperty(command);
  });

  it.each([...new Set(routes)])('calls a route of the contract: %s', (route) => {
    const pattern = Object.keys(contract.paths).map(
      (path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    );
    expect(pattern.some((expression) => expression.test(route))).toBe(true);
  });

  it('names every variable of the configuration', () => {
    const variables = [
      ...readFileSync(join(root, 'src/config.ts'), 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm),
    ].map((match) => match[1] as string);
    expect(variables.length).toBeGreaterThan(10);
    for (const variable of variables) expect(readme).toContain(variable);
  });
});

/** openapi.yaml is what the routes say, and says it without a fault. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { OpenAPIV3_1 } from 'openapi-types';
import { describe, expect, it } from 'vitest';
import { declaredDocument, declaredRoutes, declaredYaml } from '../src/http/openapi/declared.ts';
import { tags } from '../src/http/openapi/tags.ts';

const document = declaredDocument();
const operations = Object.values(document.paths ?? {}).flatMap((methods) =>
  Object.values(methods as Record<string, OpenAPIV3_1.OperationObject>),
);

describe('openapi.yaml', () => {
  it('equals the routes (npm run openapi writes it)', async () => {
    expect(await readFile('openapi.yaml', 'utf8')).toBe(declaredYaml());
  });

  it('has no problem under the recommended rules of Redocly', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        'node_modules/@redocly/cli/bin/cli.js',
        'lint',
        'openapi.yaml',
        '--extends=recommended',
        '--format=json',
      ],
      {
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
        maxBuffer: 10_000_000,
      },
    );
    expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 } });
  }, 60_000);

  it('points to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    const components = document.components as Record<string, Record<string, unknown>>;
    for (const [, section = '', name = ''] of references)
      expect(components[section]?.[name], `${section}/${name}`).toBeDefined();
    expect(JSON.stringify(document)).not.toMatch(/\$defs|__SCHEMA|documentedAs/);
  });

  it('names every operation once, under a known section', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { tags: [tag] = [] } of operations) expect(tags.map(({ name }) => name)).toContain(tag);
  });

  it('says of every operation what it needs and what it refuses', () => {
    for (const route of declaredRoutes().declared) {
      const operation = operations.find(({ operationId }) => operationId === route.operationId);
      const statuses = Object.keys(operation?.responses ?? {});
      expect(statuses).toEqual(expect.arrayContaining(['400', '500']));
      expect(operation?.security, route.operation).toEqual(
        route.access === 'none' ? [] : [...(route.access === 'read' ? [{}] : []), { key: [route.access] }],
      );
      expect(statuses.includes('403'), route.operation).toBe(
        ['write', 'resolve', 'admin'].includes(route.access),
      );
      expect(statuses.includes('428'), route.operation).toBe(route.ifMatch !== undefined);
      const named = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(route.params?.shape ?? {}), route.operation).toEqual(named);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { InputIssue } from '../../../src/domain/errors.ts';
import { type InputPlace, validate } from '../../../src/domain/input/validate.ts';
import { outcomeOutput, predictionOutput } from '../../../src/domain/questions/prediction-fields.ts';

function issues(schema: z.ZodType, input: unknown, place: InputPlace = 'body'): readonly InputIssue[] {
  const result = validate(schema, input, place);
  return result.ok ? [] : result.issues;
}

const body = z.strictObject({
  probability: z.number().min(0).max(1),
  kind: z.enum(['headline', 'main']),
  count: z.int().optional(),
  tags: z.array(z.string().max(3)).max(2).optional(),
  nested: z.strictObject({ 'a/b': z.string() }).optional(),
});
const good = { probability: 0.5, kind: 'main' };

describe('validation of bodies', () => {
  it('takes time that grows with the unknown fields, not with their square, and names a hundred', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`field${at}`, at]));
    const started = performance.now();
    const found = issues(body, { ...good, ...many });
    expect(found).toHaveLength(100);
    expect(found[99]).toMatchObject({ pointer: '/field99', code: 'unknownField' });
    expect(found[99]?.message).toContain('is not a field here; known: ');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('coerces nothing', () => {
    for (const probability of [null, true, '0.5', [0.5], {}]) {
      expect(issues(body, { ...good, probability })).toMatchObject([
        { pointer: '/probability', code: 'invalidType' },
      ]);
    }
    expect(issues(body, { ...good, count: 1.5 })).toMatchObject([{ pointer: '/count', code: 'invalidType' }]);
    expect(issues(body, { ...good, count: 2 ** 53 })).toHaveLength(1);
  });

  it('names every defect with its JSON Pointer', () => {
    expect(
      issues(body, {
        probability: 1.0000000001,
        knd: 'main',
        tags: ['abcd', 'a'],
        nested: { 'a/b': 1 },
      }),
    ).toEqual([
      { pointer: '/probability', code: 'tooBig', message: 'must be at most 1' },
      { pointer: '/kind', code: 'required', message: 'is required' },
      { pointer: '/tags/0', code: 'tooBig', message: 'must be at most 3 characters long' },
      { pointer: '/nested/a~1b', code: 'invalidType', message: 'must be a text, not a number' },
      { pointer: '/knd', code: 'unknownField', message: 'is not a field here: did you mean kind?' },
    ]);
  });

  it('names the nearest value, and the known fields where none is near', () => {
    expect(issues(body, { ...good, kind: 'mian' })[0]?.message).toBe(
      'must be one of "headline", "main": did you mean "main"?',
    );
    expect(issues(body, { ...good, zzz: 1 })[0]?.message).toContain(
      'known: count, kind, nested, probability, tags',
    );
  });

  it('says that a body which is no object must be one', () => {
    for (const input of [null, [], 'text', 7])
      expect(issues(body, input)).toMatchObject([{ pointer: '', code: 'invalidType' }]);
  });

  it('gives the issues of the best matching variant of a union', () => {
    expect(issues(predictionOutput, { probability: '0.7' })).toMatchObject([
      { pointer: '/probability', code: 'invalidType' },
    ]);
    expect(
      issues(predictionOutput, {
        quantiles: [
          { level: 0.1, value: 'x' },
          { level: 0.5, value: 1 },
        ],
      }),
    ).toMatchObject([{ pointer: '/quantiles/0/value' }]);
    expect(issues(outcomeOutput, { void: 'anulled' })).toMatchObject([
      {
        pointer: '/void',
        code: 'notAllowed',
        message: expect.stringContaining('did you mean "annulled"?') as string,
      },
    ]);
  });

  it('lists at most 100 issues', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, 1]));
    expect(issues(body, { ...good, ...many })).toHaveLength(100);
  });
});

describe('validation of queries and paths', () => {
  it('names the parameter, not a pointer', () => {
    const query = z.strictObject({ status: z.enum(['open']).optional() });
    expect(issues(query, { statsu: 'open' }, 'query')).toEqual([
      {
        parameter: 'statsu',
        code: 'unknownParameter',
        message: 'is not a query parameter here: did you mean status?',
      },
    ]);
    expect(issues(z.strictObject({ id: z.uuid() }), { id: 'x' }, 'path')).toMatchObject([
      { parameter: 'id', code: 'invalidFormat' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { validate } from '../../../src/domain/input/validate.ts';
import { parseQuery } from '../../../src/http/input/query-string.ts';
import * as fields from '../../../src/http/query-fields.ts';

const schema = z.strictObject({
  status: fields.anyOfChoices(['open', 'closed']),
  id: fields.anyOfIds,
  capture: fields.oneOfChoices(['before', 'after']),
  q: fields.textParameter(20),
  limit: fields.integerWithDefault(1, 200, 50),
  seq: fields.integerParameter(0, 1000),
  above: fields.numberParameter(0, 1),
  flag: fields.booleanParameter,
  after: fields.instantParameter,
});

function read(query: string) {
  const { values, issues } = parseQuery(query);
  const result = validate(schema, values, 'query');
  const all = [...issues, ...(result.ok ? [] : result.issues)];
  return all.length > 0
    ? all.map(({ parameter, code }) => `${parameter} ${code}`)
    : result.ok && result.value;
}

describe('query strings', () => {
  it('reads each kind of parameter', () => {
    expect(read('')).toEqual({ limit: 50 });
    expect(
      read(
        'status=open&status=closed&capture=after&q=%E5%BE%AE%E8%BD%AF+TPU&limit=7&seq=0&above=1e-3&flag=true',
      ),
    ).toEqual({
      status: ['open', 'closed'],
      capture: 'after',
      q: '微软 TPU',
      limit: 7,
      seq: 0,
      above: 0.001,
      flag: true,
    });
    expect(read('after=2026-01-01T00:00:00%2B02:00')).toEqual({
      limit: 50,
      after: '2025-12-31T22:00:00.000Z',
    });
  });

  it.each([
    ['status=opne', ['status notAllowed']],
    ['status=', ['status notAllowed']],
    ['capture=before&capture=after', ['capture repeated']],
    ['limit=0', ['limit tooSmall']],
    ['limit=201', ['limit tooBig']],
    ['limit=050', ['limit invalidType']],
    ['limit=1e2', ['limit invalidType']],
    ['limit=+5', ['limit invalidType']],
    ['limit=', ['limit invalidType']],
    ['limit=99999999999999999999', ['limit invalidType']],
    ['above=NaN', ['above invalidType']],
    ['above=0x1', ['above invalidType']],
    ['above=1.5', ['above tooBig']],
    ['flag=1', ['flag invalidType']],
    ['flag=TRUE', ['flag invalidType']],
    ['after=2026-01-01', ['after invalid']],
    ['id=1', ['id invalidFormat']],
    ['q=%20%20', ['q invalidFormat']],
    ['q=%00', ['q invalidEncoding']],
    ['q=%zz', ['q invalidEncoding']],
    ['q=%ED%A0%80', ['q invalidEncoding']],
    ['q=%C0%AF', ['q invalidEncoding']],
    ['%00=1', ['%00 invalidEncoding']],
    ['q=\u00e9', ['q invalidEncoding']],
    ['__proto__=1', ['__proto__ unknownParameter']],
    ['constructor=1', ['constructor unknownParameter']],
    ['Limit=5', ['Limit unknownParameter']],
  ])('refuses %s', (query, expected) => {
    expect(read(query)).toEqual(expected);
  });

  it('bounds repeats and parameters', () => {
    expect(read(Array(101).fill('status=open').join('&'))).toEqual(['status tooBig']);
    expect(read(Array(501).fill('q=a').join('&'))).toEqual([' tooMany']);
  });

  it('pollutes no prototype', () => {
    parseQuery('__proto__[polluted]=1&constructor.prototype.polluted=1&__proto__=polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

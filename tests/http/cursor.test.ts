import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorBinding, readCursor, writeCursor } from '../../src/http/cursor.ts';

describe('cursors', () => {
  const binding = cursorBinding('GET /v1/sources', { q: 'x' }, '-createdAt');
  const start = { sortValue: '2026-01-01T00:00:00.000Z', id: 'a', seq: 41, at: '2026-01-02T00:00:00.000Z' };

  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), fc.nat(), (sortValue, id, seq) => {
        fc.pre(!/\p{Surrogate}/u.test(sortValue));
        expect(readCursor(writeCursor({ ...start, sortValue, id, seq }, binding), binding)).toEqual({
          ...start,
          sortValue,
          id,
          seq,
        });
      }),
    );
  });

  it('hold only characters that a URL needs no escape for', () => {
    expect(writeCursor(start, binding)).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it.each([
    ['another list', cursorBinding('GET /v1/questions', { q: 'x' }, '-createdAt')],
    ['another filter', cursorBinding('GET /v1/sources', { q: 'y' }, '-createdAt')],
    ['another sort', cursorBinding('GET /v1/sources', { q: 'x' }, 'createdAt')],
  ])('are refused for %s', (_what, other) => {
    expect(() => readCursor(writeCursor(start, binding), other)).toThrow(
      expect.objectContaining({ code: 'cursorMismatch' }),
    );
  });

  it('do not depend on the order of the filters', () => {
    expect(cursorBinding('l', { a: 1, b: 2 }, 's')).toBe(cursorBinding('l', { b: 2, a: 1 }, 's'));
  });

  it('are refused when a byte is changed, cut or added', () => {
    const cursor = writeCursor(start, binding);
    for (let at = 0; at < cursor.length; at += 1) {
      const changed = `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`;
      expect(() => readCursor(changed, binding)).toThrow(expect.objectContaining({ code: 'invalidCursor' }));
    }
    for (const broken of [
      cursor.slice(1),
      cursor.slice(0, -4),
      `${cursor}AAAA`,
      '',
      'x',
      '!!!',
      '0'.repeat(2000),
    ]) {
      expect(() => readCursor(broken, binding)).toThrow(expect.objectContaining({ code: 'invalidCursor' }));
    }
  });
});

/** Text is answered byte by byte as it was sent. `TEXTS=5000 npx vitest run tests/record/texts.test.ts` tries more. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { Recorder } from './fixtures.ts';

const TEXTS = Number(process.env['TEXTS'] ?? 200);
const AT_ONCE = 8;

let service: TestService;
let recorder: Recorder;
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
});
afterAll(() => service.close());

/** Letters of every plane and direction, composed and decomposed, joined, invisible, unassigned; never NUL. */
const character = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc
    .integer({ min: 1, max: 0x10ffff })
    .map((code) => (code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(code))),
  fc.constantFrom(
    'e\u0301',
    '\u00e9',
    '\u202eabc\u202c',
    '\u200d',
    '\u200f',
    '\ufeff',
    '\ufffe',
    '\u2028',
    '\r\n',
    '\t',
    '\\',
    '"',
    '👩‍👩‍👧',
    'ﷺ',
    '́',
    '%00',
    "';--",
  ),
);
const text = fc
  .oneof(
    { weight: 20, arbitrary: fc.string({ unit: character, minLength: 1, maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc
        .string({ unit: character, minLength: 1, maxLength: 20 })
        .map((part) => part.repeat(Math.floor(9_999 / part.length))),
    },
  )
  .filter((made) => /[^\s\p{Default_Ignorable_Code_Point}]/u.test(made) && made.length <= 10_000);

it(
  `${TEXTS} texts of any characters`,
  async () => {
    const bytes = (value: string) => Buffer.from(value, 'utf8').toString('hex');
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (texts) => {
        await Promise.all(
          texts.map(async (sent) => {
            const { id } = await recorder.question({ description: sent });
            const { item } = await recorder.read<{ description: string }>(`/v1/questions/${id}`);
            expect(bytes(item.description)).toBe(bytes(sent));
          }),
        );
      }),
      { numRuns: Math.ceil(TEXTS / AT_ONCE) },
    );
  },
  Math.max(60_000, TEXTS * 100),
);

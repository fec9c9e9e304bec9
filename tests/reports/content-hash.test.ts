/** What anybody can do with the JSON of a report and nothing of ours: recompute its content hash. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { rendererOf } from '../../src/reports/registry.ts';
import { galleryRecord } from './gallery-record.ts';
import { reportsOver } from './report-samples.ts';

/** RFC 8785 in so many words: members sorted by name, no white space, texts and numbers as ECMAScript writes them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`).join(',')}}`;
}

const hashOf = (answer: string): string => {
  const { contentSha256: _, ...rest } = JSON.parse(answer);
  return createHash('sha256').update(canonical(rest), 'utf8').digest('hex');
};

test.each(reportsOver(galleryRecord).map((report) => [report.kind, report] as const))(
  'the content hash of the %s report is recomputed from its JSON, and one other digit changes it',
  (_kind, report) => {
    const answer = rendererOf('json')?.render(report) as string;
    expect(hashOf(answer)).toBe(JSON.parse(answer).contentSha256);
    expect(hashOf(answer.replace('"level":0.95', '"level":0.96'))).not.toBe(JSON.parse(answer).contentSha256);
  },
);

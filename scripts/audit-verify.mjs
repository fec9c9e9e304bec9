#!/usr/bin/env node
/**
 * Stand-alone verifier of a Reckoner audit trail: one file, nothing but Node's own modules, written
 * apart from the service so that its mistakes are not shared. Get the trail, keep a head, compare:
 *
 *   curl -s http://127.0.0.1:3000/v1/audit/trail > trail.ndjson
 *   node audit-verify.mjs trail.ndjson --head <seq>:<hash>
 *
 * Exit code 0: everything holds. 1: something does not. 2: the trail cannot be read.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const FREE_TEXT = new Set([
  'text',
  'title',
  'name',
  'aliases',
  'affiliation',
  'publisher',
  'url',
  'archiveUrl',
  'description',
  'resolutionCriteria',
  'resolutionSource',
  'label',
  'phrase',
  'quote',
  'note',
  'rationale',
  'reason',
  'fact',
  'saidAtReason',
  'scorabilityReason',
  'windowReason',
  'codedBy',
]);
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** RFC 8785 for the values that occur here. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}

/** Free text enters a leaf as a salted hash; text that was redacted stands there as such already. */
function salted(value, salt, free = false) {
  if (Array.isArray(value)) return value.map((item) => salted(item, salt, free));
  if (free) return typeof value === 'string' ? { saltedSha256: sha256(`${salt}:${value}`) } : value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, salted(item, salt, FREE_TEXT.has(key))]),
  );
}

/** What a redaction must leave as it was: everything but free text. */
function withoutText(value) {
  if (Array.isArray(value)) return value.map(withoutText);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => !FREE_TEXT.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutText(item)]));
}

function leaf({ type, id, salt, content }) {
  if (content === null) return null;
  if (type === 'scores') return sha256(`reckoner-scores-1\n${canonical(content)}`);
  if (type === 'sourceText') return content;
  return sha256(`reckoner-record-1\n${canonical(salted(content, salt ?? id))}`);
}

function eventHash({ seq, recordedAt, actor, action, subject, recordSha256, previousHash }) {
  return sha256(
    `reckoner-event-1\n${canonical({ seq, recordedAt, actor, action, subject, recordSha256, previousHash })}`,
  );
}

function usage(problem) {
  console.error(`${problem}\nusage: node audit-verify.mjs <trail.ndjson | -> [--head <seq>:<hash>]...`);
  process.exit(2);
}

async function main(words) {
  const heads = [];
  let file = null;
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '--head') {
      at += 1;
      const match = /^(\d+):([0-9a-f]{64})$/.exec(words[at] ?? '');
      if (!match) usage('--head takes <seq>:<hash>, as /v1/audit/head gives them');
      heads.push({ seq: Number(match[1]), hash: match[2] });
    } else if (file === null) file = words[at];
    else usage(`too many words: ${words[at]}`);
  }
  if (file === null) usage('which trail?');

  const input = file === '-' ? process.stdin : createReadStream(file);
  input.on('error', (error) => usage(`the trail cannot be read: ${error.message}`));
  const findings = [];
  let seq = 0;
  let hash = '0'.repeat(64);
  let leaves = 0;
  let notKept = 0;
  let redacted = 0;
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text === '') continue;
    let entry;
    try {
      entry = JSON.parse(text);
    } catch {
      findings.push(`line ${line}: is not JSON (a cut download?)`);
      continue;
    }
    const { event, records } = entry;
    const find = (problem) => findings.push(`event ${event.seq}: ${problem}`);
    if (event.seq !== seq + 1) find(`follows event ${seq}: rows are missing, swapped or inserted`);
    if (event.previousHash !== hash) find('does not name the hash of the event before');
    if (
      sha256(
        `reckoner-records-1\n${canonical(event.records.map((r) => [r.type, r.id, r.version, r.sha256]))}`,
      ) !== event.recordSha256
    ) {
      find('its list of records is not the one that was hashed');
    }
    if (eventHash(event) !== event.hash) find('is not the event that was hashed');
    event.records.forEach((stated, index) => {
      const record = records[index];
      if (
        !record ||
        record.id !== stated.id ||
        record.type !== stated.type ||
        record.version !== stated.version
      ) {
        find(`${stated.type} ${stated.id} is missing`);
        return;
      }
      const found = leaf(record);
      if (found === null) notKept += 1;
      else {
        leaves += 1;
        if (record.redacted) redacted += 1;
        const { leaf: hashes, content: now } = record.content;
        if (record.type === 'restatement' && canonical(withoutText(hashes)) !== canonical(withoutText(now)))
          find(`redaction: restatement ${record.id} changes more of a record than its free text`);
        if (found !== stated.sha256)
          find(`${stated.type} ${stated.id} version ${stated.version} is not what was recorded`);
      }
    });
    for (const head of heads)
      if (head.seq === event.seq && head.hash !== event.hash)
        find(`is not the one you kept (${head.hash}): the record was rewritten`);
    seq = event.seq;
    hash = event.hash;
  }
  for (const head of heads)
    if (head.seq > seq)
      findings.push(`the trail ends at event ${seq}, you kept a head at ${head.seq}: it was cut`);
  if (seq === 0 && findings.length === 0) {
    console.log('There is nothing to verify: the file holds no event. Was the download cut?');
    process.exit(1);
  }
  for (const finding of findings) console.log(finding);
  console.log(
    `${seq} events, ${leaves} leaves recomputed (${redacted} redacted), ${notKept} not kept, head ${seq}:${hash}`,
  );
  console.log(
    findings.length === 0
      ? 'Everything holds.'
      : `${findings.length} finding${findings.length === 1 ? '' : 's'}.`,
  );
  process.exit(findings.length === 0 ? 0 : 1);
}

await main(process.argv.slice(2));

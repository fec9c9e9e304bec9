/** Lexicons, source texts and keys: what the record refers to. */
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import { recordSha256 } from '../../../domain/audit/chain.ts';
import { inChunks } from './in-chunks.ts';
import type { Appender } from './stamp.ts';

/** These hold no text that a law could ask to blank: their id is salt enough. */
function leafOf(content: { readonly type: string; readonly id: string }): string {
  return recordSha256(content as unknown as JsonValue, content.id);
}

export const appendLexicons: Appender<'lexicon'> = async (transaction, writes, stamp) => {
  const records: AuditRecord[] = [];
  for (const { id, content } of writes) {
    const { entries, ...columns } = content;
    await transaction.lexicon.create({
      data: { id, ...columns, seq: stamp.seq, createdAt: stamp.recordedAt },
    });
    await inChunks(
      entries.map((entry, position) => ({
        lexiconKey: content.key,
        lexiconVersion: content.version,
        position,
        ...entry,
      })),
      (data) => transaction.lexiconEntry.createMany({ data }),
    );
    records.push({ type: 'lexicon', id, version: 1, sha256: leafOf({ type: 'lexicon', id, ...content }) });
  }
  return records;
};

export const appendSourceTexts: Appender<'sourceText'> = async (transaction, writes, stamp) => {
  const records: AuditRecord[] = [];
  for (const { sourceId, content, sha256 } of writes) {
    const row = { content, recordedAt: stamp.recordedAt };
    await transaction.sourceText.upsert({ where: { sourceId }, create: { sourceId, ...row }, update: row });
    await transaction.source.update({ where: { id: sourceId }, data: { seq: stamp.seq } });
    records.push({ type: 'sourceText', id: sourceId, version: 1, sha256 });
  }
  return records;
};

export const appendApiKeys: Appender<'apiKey'> = async (transaction, writes, stamp) => {
  const records: AuditRecord[] = [];
  for (const { content } of writes) {
    const { secretSha256, ...rest } = content;
    const columns = {
      ...rest,
      scopes: [...rest.scopes],
      forecasterIds: [...rest.forecasterIds],
      expiresAt: rest.expiresAt === null ? null : new Date(rest.expiresAt),
      revokedAt: rest.revokedAt === null ? null : new Date(rest.revokedAt),
      ...(secretSha256 === undefined ? {} : { secretSha256 }),
      seq: stamp.seq,
    };
    if (rest.version === 1) {
      await transaction.apiKey.create({
        data: { ...columns, createdSeq: stamp.seq, createdAt: stamp.recordedAt },
      });
    } else {
      await transaction.apiKey.update({ where: { id: rest.id }, data: columns });
    }
    records.push({
      type: 'apiKey',
      id: rest.id,
      version: rest.version,
      sha256: leafOf({ type: 'apiKey', ...rest }),
    });
  }
  return records;
};

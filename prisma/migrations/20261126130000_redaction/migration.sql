-- Redaction: where the law asks for it, an admin's key blanks free text for good. The leaves of the
-- chain hold salted hashes of free text; these hashes are kept, the text and its salt are not.

-- AlterTable
ALTER TABLE "forecasts" ALTER COLUMN "salt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "withdrawals" ALTER COLUMN "salt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "resolutions" ALTER COLUMN "salt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "verdicts" ALTER COLUMN "salt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "retractions" ALTER COLUMN "salt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "merges" ALTER COLUMN "salt" DROP NOT NULL;

-- AlterTable
ALTER TABLE "revisions" ALTER COLUMN "salt" DROP NOT NULL;

-- CreateTable
CREATE TABLE "redactions" (
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "fields" TEXT[],
    "reason" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "redactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restatements" (
    "id" UUID NOT NULL,
    "redaction_id" UUID NOT NULL,
    "record_type" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "record_version" INTEGER NOT NULL,
    "record_seq" BIGINT NOT NULL,
    "leaf" JSONB NOT NULL,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32),
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "restatements_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "redactions_seq_idx" ON "redactions"("seq");

-- CreateIndex
CREATE INDEX "redactions_subject_id_idx" ON "redactions"("subject_id");

-- CreateIndex
CREATE INDEX "restatements_seq_idx" ON "restatements"("seq");

-- CreateIndex
CREATE INDEX "restatements_record_id_idx" ON "restatements"("record_id");

-- AddForeignKey
ALTER TABLE "restatements" ADD CONSTRAINT "restatements_redaction_id_fkey" FOREIGN KEY ("redaction_id") REFERENCES "redactions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Everything below is what Prisma cannot express.

ALTER TABLE "redactions"
  ADD CONSTRAINT "redactions_subject_check" CHECK ("subject_type" IN
    ('source', 'forecaster', 'statement', 'question', 'forecast', 'resolution', 'verdict')),
  ADD CONSTRAINT "redactions_fields_check" CHECK (cardinality("fields") >= 1);

-- What stands in the place of free text; the names are those that the leaves hash (freeTextFields in src/domain/audit/chain.ts).
CREATE FUNCTION reckoner_blank(value jsonb, name text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'string' THEN
      IF name IN ('url', 'archiveUrl') THEN RETURN '"https://redacted.invalid/"'::jsonb; END IF;
      IF name IN ('text', 'title', 'name', 'aliases', 'affiliation', 'publisher', 'description', 'resolutionCriteria',
        'resolutionSource', 'label', 'phrase', 'quote', 'note', 'rationale', 'reason', 'fact', 'saidAtReason',
        'scorabilityReason', 'windowReason', 'codedBy') THEN RETURN '"[redacted]"'::jsonb; END IF;
      RETURN value;
    WHEN 'array' THEN
      -- A list of names says how many there were, and the same name twice is none.
      IF name = 'aliases' THEN RETURN '[]'::jsonb; END IF;
      RETURN coalesce((SELECT jsonb_agg(reckoner_blank(e.item, name) ORDER BY e.n)
        FROM jsonb_array_elements(value) WITH ORDINALITY AS e(item, n)), '[]'::jsonb);
    WHEN 'object' THEN
      RETURN coalesce((SELECT jsonb_object_agg(e.key, reckoner_blank(e.item, e.key)) FROM jsonb_each(value) AS e(key, item)), '{}'::jsonb);
    ELSE RETURN value;
  END CASE;
END $$;

CREATE FUNCTION reckoner_blank_fields(content jsonb, fields text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_object_agg(e.key, CASE WHEN e.key = ANY(fields) THEN reckoner_blank(e.item, e.key) ELSE e.item END)
  FROM jsonb_each(content) AS e(key, item)
$$;

-- One text: blanked where its field is named and it holds something.
CREATE FUNCTION reckoner_blank_text(value text, field text, fields text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NOT NULL AND field = ANY(fields) THEN reckoner_blank(to_jsonb(value), field) #>> '{}' ELSE value END
$$;

-- Still append-only for everyone. reckoner_redact alone, which runs as the owner of the tables, may
-- blank free text and its salt, and nothing beside them.
CREATE OR REPLACE FUNCTION reckoner_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  blankable text[];
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('reckoner.redaction', true) <> '' THEN
    blankable := CASE TG_TABLE_NAME
      WHEN 'forecasts' THEN ARRAY['note', 'reason', 'salt']
      WHEN 'withdrawals' THEN ARRAY['reason', 'salt']
      WHEN 'resolutions' THEN ARRAY['rationale', 'reason', 'salt']
      WHEN 'verdicts' THEN ARRAY['rationale', 'reason', 'salt']
      WHEN 'evidence' THEN ARRAY['url', 'title', 'publisher', 'fact', 'archive_url']
      WHEN 'retractions' THEN ARRAY['reason', 'salt']
      WHEN 'merges' THEN ARRAY['reason', 'salt']
      WHEN 'revisions' THEN ARRAY['content', 'salt']
      WHEN 'restatements' THEN ARRAY['salt']
    END;
    IF blankable IS NOT NULL
      AND to_jsonb(NEW) - blankable = to_jsonb(OLD) - blankable
      AND to_jsonb(NEW) ->> 'salt' IS NULL
      AND EXISTS (SELECT 1 FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner WHERE c.oid = TG_RELID AND o.rolname = current_user)
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '42501';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['redactions', 'restatements'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION reckoner_refuse_change()', name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION reckoner_refuse_change()', name || '_no_truncate', name);
  END LOOP;
END $$;

-- A redaction never goes unseen: at commit the chain has the event that names it.
CREATE FUNCTION reckoner_require_redaction_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_events e, jsonb_array_elements(e.records) AS r
      WHERE e.seq = NEW.seq AND e.actor = NEW.recorded_by AND r ->> 'type' = 'redaction' AND r ->> 'id' = NEW.id::text
        AND r ->> 'sha256' = NEW.record_sha256) THEN
    RAISE EXCEPTION 'redaction % has no audit event', NEW.id USING ERRCODE = '42501';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "redactions_event" AFTER INSERT ON "redactions"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reckoner_require_redaction_event();

-- Blanks what the redaction names, in the thing, its versions and what hangs on it, and answers the
-- records that it changed. It works only inside the transaction that records the redaction under the
-- head lock, for a key that is an admin's now.
CREATE FUNCTION reckoner_redact(redaction uuid) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r redactions%ROWTYPE;
  named text[];
  subject uuid;
  -- [type, id, version, seq] of each record whose text was blanked; no table, which the caller could prepare.
  blanked jsonb := '[]';
  more jsonb;
  count int := 0;
BEGIN
  SELECT * INTO STRICT r FROM redactions WHERE id = redaction;
  IF r.seq <> (SELECT seq + 1 FROM audit_head WHERE id = 1) THEN
    RAISE EXCEPTION 'redaction % is not being recorded now', redaction USING ERRCODE = '42501';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM api_keys k WHERE k.id = r.recorded_by AND 'admin' = ANY(k.scopes) AND cardinality(k.forecaster_ids) = 0
      AND (k.revoked_at IS NULL OR k.revoked_at > clock_timestamp()) AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())) THEN
    RAISE EXCEPTION 'key % is no admin key', r.recorded_by USING ERRCODE = '42501';
  END IF;
  named := r.fields;
  subject := r.subject_id;
  PERFORM set_config('reckoner.redaction', redaction::text, true);

  -- Versions of what is editable.
  WITH changed AS (
    UPDATE revisions v SET content = reckoner_blank_fields(v.content, named), salt = NULL
    WHERE v.subject_type = r.subject_type AND v.subject_id = subject AND v.content <> reckoner_blank_fields(v.content, named)
    RETURNING jsonb_build_array(v.subject_type, v.subject_id, v.version, v.seq) AS record)
  SELECT coalesce(jsonb_agg(record), '[]') INTO more FROM changed;
  blanked := blanked || more;

  IF r.subject_type = 'source' THEN
    UPDATE sources SET title = reckoner_blank_text(title, 'title', named), url = reckoner_blank_text(url, 'url', named),
      publisher = reckoner_blank_text(publisher, 'publisher', named), seq = r.seq WHERE id = subject;
    DELETE FROM source_texts WHERE source_id = subject AND 'text' = ANY(named);
    GET DIAGNOSTICS count = ROW_COUNT;
    IF count > 0 THEN blanked := blanked || jsonb_build_array(jsonb_build_array('sourceText', subject, 1, 0)); END IF;
    PERFORM reckoner_refresh_search(ARRAY[subject], '{}', '{}', '{}');
  ELSIF r.subject_type = 'forecaster' THEN
    UPDATE forecasters SET name = reckoner_blank_text(name, 'name', named),
      aliases = CASE WHEN 'aliases' = ANY(named) THEN '{}' ELSE aliases END,
      affiliation = reckoner_blank_text(affiliation, 'affiliation', named), url = reckoner_blank_text(url, 'url', named), seq = r.seq
      WHERE id = subject;
    PERFORM reckoner_refresh_search('{}',
      ARRAY(SELECT id FROM forecasters WHERE coalesce(merged_into_id, id) = (SELECT coalesce(merged_into_id, id) FROM forecasters WHERE id = subject)),
      '{}', '{}');
  ELSIF r.subject_type = 'statement' THEN
    UPDATE statements SET text = reckoner_blank_text(text, 'text', named), said_at_reason = reckoner_blank_text(said_at_reason, 'saidAtReason', named),
      scorability_reason = reckoner_blank_text(scorability_reason, 'scorabilityReason', named),
      coded_by = reckoner_blank_text(coded_by, 'codedBy', named), note = reckoner_blank_text(note, 'note', named), seq = r.seq WHERE id = subject;
    UPDATE anchors SET quote = reckoner_blank_text(quote, 'quote', ARRAY['quote']) WHERE statement_id = subject AND 'anchors' = ANY(named);
    UPDATE hedges SET phrase = reckoner_blank_text(phrase, 'phrase', ARRAY['phrase']) WHERE statement_id = subject AND 'hedge' = ANY(named);
    PERFORM reckoner_refresh_search('{}', '{}', ARRAY[subject], '{}');
  ELSIF r.subject_type = 'question' THEN
    UPDATE questions SET title = reckoner_blank_text(title, 'title', named), description = reckoner_blank_text(description, 'description', named),
      resolution_criteria = reckoner_blank_text(resolution_criteria, 'resolutionCriteria', named),
      resolution_source = reckoner_blank_text(resolution_source, 'resolutionSource', named),
      window_reason = reckoner_blank_text(window_reason, 'windowReason', named),
      options = CASE WHEN 'options' = ANY(named) THEN reckoner_blank(options, 'options') ELSE options END, seq = r.seq WHERE id = subject;
    PERFORM reckoner_refresh_search('{}', '{}', '{}', ARRAY[subject]);
  ELSIF r.subject_type = 'forecast' THEN
    WITH changed AS (
      UPDATE forecasts SET note = reckoner_blank_text(note, 'note', named), reason = reckoner_blank_text(reason, 'reason', named), salt = NULL
      WHERE id = subject AND (note, reason) IS DISTINCT FROM (reckoner_blank_text(note, 'note', named), reckoner_blank_text(reason, 'reason', named))
      RETURNING jsonb_build_array('forecast', id, revision, seq) AS record)
    SELECT coalesce(jsonb_agg(record), '[]') INTO more FROM changed;
    blanked := blanked || more;
    WITH changed AS (
      UPDATE withdrawals SET reason = reckoner_blank_text(reason, 'reason', ARRAY['reason']), salt = NULL
      WHERE forecast_id = subject AND 'withdrawal' = ANY(named) AND reason <> reckoner_blank_text(reason, 'reason', ARRAY['reason'])
      RETURNING jsonb_build_array('withdrawal', id, 1, seq) AS record)
    SELECT coalesce(jsonb_agg(record), '[]') INTO more FROM changed;
    blanked := blanked || more;
  ELSE
    IF 'evidence' = ANY(named) THEN
      UPDATE evidence SET url = reckoner_blank_text(url, 'url', ARRAY['url']), title = reckoner_blank_text(title, 'title', ARRAY['title']),
        publisher = reckoner_blank_text(publisher, 'publisher', ARRAY['publisher']), fact = reckoner_blank_text(fact, 'fact', ARRAY['fact']),
        archive_url = reckoner_blank_text(archive_url, 'archiveUrl', ARRAY['archiveUrl'])
      WHERE subject IN (resolution_id, verdict_id)
        AND (url, title, publisher, fact, archive_url) IS DISTINCT FROM (reckoner_blank_text(url, 'url', ARRAY['url']),
          reckoner_blank_text(title, 'title', ARRAY['title']), reckoner_blank_text(publisher, 'publisher', ARRAY['publisher']),
          reckoner_blank_text(fact, 'fact', ARRAY['fact']), reckoner_blank_text(archive_url, 'archiveUrl', ARRAY['archiveUrl']));
      GET DIAGNOSTICS count = ROW_COUNT;
    END IF;
    IF r.subject_type = 'resolution' THEN
      WITH changed AS (
        UPDATE resolutions SET rationale = reckoner_blank_text(rationale, 'rationale', named), reason = reckoner_blank_text(reason, 'reason', named), salt = NULL
        WHERE id = subject AND (count > 0
          OR (rationale, reason) IS DISTINCT FROM (reckoner_blank_text(rationale, 'rationale', named), reckoner_blank_text(reason, 'reason', named)))
        RETURNING jsonb_build_array('resolution', id, revision, seq) AS record)
      SELECT coalesce(jsonb_agg(record), '[]') INTO more FROM changed;
      blanked := blanked || more;
      UPDATE questions SET seq = r.seq WHERE id = (SELECT question_id FROM resolutions WHERE id = subject);
    ELSE
      WITH changed AS (
        UPDATE verdicts SET rationale = reckoner_blank_text(rationale, 'rationale', named), reason = reckoner_blank_text(reason, 'reason', named), salt = NULL
        WHERE id = subject AND (count > 0
          OR (rationale, reason) IS DISTINCT FROM (reckoner_blank_text(rationale, 'rationale', named), reckoner_blank_text(reason, 'reason', named)))
        RETURNING jsonb_build_array('verdict', id, revision, seq) AS record)
      SELECT coalesce(jsonb_agg(record), '[]') INTO more FROM changed;
      blanked := blanked || more;
      UPDATE statements SET seq = r.seq WHERE id = (SELECT statement_id FROM verdicts WHERE id = subject);
    END IF;
  END IF;

  -- Why it was retracted, and why it was merged.
  WITH changed AS (
    UPDATE retractions SET reason = reckoner_blank_text(reason, 'reason', ARRAY['reason']), salt = NULL
    WHERE subject_type = r.subject_type AND subject_id = subject AND 'retraction' = ANY(named) AND reason <> reckoner_blank_text(reason, 'reason', ARRAY['reason'])
    RETURNING jsonb_build_array('retraction', id, 1, seq) AS record)
  SELECT coalesce(jsonb_agg(record), '[]') INTO more FROM changed;
  blanked := blanked || more;
  WITH changed AS (
    UPDATE merges SET reason = reckoner_blank_text(reason, 'reason', ARRAY['reason']), salt = NULL
    WHERE subject_type = r.subject_type AND from_id = subject AND 'merge' = ANY(named) AND reason <> reckoner_blank_text(reason, 'reason', ARRAY['reason'])
    RETURNING jsonb_build_array('merge', id, 1, seq) AS record)
  SELECT coalesce(jsonb_agg(record), '[]') INTO more FROM changed;
  blanked := blanked || more;

  -- An earlier restatement of the same record vouched for text that is blank now.
  UPDATE restatements s SET salt = NULL FROM jsonb_array_elements(blanked) AS b(record)
  WHERE s.record_type = b.record ->> 0 AND s.record_id = (b.record ->> 1)::uuid AND s.record_version = (b.record ->> 2)::int AND s.salt IS NOT NULL;

  PERFORM set_config('reckoner.redaction', '', true);
  RETURN blanked;
END $$;

REVOKE ALL ON FUNCTION reckoner_redact(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reckoner_redact(uuid) TO reckoner_app;
GRANT SELECT, INSERT ON "redactions", "restatements" TO reckoner_app;
-- Answers kept for retries hold the text too.
GRANT UPDATE ("body") ON "idempotency_records" TO reckoner_app;

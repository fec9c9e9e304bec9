-- CreateTable
CREATE TABLE "sources" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT,
    "publisher" TEXT,
    "kind" TEXT NOT NULL,
    "language" TEXT,
    "published_at" TEXT,
    "retrieved_at" TIMESTAMPTZ(3),
    "text_sha256" CHAR(64),
    "text_length" INTEGER,
    "version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retracted" BOOLEAN NOT NULL DEFAULT false,
    "search_vector" tsvector,

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_texts" (
    "source_id" UUID NOT NULL,
    "content" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_texts_pkey" PRIMARY KEY ("source_id")
);

-- CreateTable
CREATE TABLE "forecasters" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "aliases" TEXT[],
    "affiliation" TEXT,
    "url" TEXT,
    "merged_into_id" UUID,
    "version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retracted" BOOLEAN NOT NULL DEFAULT false,
    "search_vector" tsvector,

    CONSTRAINT "forecasters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "topics" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "merged_into_id" UUID,
    "version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "topics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entities" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "merged_into_id" UUID,
    "version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lexicons" (
    "key" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "register" TEXT NOT NULL,
    "partition" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lexicons_pkey" PRIMARY KEY ("key","version")
);

-- CreateTable
CREATE TABLE "lexicon_entries" (
    "lexicon_key" TEXT NOT NULL,
    "lexicon_version" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "phrase" TEXT NOT NULL,
    "lower" DOUBLE PRECISION NOT NULL,
    "upper" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "lexicon_entries_pkey" PRIMARY KEY ("lexicon_key","lexicon_version","position")
);

-- CreateTable
CREATE TABLE "statements" (
    "id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "importance" TEXT NOT NULL,
    "forecaster_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "said_at_reason" TEXT,
    "scorability" TEXT NOT NULL,
    "scorability_reason" TEXT,
    "coded_by" TEXT,
    "note" TEXT,
    "version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retracted" BOOLEAN NOT NULL DEFAULT false,
    "current_verdict_id" UUID,
    "search_vector" tsvector,

    CONSTRAINT "statements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anchors" (
    "statement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "start_offset" INTEGER NOT NULL,
    "end_offset" INTEGER NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "section" TEXT,
    "quote" TEXT,
    "status" TEXT NOT NULL,

    CONSTRAINT "anchors_pkey" PRIMARY KEY ("statement_id","position")
);

-- CreateTable
CREATE TABLE "hedges" (
    "statement_id" UUID NOT NULL,
    "phrase" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "register" TEXT,
    "lexicon_key" TEXT NOT NULL,
    "lexicon_version" TEXT NOT NULL,
    "lower" DOUBLE PRECISION NOT NULL,
    "upper" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "hedges_pkey" PRIMARY KEY ("statement_id")
);

-- CreateTable
CREATE TABLE "statement_topics" (
    "statement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "topic_id" UUID NOT NULL,

    CONSTRAINT "statement_topics_pkey" PRIMARY KEY ("statement_id","topic_id")
);

-- CreateTable
CREATE TABLE "statement_entities" (
    "statement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "entity_id" UUID NOT NULL,

    CONSTRAINT "statement_entities_pkey" PRIMARY KEY ("statement_id","entity_id")
);

-- CreateTable
CREATE TABLE "statement_relations" (
    "from_statement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "to_statement_id" UUID NOT NULL,

    CONSTRAINT "statement_relations_pkey" PRIMARY KEY ("from_statement_id","type","to_statement_id")
);

-- CreateTable
CREATE TABLE "questions" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "description" TEXT,
    "resolution_criteria" TEXT NOT NULL,
    "resolution_source" TEXT,
    "options" JSONB,
    "ordered" BOOLEAN NOT NULL DEFAULT false,
    "unit" TEXT,
    "range_min" DOUBLE PRECISION,
    "range_max" DOUBLE PRECISION,
    "timezone" TEXT NOT NULL,
    "opens_at" TEXT,
    "opens_at_instant" TIMESTAMPTZ(3),
    "closes_at" TEXT,
    "closes_at_instant" TIMESTAMPTZ(3),
    "resolves_by" TEXT,
    "resolves_by_instant" TIMESTAMPTZ(3),
    "window_basis" TEXT NOT NULL,
    "window_reason" TEXT,
    "condition_question_id" UUID,
    "condition_outcome" JSONB,
    "reading" TEXT NOT NULL,
    "statement_id" UUID,
    "version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retracted" BOOLEAN NOT NULL DEFAULT false,
    "current_resolution_id" UUID,
    "search_vector" tsvector,

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question_topics" (
    "question_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "topic_id" UUID NOT NULL,

    CONSTRAINT "question_topics_pkey" PRIMARY KEY ("question_id","topic_id")
);

-- CreateTable
CREATE TABLE "question_entities" (
    "question_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "entity_id" UUID NOT NULL,

    CONSTRAINT "question_entities_pkey" PRIMARY KEY ("question_id","entity_id")
);

-- CreateTable
CREATE TABLE "forecasts" (
    "id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "forecaster_id" UUID NOT NULL,
    "statement_id" UUID,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "prediction" JSONB NOT NULL,
    "probability" DOUBLE PRECISION,
    "lower" DOUBLE PRECISION,
    "upper" DOUBLE PRECISION,
    "basis" TEXT NOT NULL,
    "note" TEXT,
    "revision" INTEGER NOT NULL,
    "supersedes_id" UUID,
    "reason" TEXT,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "forecasts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "withdrawals" (
    "id" UUID NOT NULL,
    "forecast_id" UUID NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "withdrawals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resolutions" (
    "id" UUID NOT NULL,
    "question_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "outcome" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "known_at" TEXT,
    "known_at_instant" TIMESTAMPTZ(3),
    "early" BOOLEAN NOT NULL,
    "rationale" TEXT,
    "supersedes_id" UUID,
    "reason" TEXT,
    "cause_resolution_id" UUID,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "resolutions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdicts" (
    "id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "rating" TEXT NOT NULL,
    "known_at" TEXT,
    "known_at_instant" TIMESTAMPTZ(3),
    "rationale" TEXT,
    "supersedes_id" UUID,
    "reason" TEXT,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "resolution_id" UUID,
    "verdict_id" UUID,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "title" TEXT,
    "publisher" TEXT,
    "published_on" TEXT,
    "tier" TEXT NOT NULL,
    "fact" TEXT NOT NULL,
    "archive_url" TEXT,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retractions" (
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "retractions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merges" (
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "from_id" UUID NOT NULL,
    "into_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "merges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scores" (
    "forecast_id" UUID NOT NULL,
    "resolution_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "reason" TEXT,
    "seq" BIGINT NOT NULL,

    CONSTRAINT "scores_pkey" PRIMARY KEY ("forecast_id","resolution_id","rule")
);

-- CreateTable
CREATE TABLE "revisions" (
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID NOT NULL,
    "salt" CHAR(32) NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,

    CONSTRAINT "revisions_pkey" PRIMARY KEY ("subject_type","subject_id","version")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "actor" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "records" JSONB NOT NULL,
    "record_sha256" CHAR(64) NOT NULL,
    "previous_hash" CHAR(64) NOT NULL,
    "hash" CHAR(64) NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_sha256" CHAR(64),
    "scopes" TEXT[],
    "forecaster_ids" UUID[],
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "created_seq" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_records" (
    "key_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" CHAR(64) NOT NULL,
    "status" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("key_id","key")
);

-- CreateIndex
CREATE INDEX "sources_created_at_id_idx" ON "sources"("created_at", "id");

-- CreateIndex
CREATE INDEX "sources_seq_idx" ON "sources"("seq");

-- CreateIndex
CREATE INDEX "forecasters_created_at_id_idx" ON "forecasters"("created_at", "id");

-- CreateIndex
CREATE INDEX "forecasters_seq_idx" ON "forecasters"("seq");

-- CreateIndex
CREATE INDEX "topics_created_at_id_idx" ON "topics"("created_at", "id");

-- CreateIndex
CREATE INDEX "entities_created_at_id_idx" ON "entities"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "lexicons_id_key" ON "lexicons"("id");

-- CreateIndex
CREATE UNIQUE INDEX "statements_current_verdict_id_key" ON "statements"("current_verdict_id");

-- CreateIndex
CREATE INDEX "statements_created_at_id_idx" ON "statements"("created_at", "id");

-- CreateIndex
CREATE INDEX "statements_said_at_id_idx" ON "statements"("said_at", "id");

-- CreateIndex
CREATE INDEX "statements_seq_idx" ON "statements"("seq");

-- CreateIndex
CREATE INDEX "statements_forecaster_id_idx" ON "statements"("forecaster_id");

-- CreateIndex
CREATE INDEX "statements_source_id_idx" ON "statements"("source_id");

-- CreateIndex
CREATE INDEX "statement_topics_topic_id_idx" ON "statement_topics"("topic_id");

-- CreateIndex
CREATE INDEX "statement_entities_entity_id_idx" ON "statement_entities"("entity_id");

-- CreateIndex
CREATE INDEX "statement_relations_to_statement_id_idx" ON "statement_relations"("to_statement_id");

-- CreateIndex
CREATE UNIQUE INDEX "questions_current_resolution_id_key" ON "questions"("current_resolution_id");

-- CreateIndex
CREATE INDEX "questions_created_at_id_idx" ON "questions"("created_at", "id");

-- CreateIndex
CREATE INDEX "questions_resolves_by_instant_id_idx" ON "questions"("resolves_by_instant", "id");

-- CreateIndex
CREATE INDEX "questions_seq_idx" ON "questions"("seq");

-- CreateIndex
CREATE INDEX "questions_statement_id_idx" ON "questions"("statement_id");

-- CreateIndex
CREATE INDEX "questions_condition_question_id_idx" ON "questions"("condition_question_id");

-- CreateIndex
CREATE INDEX "question_topics_topic_id_idx" ON "question_topics"("topic_id");

-- CreateIndex
CREATE INDEX "question_entities_entity_id_idx" ON "question_entities"("entity_id");

-- CreateIndex
CREATE UNIQUE INDEX "forecasts_supersedes_id_key" ON "forecasts"("supersedes_id");

-- CreateIndex
CREATE INDEX "forecasts_recorded_at_id_idx" ON "forecasts"("recorded_at", "id");

-- CreateIndex
CREATE INDEX "forecasts_made_at_id_idx" ON "forecasts"("made_at", "id");

-- CreateIndex
CREATE INDEX "forecasts_seq_idx" ON "forecasts"("seq");

-- CreateIndex
CREATE INDEX "forecasts_forecaster_id_idx" ON "forecasts"("forecaster_id");

-- CreateIndex
CREATE INDEX "forecasts_statement_id_idx" ON "forecasts"("statement_id");

-- CreateIndex
CREATE UNIQUE INDEX "forecasts_question_id_forecaster_id_made_at_revision_key" ON "forecasts"("question_id", "forecaster_id", "made_at", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "withdrawals_forecast_id_key" ON "withdrawals"("forecast_id");

-- CreateIndex
CREATE INDEX "withdrawals_seq_idx" ON "withdrawals"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "resolutions_supersedes_id_key" ON "resolutions"("supersedes_id");

-- CreateIndex
CREATE INDEX "resolutions_seq_idx" ON "resolutions"("seq");

-- CreateIndex
CREATE INDEX "resolutions_known_at_instant_id_idx" ON "resolutions"("known_at_instant", "id");

-- CreateIndex
CREATE INDEX "resolutions_cause_resolution_id_idx" ON "resolutions"("cause_resolution_id");

-- CreateIndex
CREATE UNIQUE INDEX "resolutions_question_id_revision_key" ON "resolutions"("question_id", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "verdicts_supersedes_id_key" ON "verdicts"("supersedes_id");

-- CreateIndex
CREATE INDEX "verdicts_seq_idx" ON "verdicts"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "verdicts_statement_id_revision_key" ON "verdicts"("statement_id", "revision");

-- CreateIndex
CREATE INDEX "evidence_resolution_id_idx" ON "evidence"("resolution_id");

-- CreateIndex
CREATE INDEX "evidence_verdict_id_idx" ON "evidence"("verdict_id");

-- CreateIndex
CREATE INDEX "retractions_seq_idx" ON "retractions"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "retractions_subject_type_subject_id_key" ON "retractions"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "merges_seq_idx" ON "merges"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "merges_subject_type_from_id_key" ON "merges"("subject_type", "from_id");

-- CreateIndex
CREATE INDEX "scores_resolution_id_idx" ON "scores"("resolution_id");

-- CreateIndex
CREATE INDEX "scores_seq_forecast_id_rule_idx" ON "scores"("seq", "forecast_id", "rule");

-- CreateIndex
CREATE INDEX "revisions_subject_type_seq_idx" ON "revisions"("subject_type", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_previous_hash_key" ON "audit_events"("previous_hash");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_hash_key" ON "audit_events"("hash");

-- CreateIndex
CREATE INDEX "audit_events_recorded_at_idx" ON "audit_events"("recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_secret_sha256_key" ON "api_keys"("secret_sha256");

-- CreateIndex
CREATE INDEX "api_keys_created_at_id_idx" ON "api_keys"("created_at", "id");

-- CreateIndex
CREATE INDEX "idempotency_records_created_at_idx" ON "idempotency_records"("created_at");

-- AddForeignKey
ALTER TABLE "source_texts" ADD CONSTRAINT "source_texts_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecasters" ADD CONSTRAINT "forecasters_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "forecasters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topics" ADD CONSTRAINT "topics_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "topics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entities" ADD CONSTRAINT "entities_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "entities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lexicon_entries" ADD CONSTRAINT "lexicon_entries_lexicon_key_lexicon_version_fkey" FOREIGN KEY ("lexicon_key", "lexicon_version") REFERENCES "lexicons"("key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statements" ADD CONSTRAINT "statements_forecaster_id_fkey" FOREIGN KEY ("forecaster_id") REFERENCES "forecasters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statements" ADD CONSTRAINT "statements_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statements" ADD CONSTRAINT "statements_current_verdict_id_fkey" FOREIGN KEY ("current_verdict_id") REFERENCES "verdicts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "anchors" ADD CONSTRAINT "anchors_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hedges" ADD CONSTRAINT "hedges_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_topics" ADD CONSTRAINT "statement_topics_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_topics" ADD CONSTRAINT "statement_topics_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_entities" ADD CONSTRAINT "statement_entities_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_entities" ADD CONSTRAINT "statement_entities_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_relations" ADD CONSTRAINT "statement_relations_from_statement_id_fkey" FOREIGN KEY ("from_statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_relations" ADD CONSTRAINT "statement_relations_to_statement_id_fkey" FOREIGN KEY ("to_statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_condition_question_id_fkey" FOREIGN KEY ("condition_question_id") REFERENCES "questions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_current_resolution_id_fkey" FOREIGN KEY ("current_resolution_id") REFERENCES "resolutions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question_topics" ADD CONSTRAINT "question_topics_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "questions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question_topics" ADD CONSTRAINT "question_topics_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topics"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question_entities" ADD CONSTRAINT "question_entities_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "questions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question_entities" ADD CONSTRAINT "question_entities_entity_id_fkey" FOREIGN KEY ("entity_id") REFERENCES "entities"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "questions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_forecaster_id_fkey" FOREIGN KEY ("forecaster_id") REFERENCES "forecasters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecasts" ADD CONSTRAINT "forecasts_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "forecasts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_forecast_id_fkey" FOREIGN KEY ("forecast_id") REFERENCES "forecasts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resolutions" ADD CONSTRAINT "resolutions_question_id_fkey" FOREIGN KEY ("question_id") REFERENCES "questions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resolutions" ADD CONSTRAINT "resolutions_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "resolutions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resolutions" ADD CONSTRAINT "resolutions_cause_resolution_id_fkey" FOREIGN KEY ("cause_resolution_id") REFERENCES "resolutions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "verdicts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_resolution_id_fkey" FOREIGN KEY ("resolution_id") REFERENCES "resolutions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scores" ADD CONSTRAINT "scores_forecast_id_fkey" FOREIGN KEY ("forecast_id") REFERENCES "forecasts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scores" ADD CONSTRAINT "scores_resolution_id_fkey" FOREIGN KEY ("resolution_id") REFERENCES "resolutions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Everything below is what Prisma cannot express.

-- ---------------------------------------------------------------------------------------------
-- Ranges and vocabularies: what the database can hold, it holds.

ALTER TABLE "sources"
  ADD CONSTRAINT "sources_kind_check" CHECK ("kind" IN ('article', 'podcast', 'video', 'report', 'post', 'filing', 'speech', 'interview', 'other')),
  ADD CONSTRAINT "sources_text_length_check" CHECK ("text_length" >= 0),
  ADD CONSTRAINT "sources_version_check" CHECK ("version" >= 1);

ALTER TABLE "forecasters"
  ADD CONSTRAINT "forecasters_kind_check" CHECK ("kind" IN ('person', 'organization', 'model', 'crowd', 'baseline')),
  ADD CONSTRAINT "forecasters_merge_check" CHECK ("merged_into_id" IS DISTINCT FROM "id");

ALTER TABLE "topics" ADD CONSTRAINT "topics_merge_check" CHECK ("merged_into_id" IS DISTINCT FROM "id");
ALTER TABLE "entities" ADD CONSTRAINT "entities_merge_check" CHECK ("merged_into_id" IS DISTINCT FROM "id");
CREATE UNIQUE INDEX "topics_name_key" ON "topics" (lower("name"));
CREATE UNIQUE INDEX "entities_name_key" ON "entities" (lower("name"));
CREATE INDEX "forecasters_name_index" ON "forecasters" (lower("name"));

ALTER TABLE "lexicon_entries"
  ADD CONSTRAINT "lexicon_entries_interval_check" CHECK ("lower" >= 0 AND "lower" <= "upper" AND "upper" <= 1);

ALTER TABLE "statements"
  ADD CONSTRAINT "statements_kind_check" CHECK ("kind" IN ('forecast', 'claim', 'opinion')),
  ADD CONSTRAINT "statements_importance_check" CHECK ("importance" IN ('headline', 'main', 'minor')),
  ADD CONSTRAINT "statements_scorability_check" CHECK ("scorability" IN ('scorable', 'noHorizon', 'noThreshold', 'valueJudgement', 'unfalsifiable')),
  ADD CONSTRAINT "statements_verdict_check" CHECK ("current_verdict_id" IS NULL OR "kind" = 'claim');

ALTER TABLE "anchors"
  ADD CONSTRAINT "anchors_offsets_check" CHECK ("start_offset" >= 0 AND "end_offset" > "start_offset"),
  ADD CONSTRAINT "anchors_sha256_check" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "anchors_status_check" CHECK ("status" IN ('unverified', 'verified', 'broken'));

ALTER TABLE "hedges"
  ADD CONSTRAINT "hedges_interval_check" CHECK ("lower" >= 0 AND "lower" <= "upper" AND "upper" <= 1),
  ADD CONSTRAINT "hedges_lexicon_fkey" FOREIGN KEY ("lexicon_key", "lexicon_version") REFERENCES "lexicons" ("key", "version");

ALTER TABLE "statement_relations"
  ADD CONSTRAINT "statement_relations_type_check" CHECK ("type" IN ('repeats', 'raises', 'softens', 'reverses', 'withdraws', 'partOf')),
  ADD CONSTRAINT "statement_relations_self_check" CHECK ("from_statement_id" <> "to_statement_id");

ALTER TABLE "questions"
  ADD CONSTRAINT "questions_type_check" CHECK ("type" IN ('binary', 'multipleChoice', 'numeric', 'date')),
  ADD CONSTRAINT "questions_reading_check" CHECK ("reading" IN ('plain', 'strict', 'lenient')),
  ADD CONSTRAINT "questions_window_basis_check" CHECK ("window_basis" IN ('stated', 'inferred', 'imputed', 'none')),
  ADD CONSTRAINT "questions_options_check" CHECK (("type" = 'multipleChoice') = ("options" IS NOT NULL)),
  ADD CONSTRAINT "questions_ordered_check" CHECK (NOT "ordered" OR "type" = 'multipleChoice'),
  ADD CONSTRAINT "questions_range_check" CHECK ("range_min" < "range_max"),
  ADD CONSTRAINT "questions_window_check" CHECK ("opens_at_instant" < "closes_at_instant"),
  ADD CONSTRAINT "questions_instants_check" CHECK (
    ("opens_at" IS NULL) = ("opens_at_instant" IS NULL)
    AND ("closes_at" IS NULL) = ("closes_at_instant" IS NULL)
    AND ("resolves_by" IS NULL) = ("resolves_by_instant" IS NULL)),
  ADD CONSTRAINT "questions_condition_check" CHECK (
    ("condition_question_id" IS NULL) = ("condition_outcome" IS NULL) AND "condition_question_id" IS DISTINCT FROM "id");

ALTER TABLE "forecasts"
  ADD CONSTRAINT "forecasts_basis_check" CHECK ("basis" IN ('stated', 'verbal', 'assigned', 'imported')),
  ADD CONSTRAINT "forecasts_probability_check" CHECK ("probability" >= 0 AND "probability" <= 1),
  ADD CONSTRAINT "forecasts_interval_check" CHECK (
    ("lower" IS NULL) = ("upper" IS NULL)
    AND ("lower" IS NULL OR "probability" IS NOT NULL)
    AND "lower" >= 0 AND "upper" <= 1 AND "lower" <= "probability" AND "probability" <= "upper"),
  ADD CONSTRAINT "forecasts_revision_check" CHECK (("revision" = 1) = ("supersedes_id" IS NULL) AND "revision" >= 1),
  ADD CONSTRAINT "forecasts_reason_check" CHECK (("supersedes_id" IS NULL) = ("reason" IS NULL)),
  ADD CONSTRAINT "forecasts_made_at_check" CHECK ("made_at" <= "recorded_at");
CREATE UNIQUE INDEX "forecasts_first_revision_key" ON "forecasts" ("question_id", "forecaster_id", "made_at") WHERE "supersedes_id" IS NULL;

ALTER TABLE "resolutions"
  ADD CONSTRAINT "resolutions_state_check" CHECK ("state" IN ('value', 'void', 'reopened')),
  ADD CONSTRAINT "resolutions_known_at_check" CHECK ("state" <> 'value' OR "known_at" IS NOT NULL),
  ADD CONSTRAINT "resolutions_known_at_past_check" CHECK ("known_at_instant" <= "recorded_at"),
  ADD CONSTRAINT "resolutions_instant_check" CHECK (("known_at" IS NULL) = ("known_at_instant" IS NULL)),
  ADD CONSTRAINT "resolutions_revision_check" CHECK (("revision" = 1) = ("supersedes_id" IS NULL) AND "revision" >= 1),
  ADD CONSTRAINT "resolutions_reason_check" CHECK ("supersedes_id" IS NULL OR "reason" IS NOT NULL),
  ADD CONSTRAINT "resolutions_reopened_check" CHECK ("state" <> 'reopened' OR "supersedes_id" IS NOT NULL);
-- One root a question, and each resolution superseded at most once: exactly one current resolution.
CREATE UNIQUE INDEX "resolutions_first_key" ON "resolutions" ("question_id") WHERE "supersedes_id" IS NULL;

ALTER TABLE "verdicts"
  ADD CONSTRAINT "verdicts_rating_check" CHECK ("rating" IN ('accurate', 'mostlyAccurate', 'disputed', 'inaccurate', 'unverifiable')),
  ADD CONSTRAINT "verdicts_revision_check" CHECK (("revision" = 1) = ("supersedes_id" IS NULL) AND "revision" >= 1),
  ADD CONSTRAINT "verdicts_reason_check" CHECK ("supersedes_id" IS NULL OR "reason" IS NOT NULL),
  ADD CONSTRAINT "verdicts_known_at_past_check" CHECK ("known_at_instant" <= "recorded_at"),
  ADD CONSTRAINT "verdicts_instant_check" CHECK (("known_at" IS NULL) = ("known_at_instant" IS NULL));
CREATE UNIQUE INDEX "verdicts_first_key" ON "verdicts" ("statement_id") WHERE "supersedes_id" IS NULL;

ALTER TABLE "evidence"
  ADD CONSTRAINT "evidence_parent_check" CHECK (("resolution_id" IS NULL) <> ("verdict_id" IS NULL)),
  ADD CONSTRAINT "evidence_tier_check" CHECK ("tier" IN ('primary', 'press', 'secondary')),
  ADD CONSTRAINT "evidence_url_check" CHECK ("url" ~ '^https?://' AND length("url") <= 2000);

ALTER TABLE "retractions"
  ADD CONSTRAINT "retractions_subject_check" CHECK ("subject_type" IN ('source', 'forecaster', 'statement', 'question', 'forecast'));
ALTER TABLE "merges"
  ADD CONSTRAINT "merges_subject_check" CHECK ("subject_type" IN ('forecaster', 'topic', 'entity')),
  ADD CONSTRAINT "merges_self_check" CHECK ("from_id" <> "into_id");
ALTER TABLE "scores"
  ADD CONSTRAINT "scores_value_check" CHECK (("value" IS NULL) = ("reason" IS NOT NULL) AND "value" <> 'NaN'::float8);
ALTER TABLE "audit_head" ADD CONSTRAINT "audit_head_single_check" CHECK ("id" = 1);
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_scopes_check" CHECK ("scopes" <@ ARRAY['read', 'write', 'resolve', 'admin'] AND cardinality("scopes") >= 1);
ALTER TABLE "idempotency_records"
  ADD CONSTRAINT "idempotency_records_key_check" CHECK ("key" ~ '^[\x21-\x7e]{1,255}$'),
  ADD CONSTRAINT "idempotency_records_status_check" CHECK ("status" BETWEEN 200 AND 299);

-- ---------------------------------------------------------------------------------------------
-- Evidence stands behind every outcome and verdict: checked at commit, when both are written.

CREATE FUNCTION reckoner_require_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'resolutions' THEN
    IF NEW.state = 'value' AND NOT EXISTS (SELECT 1 FROM evidence WHERE resolution_id = NEW.id) THEN
      RAISE EXCEPTION 'resolution % has an outcome but no evidence', NEW.id USING ERRCODE = '23514';
    END IF;
  ELSIF NOT EXISTS (SELECT 1 FROM evidence WHERE verdict_id = NEW.id) THEN
    RAISE EXCEPTION 'verdict % has no evidence', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "resolutions_evidence" AFTER INSERT ON "resolutions"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reckoner_require_evidence();
CREATE CONSTRAINT TRIGGER "verdicts_evidence" AFTER INSERT ON "verdicts"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reckoner_require_evidence();

-- ---------------------------------------------------------------------------------------------
-- Append-only: no role, not even the owner, changes a recorded row by a plain statement.

CREATE FUNCTION reckoner_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '42501';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['forecasts', 'withdrawals', 'resolutions', 'verdicts', 'evidence', 'retractions',
      'merges', 'scores', 'revisions', 'audit_events', 'lexicons', 'lexicon_entries'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION reckoner_refuse_change()', name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION reckoner_refuse_change()', name || '_no_truncate', name);
  END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------
-- The chain: gapless, each event naming the hash of the one before.

INSERT INTO "audit_head" ("id", "seq", "hash", "recorded_at") VALUES (1, 0, repeat('0', 64), date_trunc('milliseconds', clock_timestamp()));

CREATE FUNCTION reckoner_check_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE expected text;
BEGIN
  IF NEW.seq = 1 THEN
    expected := repeat('0', 64);
  ELSE
    SELECT hash INTO expected FROM audit_events WHERE seq = NEW.seq - 1;
  END IF;
  IF expected IS NULL OR expected <> NEW.previous_hash THEN
    RAISE EXCEPTION 'audit event % does not continue the chain', NEW.seq USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "audit_events_chain" BEFORE INSERT ON "audit_events" FOR EACH ROW EXECUTE FUNCTION reckoner_check_chain();

-- The head is only ever moved forward by one event, and never removed.
CREATE FUNCTION reckoner_check_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'the audit head cannot be removed' USING ERRCODE = '42501';
  END IF;
  IF NEW.seq <> OLD.seq + 1 THEN
    RAISE EXCEPTION 'the audit head moves by one event, not from % to %', OLD.seq, NEW.seq USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "audit_head_forward" BEFORE UPDATE OR DELETE ON "audit_head" FOR EACH ROW EXECUTE FUNCTION reckoner_check_head();

-- ---------------------------------------------------------------------------------------------
-- Search: one function makes the vector, its twin the query. English stems for Latin script,
-- overlapping pairs for runs of Han (the last sign of a run stands alone too, so that a single
-- sign is found as a prefix).

CREATE FUNCTION reckoner_han_runs(document text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT m[1] FROM regexp_matches(document, '([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]+)', 'g') AS m
$$;

CREATE FUNCTION reckoner_without_han(document text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(document, '[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]+', ' ', 'g')
$$;

CREATE FUNCTION reckoner_search_vector(document text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('english'::regconfig, reckoner_without_han(document)) || array_to_tsvector(coalesce(
    (SELECT array_agg(DISTINCT substr(run, i, 2)) FROM reckoner_han_runs(document) AS run, generate_series(1, length(run)) AS i),
    ARRAY[]::text[]))
$$;

CREATE FUNCTION reckoner_search_query(terms text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  found tsquery := plainto_tsquery('english'::regconfig, reckoner_without_han(terms));
  run text;
  i int;
BEGIN
  FOR run IN SELECT * FROM reckoner_han_runs(terms) LOOP
    IF length(run) = 1 THEN
      found := found && (quote_literal(run) || ':*')::tsquery;
    ELSE
      FOR i IN 1 .. length(run) - 1 LOOP
        found := found && quote_literal(substr(run, i, 2))::tsquery;
      END LOOP;
    END IF;
  END LOOP;
  RETURN found;
END $$;

CREATE INDEX "sources_search_index" ON "sources" USING gin ("search_vector");
CREATE INDEX "forecasters_search_index" ON "forecasters" USING gin ("search_vector");
CREATE INDEX "statements_search_index" ON "statements" USING gin ("search_vector");
CREATE INDEX "questions_search_index" ON "questions" USING gin ("search_vector");

-- A name and those merged into it: all of them find what carries any of them.
CREATE INDEX "forecasters_standing_index" ON "forecasters" (coalesce("merged_into_id", "id"));
CREATE INDEX "topics_standing_index" ON "topics" (coalesce("merged_into_id", "id"));
CREATE INDEX "entities_standing_index" ON "entities" (coalesce("merged_into_id", "id"));

-- Documents of the four searchable nouns, made from what stands in the tables now.
CREATE FUNCTION reckoner_refresh_search(source_ids uuid[], forecaster_ids uuid[], statement_ids uuid[], question_ids uuid[])
RETURNS void LANGUAGE sql AS $$
  UPDATE sources s SET search_vector = reckoner_search_vector(concat_ws(' ', s.title, s.publisher)) WHERE s.id = ANY(source_ids);
  UPDATE forecasters f SET search_vector = reckoner_search_vector(concat_ws(' ', f.name, array_to_string(f.aliases, ' '), f.affiliation))
    WHERE f.id = ANY(forecaster_ids);
  UPDATE statements s SET search_vector = reckoner_search_vector(concat_ws(' ', s.text,
      (SELECT string_agg(concat_ws(' ', f.name, array_to_string(f.aliases, ' ')), ' ') FROM forecasters own
        JOIN forecasters f ON coalesce(f.merged_into_id, f.id) = coalesce(own.merged_into_id, own.id) WHERE own.id = s.forecaster_id),
      (SELECT o.title FROM sources o WHERE o.id = s.source_id),
      (SELECT h.phrase FROM hedges h WHERE h.statement_id = s.id),
      (SELECT string_agg(t.name, ' ') FROM statement_topics st JOIN topics own ON own.id = st.topic_id
        JOIN topics t ON coalesce(t.merged_into_id, t.id) = coalesce(own.merged_into_id, own.id) WHERE st.statement_id = s.id),
      (SELECT string_agg(e.name, ' ') FROM statement_entities se JOIN entities own ON own.id = se.entity_id
        JOIN entities e ON coalesce(e.merged_into_id, e.id) = coalesce(own.merged_into_id, own.id) WHERE se.statement_id = s.id)))
    WHERE s.id = ANY(statement_ids) OR s.source_id = ANY(source_ids) OR s.forecaster_id = ANY(forecaster_ids);
  -- A question is also found by the words of the statement that it reads, its speaker and source.
  UPDATE questions q SET search_vector = coalesce((SELECT s.search_vector FROM statements s WHERE s.id = q.statement_id), ''::tsvector)
    || reckoner_search_vector(concat_ws(' ', q.title, q.description, q.resolution_criteria,
      (SELECT string_agg(t.name, ' ') FROM question_topics qt JOIN topics own ON own.id = qt.topic_id
        JOIN topics t ON coalesce(t.merged_into_id, t.id) = coalesce(own.merged_into_id, own.id) WHERE qt.question_id = q.id),
      (SELECT string_agg(e.name, ' ') FROM question_entities qe JOIN entities own ON own.id = qe.entity_id
        JOIN entities e ON coalesce(e.merged_into_id, e.id) = coalesce(own.merged_into_id, own.id) WHERE qe.question_id = q.id)))
    WHERE q.id = ANY(question_ids) OR q.statement_id = ANY(statement_ids)
      OR q.statement_id IN (SELECT id FROM statements WHERE source_id = ANY(source_ids) OR forecaster_id = ANY(forecaster_ids));
$$;

-- ---------------------------------------------------------------------------------------------
-- The service works as reckoner_app, which cannot change what is recorded.

DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'reckoner_app') THEN
    CREATE ROLE reckoner_app NOLOGIN;
  END IF;
EXCEPTION
  -- Two databases of one server may be migrated at the same moment.
  WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  EXECUTE format('GRANT reckoner_app TO %I', current_user);
EXCEPTION
  WHEN OTHERS THEN RAISE NOTICE 'could not grant reckoner_app to %: %', current_user, SQLERRM;
END $$;

GRANT USAGE ON SCHEMA public TO reckoner_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO reckoner_app;
REVOKE INSERT ON "_prisma_migrations", "audit_head" FROM reckoner_app;
GRANT UPDATE ON "sources", "source_texts", "forecasters", "topics", "entities", "statements", "anchors", "hedges", "questions",
  "audit_head", "api_keys" TO reckoner_app;
-- An edit replaces the rows that hang on the edited thing; the versions stand in revisions.
GRANT DELETE ON "anchors", "hedges", "statement_topics", "statement_entities", "statement_relations", "question_topics",
  "question_entities", "idempotency_records" TO reckoner_app;

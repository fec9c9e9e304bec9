-- What a unit writes, it writes in one statement: the head of the chain is locked by it, gives the
-- number and the time, and is moved on. Nothing but the commit follows. The functions run with the
-- rights of whoever calls them: they can do no more than the caller could.

-- Rows of one table as sent, with what only the lock can give: number, time and actor.
-- A step is {"do": "insert" | "update", "table", "columns", "stamped", "rows"} (src/store/prisma/append/steps.ts).
CREATE FUNCTION reckoner_step_sql(step jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  sent text[] := ARRAY(SELECT jsonb_array_elements_text(step -> 'columns'));
  stamped text[] := ARRAY(SELECT jsonb_array_elements_text(step -> 'stamped'));
  given text[] := ARRAY(SELECT 'r.' || quote_ident(c) FROM unnest(sent) WITH ORDINALITY AS s(c, n) ORDER BY n)
    || ARRAY(SELECT CASE c WHEN 'seq' THEN '$2' WHEN 'created_seq' THEN '$2' WHEN 'recorded_by' THEN '$4' ELSE '$3' END
      FROM unnest(stamped) WITH ORDINALITY AS s(c, n) ORDER BY n);
  named text[] := ARRAY(SELECT quote_ident(c) FROM unnest(sent || stamped) WITH ORDINALITY AS s(c, n) ORDER BY n);
BEGIN
  IF step ->> 'do' = 'insert' THEN
    RETURN format('INSERT INTO %1$I (%2$s) SELECT %3$s FROM jsonb_populate_recordset(NULL::%1$I, $1) AS r',
      step ->> 'table', array_to_string(named, ', '), array_to_string(given, ', '));
  END IF;
  RETURN format('UPDATE %1$I AS t SET %2$s FROM jsonb_populate_recordset(NULL::%1$I, $1) AS r WHERE t.id = r.id',
    step ->> 'table',
    (SELECT string_agg(n || ' = ' || g, ', ') FROM unnest(named, given) AS pair(n, g) WHERE n <> 'id'));
END $$;

CREATE FUNCTION reckoner_ids(list jsonb) RETURNS uuid[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY(SELECT e::uuid FROM jsonb_array_elements_text(list) AS e)
$$;

-- Search is made anew for what was written, and for what carries a name that was merged: it is found
-- by both names from now on.
CREATE FUNCTION reckoner_search_step(step jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  merged_forecasters uuid[] := reckoner_ids(step -> 'mergedForecasters');
  merged_topics uuid[] := reckoner_ids(step -> 'mergedTopics');
  merged_entities uuid[] := reckoner_ids(step -> 'mergedEntities');
  forecaster_ids uuid[] := reckoner_ids(step -> 'forecasters');
  statement_ids uuid[] := reckoner_ids(step -> 'statements');
  question_ids uuid[] := reckoner_ids(step -> 'questions');
BEGIN
  IF cardinality(merged_forecasters) > 0 THEN
    forecaster_ids := forecaster_ids || ARRAY(SELECT id FROM forecasters WHERE coalesce(merged_into_id, id) = ANY(merged_forecasters));
  END IF;
  IF cardinality(merged_topics) + cardinality(merged_entities) > 0 THEN
    merged_topics := ARRAY(SELECT id FROM topics WHERE coalesce(merged_into_id, id) = ANY(merged_topics));
    merged_entities := ARRAY(SELECT id FROM entities WHERE coalesce(merged_into_id, id) = ANY(merged_entities));
    statement_ids := statement_ids
      || ARRAY(SELECT statement_id FROM statement_topics WHERE topic_id = ANY(merged_topics))
      || ARRAY(SELECT statement_id FROM statement_entities WHERE entity_id = ANY(merged_entities));
    question_ids := question_ids
      || ARRAY(SELECT question_id FROM question_topics WHERE topic_id = ANY(merged_topics))
      || ARRAY(SELECT question_id FROM question_entities WHERE entity_id = ANY(merged_entities));
  END IF;
  PERFORM reckoner_refresh_search(reckoner_ids(step -> 'sources'), forecaster_ids, statement_ids, question_ids);
END $$;

-- The steps in their order, each seeing what those before it have done.
CREATE FUNCTION reckoner_write_steps(steps jsonb, given_seq bigint, given_at timestamptz, given_by uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  step jsonb;
  wanted int;
  done int;
BEGIN
  FOR step IN SELECT * FROM jsonb_array_elements(steps) LOOP
    wanted := jsonb_array_length(step -> 'rows');
    done := wanted;
    CASE step ->> 'do'
      WHEN 'insert', 'update' THEN
        EXECUTE reckoner_step_sql(step) USING step -> 'rows', given_seq, given_at, given_by;
        GET DIAGNOSTICS done = ROW_COUNT;
      WHEN 'delete' THEN
        EXECUTE format('DELETE FROM %I WHERE %I = ANY($1)', step ->> 'table', step ->> 'column') USING reckoner_ids(step -> 'ids');
      WHEN 'name' THEN
        -- Which names are equal is decided as in their index.
        EXECUTE format('INSERT INTO %1$I (%2$I, position, %3$I) SELECT r.owner, r.position, n.id
          FROM jsonb_to_recordset($1) AS r(owner uuid, position int, name text) JOIN %4$I n ON lower(n.name) = lower(r.name)',
          step ->> 'table', step ->> 'column', step ->> 'nameColumn', step ->> 'names') USING step -> 'rows';
        GET DIAGNOSTICS done = ROW_COUNT;
      WHEN 'keepText' THEN
        INSERT INTO source_texts (source_id, content, recorded_at)
          SELECT r.source_id, r.content, given_at FROM jsonb_to_recordset(step -> 'rows') AS r(source_id uuid, content text)
          ON CONFLICT (source_id) DO UPDATE SET content = EXCLUDED.content, recorded_at = EXCLUDED.recorded_at;
      WHEN 'touchStatements' THEN
        UPDATE statements SET seq = given_seq
          WHERE id IN (SELECT statement_id FROM questions WHERE id = ANY(reckoner_ids(step -> 'questionIds')));
      WHEN 'merge' THEN
        -- Earlier duplicates of the duplicate follow, so that one step always reaches what stands.
        EXECUTE format('UPDATE %I SET merged_into_id = $1, seq = $2 WHERE id = $3 OR merged_into_id = $3', step ->> 'table')
          USING (step ->> 'intoId')::uuid, given_seq, (step ->> 'fromId')::uuid;
      WHEN 'search' THEN
        PERFORM reckoner_search_step(step);
    END CASE;
    IF done <> wanted THEN
      RAISE EXCEPTION '% of % rows found their place in %', done, wanted, step ->> 'table' USING ERRCODE = '23514';
    END IF;
  END LOOP;
END $$;

-- Writes the steps and closes them with their event. `taken_at` is the time that was given where the
-- head is held already. The text that is hashed is that of eventHash in src/domain/audit/chain.ts.
CREATE FUNCTION reckoner_append(
  given_by uuid, given_action text, about_type text, about_id uuid, named jsonb, named_sha256 text, steps jsonb, taken_at timestamptz,
  OUT event_seq bigint, OUT event_at timestamptz, OUT event_previous text, OUT event_hash text
) LANGUAGE plpgsql AS $$
BEGIN
  SELECT seq + 1, hash INTO STRICT event_seq, event_previous FROM audit_head WHERE id = 1 FOR UPDATE;
  event_at := coalesce(taken_at, date_trunc('milliseconds', clock_timestamp()));
  PERFORM reckoner_write_steps(steps, event_seq, event_at, given_by);
  event_hash := encode(sha256(convert_to(E'reckoner-event-1\n' || format(
    '{"action":%s,"actor":"%s","previousHash":"%s","recordSha256":"%s","recordedAt":"%s","seq":%s,"subject":{"id":"%s","type":%s}}',
    to_json(given_action), given_by, event_previous, named_sha256,
    to_char(event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), event_seq, about_id, to_json(about_type)), 'UTF8')), 'hex');
  INSERT INTO audit_events (seq, recorded_at, actor, action, subject_type, subject_id, records, record_sha256, previous_hash, hash)
    VALUES (event_seq, event_at, given_by, given_action, about_type, about_id, named, named_sha256, event_previous, event_hash);
  UPDATE audit_head SET seq = event_seq, hash = event_hash, recorded_at = event_at WHERE id = 1;
END $$;

-- Beginning a unit: the time, and what was answered to the same request before. The lock is tried by a
-- statement of its own, so that the next one sees what its last holder has committed.
CREATE FUNCTION reckoner_begin(
  given_by uuid, given_key text,
  OUT begun_at timestamptz, OUT in_progress boolean, OUT kept jsonb
) LANGUAGE plpgsql AS $$
BEGIN
  begun_at := date_trunc('milliseconds', clock_timestamp());
  in_progress := false;
  IF given_key IS NULL THEN RETURN; END IF;
  in_progress := NOT pg_try_advisory_xact_lock(hashtextextended(given_by || ' ' || given_key, 0));
  IF in_progress THEN RETURN; END IF;
  SELECT jsonb_build_object('fingerprint', fingerprint, 'body', body, 'receipt', headers) INTO kept
    FROM idempotency_records WHERE key_id = given_by AND key = given_key;
END $$;

-- Of each question the first cause of all that hang together with it by conditions; itself where it has none.
CREATE FUNCTION reckoner_first_causes(question_ids uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  causes uuid[] := question_ids;
  further uuid[];
BEGIN
  LOOP
    SELECT array_agg(coalesce(q.condition_question_id, c.id) ORDER BY c.n) INTO further
      FROM unnest(causes) WITH ORDINALITY AS c(id, n) LEFT JOIN questions q ON q.id = c.id;
    IF further IS NOT DISTINCT FROM causes THEN RETURN causes; END IF;
    causes := further;
  END LOOP;
END $$;

-- Holds what is named (src/store/prisma/hold.ts), true for a change, in the order of the locks' keys.
-- Questions that hang together are held as one; false where they hang together otherwise by the time
-- that they are held.
CREATE FUNCTION reckoner_hold(things text[], changes boolean[], question_ids uuid[], question_changes boolean[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  causes uuid[] := CASE WHEN cardinality(question_ids) > 0 THEN reckoner_first_causes(question_ids) ELSE '{}' END;
  keys bigint[];
  exclusive boolean[];
BEGIN
  SELECT array_agg(key ORDER BY key), array_agg(change ORDER BY key) INTO keys, exclusive FROM (
    SELECT hashtextextended(thing, 1) AS key, bool_or(w.change) AS change
    FROM (SELECT * FROM unnest(things, changes) UNION ALL SELECT 'question ' || id, c FROM unnest(causes, question_changes) AS q(id, c)) AS w(thing, change)
    GROUP BY 1) AS named;
  FOR i IN 1 .. cardinality(keys) LOOP
    IF exclusive[i] THEN PERFORM pg_advisory_xact_lock(keys[i]); ELSE PERFORM pg_advisory_xact_lock_shared(keys[i]); END IF;
  END LOOP;
  RETURN cardinality(question_ids) = 0 OR reckoner_first_causes(question_ids) = causes;
END $$;

-- As before, with plans that are kept, and without reading every question: which statements are meant is found first.
CREATE OR REPLACE FUNCTION reckoner_refresh_search(source_ids uuid[], forecaster_ids uuid[], statement_ids uuid[], question_ids uuid[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  spoken uuid[] := statement_ids;
BEGIN
  IF cardinality(source_ids) > 0 THEN
    UPDATE sources s SET search_vector = reckoner_search_vector(concat_ws(' ', s.title, s.publisher)) WHERE s.id = ANY(source_ids);
    spoken := spoken || ARRAY(SELECT id FROM statements WHERE source_id = ANY(source_ids));
  END IF;
  IF cardinality(forecaster_ids) > 0 THEN
    UPDATE forecasters f SET search_vector = reckoner_search_vector(concat_ws(' ', f.name, array_to_string(f.aliases, ' '), f.affiliation))
      WHERE f.id = ANY(forecaster_ids);
    spoken := spoken || ARRAY(SELECT id FROM statements WHERE forecaster_id = ANY(forecaster_ids));
  END IF;
  IF cardinality(spoken) > 0 THEN
    UPDATE statements s SET search_vector = reckoner_search_vector(concat_ws(' ', s.text,
        (SELECT string_agg(concat_ws(' ', f.name, array_to_string(f.aliases, ' ')), ' ') FROM forecasters own
          JOIN forecasters f ON coalesce(f.merged_into_id, f.id) = coalesce(own.merged_into_id, own.id) WHERE own.id = s.forecaster_id),
        (SELECT o.title FROM sources o WHERE o.id = s.source_id),
        (SELECT h.phrase FROM hedges h WHERE h.statement_id = s.id),
        (SELECT string_agg(t.name, ' ') FROM statement_topics st JOIN topics own ON own.id = st.topic_id
          JOIN topics t ON coalesce(t.merged_into_id, t.id) = coalesce(own.merged_into_id, own.id) WHERE st.statement_id = s.id),
        (SELECT string_agg(e.name, ' ') FROM statement_entities se JOIN entities own ON own.id = se.entity_id
          JOIN entities e ON coalesce(e.merged_into_id, e.id) = coalesce(own.merged_into_id, own.id) WHERE se.statement_id = s.id)))
      WHERE s.id = ANY(spoken);
  END IF;
  -- A question is also found by the words of the statement that it reads, its speaker and source.
  IF cardinality(spoken) + cardinality(question_ids) > 0 THEN
    UPDATE questions q SET search_vector = coalesce((SELECT s.search_vector FROM statements s WHERE s.id = q.statement_id), ''::tsvector)
      || reckoner_search_vector(concat_ws(' ', q.title, q.description, q.resolution_criteria,
        (SELECT string_agg(t.name, ' ') FROM question_topics qt JOIN topics own ON own.id = qt.topic_id
          JOIN topics t ON coalesce(t.merged_into_id, t.id) = coalesce(own.merged_into_id, own.id) WHERE qt.question_id = q.id),
        (SELECT string_agg(e.name, ' ') FROM question_entities qe JOIN entities own ON own.id = qe.entity_id
          JOIN entities e ON coalesce(e.merged_into_id, e.id) = coalesce(own.merged_into_id, own.id) WHERE qe.question_id = q.id)))
      WHERE q.id = ANY(question_ids) OR q.statement_id = ANY(spoken);
  END IF;
END $$;

-- As before, and a key that was revoked or has expired by the time of the event ends the unit: it was
-- looked up before the body came, which may take half a minute. Under the head lock whatever revoked it
-- is either committed, and seen here, or comes after this event in the chain.
CREATE OR REPLACE FUNCTION reckoner_append(
  given_by uuid, given_action text, about_type text, about_id uuid, named jsonb, named_sha256 text, steps jsonb, taken_at timestamptz,
  OUT event_seq bigint, OUT event_at timestamptz, OUT event_previous text, OUT event_hash text
) LANGUAGE plpgsql AS $$
BEGIN
  SELECT seq + 1, hash INTO STRICT event_seq, event_previous FROM audit_head WHERE id = 1 FOR UPDATE;
  event_at := coalesce(taken_at, date_trunc('milliseconds', clock_timestamp()));
  -- What this very unit has written about its own key holds from the next one on.
  IF EXISTS (SELECT 1 FROM api_keys k WHERE k.id = given_by AND k.seq < event_seq AND (k.revoked_at <= event_at OR k.expires_at <= event_at)) THEN
    RAISE EXCEPTION 'key % may not write any more', given_by USING ERRCODE = '28000';
  END IF;
  PERFORM reckoner_write_steps(steps, event_seq, event_at, given_by);
  event_hash := encode(sha256(convert_to(E'reckoner-event-1\n' || format(
    '{"action":%s,"actor":"%s","previousHash":"%s","recordSha256":"%s","recordedAt":"%s","seq":%s,"subject":{"id":"%s","type":%s}}',
    to_json(given_action), given_by, event_previous, named_sha256,
    to_char(event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), event_seq, about_id, to_json(about_type)), 'UTF8')), 'hex');
  INSERT INTO audit_events (seq, recorded_at, actor, action, subject_type, subject_id, records, record_sha256, previous_hash, hash)
    VALUES (event_seq, event_at, given_by, given_action, about_type, about_id, named, named_sha256, event_previous, event_hash);
  UPDATE audit_head SET seq = event_seq, hash = event_hash, recorded_at = event_at WHERE id = 1;
END $$;

-- The log is a chain, on PostgreSQL. Writers come one by one: each holds the lock until its
-- transaction ends, so the last entry that a check has seen is still the last when it commits.

CREATE OR REPLACE FUNCTION log_lock() RETURNS void LANGUAGE sql AS
$$ SELECT pg_advisory_xact_lock(hashtext('boligsocial.decision_log')) $$;

CREATE OR REPLACE FUNCTION log_refuse(reason text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'log: %', reason USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE FUNCTION log_refused() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM log_refuse(TG_ARGV[0]); RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION log_entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last decision_log_logentry%ROWTYPE;
BEGIN
  PERFORM log_lock();
  SELECT * INTO last FROM decision_log_logentry ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(last.number, 0) + 1 THEN
    PERFORM log_refuse('entries are numbered without gaps');
  END IF;
  IF NEW.previous <> coalesce(last.hash, repeat('0', 64)) THEN
    PERFORM log_refuse('an entry names the hash of the one before it');
  END IF;
  IF NEW.hash !~ '^[0-9a-f]{64}$' THEN
    PERFORM log_refuse('a hash is 64 hexadecimal digits');
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER log_entry_follows BEFORE INSERT ON decision_log_logentry
FOR EACH ROW EXECUTE FUNCTION log_entry_follows();

CREATE TRIGGER log_entry_is_kept BEFORE UPDATE ON decision_log_logentry
FOR EACH ROW EXECUTE FUNCTION log_refused('an entry is never edited');

CREATE TRIGGER log_entry_stays BEFORE DELETE OR TRUNCATE ON decision_log_logentry
FOR EACH STATEMENT EXECUTE FUNCTION log_refused('an entry is never deleted');

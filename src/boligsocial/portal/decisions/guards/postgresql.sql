-- What is decided is kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION decisions_refused() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'decisions: %', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE FUNCTION decisions_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + (SELECT count(*) FROM decisions_decision WHERE case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'decisions: the decisions of a case are numbered without gaps'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER case_decision_is_kept BEFORE UPDATE ON decisions_decision
FOR EACH ROW EXECUTE FUNCTION decisions_refused('a decision is never edited; make a new one');

CREATE OR REPLACE TRIGGER case_decision_stays BEFORE DELETE OR TRUNCATE ON decisions_decision
FOR EACH STATEMENT EXECUTE FUNCTION decisions_refused('a decision is never deleted');

CREATE OR REPLACE TRIGGER case_decision_follows BEFORE INSERT ON decisions_decision
FOR EACH ROW EXECUTE FUNCTION decisions_follow();

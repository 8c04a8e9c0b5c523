-- What is decided is kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION decisions_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + (SELECT count(*) FROM decisions_decision WHERE case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'decisions: the decisions of a case are numbered without gaps'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER case_decision_follows BEFORE INSERT ON decisions_decision
FOR EACH ROW EXECUTE FUNCTION decisions_follow();

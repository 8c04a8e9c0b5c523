-- A version of a financing plan is kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION financing_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + (
    SELECT coalesce(max(number), 0) FROM financing_planversion WHERE case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'financing: the versions of a plan are numbered without gaps'
    USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER financing_version_is_next BEFORE INSERT ON financing_planversion
FOR EACH ROW EXECUTE FUNCTION financing_is_next();

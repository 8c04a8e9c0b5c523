-- A version of a financing plan is kept, on SQLite.

CREATE TRIGGER financing_version_is_next BEFORE INSERT ON financing_planversion
BEGIN
  SELECT RAISE(ABORT, 'financing: the versions of a plan are numbered without gaps')
  WHERE NEW.number <> 1 + (
    SELECT coalesce(max(number), 0) FROM financing_planversion WHERE case_id = NEW.case_id);
END;

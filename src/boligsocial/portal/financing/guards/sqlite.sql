-- A version of a financing plan is kept, on SQLite.

DROP TRIGGER IF EXISTS financing_version_is_kept;
CREATE TRIGGER financing_version_is_kept BEFORE UPDATE ON financing_planversion
BEGIN
  SELECT RAISE(ABORT, 'financing: a version of a plan is never edited; save a new one');
END;

DROP TRIGGER IF EXISTS financing_version_stays;
CREATE TRIGGER financing_version_stays BEFORE DELETE ON financing_planversion
BEGIN
  SELECT RAISE(ABORT, 'financing: a version of a plan is never deleted');
END;

DROP TRIGGER IF EXISTS financing_version_is_next;
CREATE TRIGGER financing_version_is_next BEFORE INSERT ON financing_planversion
BEGIN
  SELECT RAISE(ABORT, 'financing: a version of a plan is never written over')
  WHERE EXISTS (SELECT 1 FROM financing_planversion WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'financing: the versions of a plan are numbered without gaps')
  WHERE NEW.number <> 1 + (
    SELECT coalesce(max(number), 0) FROM financing_planversion WHERE case_id = NEW.case_id);
END;

-- Versions of plans and status reports are kept, on SQLite.

DROP TRIGGER IF EXISTS plan_version_is_kept;
CREATE TRIGGER plan_version_is_kept BEFORE UPDATE ON development_planversion
BEGIN
  SELECT RAISE(ABORT, 'development: a version of a plan is never edited');
END;

DROP TRIGGER IF EXISTS plan_version_stays;
CREATE TRIGGER plan_version_stays BEFORE DELETE ON development_planversion
BEGIN
  SELECT RAISE(ABORT, 'development: a version of a plan is never deleted');
END;

DROP TRIGGER IF EXISTS plan_version_is_new;
CREATE TRIGGER plan_version_is_new BEFORE INSERT ON development_planversion
BEGIN
  SELECT RAISE(ABORT, 'development: a version of a plan is never written over')
  WHERE EXISTS (SELECT 1 FROM development_planversion WHERE id = NEW.id);
END;

DROP TRIGGER IF EXISTS plan_measure_is_kept;
CREATE TRIGGER plan_measure_is_kept BEFORE UPDATE ON development_plannedmeasure
BEGIN
  SELECT RAISE(ABORT, 'development: a measure of a version is never edited');
END;

DROP TRIGGER IF EXISTS plan_measure_stays;
CREATE TRIGGER plan_measure_stays BEFORE DELETE ON development_plannedmeasure
BEGIN
  SELECT RAISE(ABORT, 'development: a measure of a version is never deleted');
END;

DROP TRIGGER IF EXISTS plan_measure_is_new;
CREATE TRIGGER plan_measure_is_new BEFORE INSERT ON development_plannedmeasure
BEGIN
  SELECT RAISE(ABORT, 'development: a measure of a version is never written over')
  WHERE EXISTS (SELECT 1 FROM development_plannedmeasure WHERE id = NEW.id);
END;

DROP TRIGGER IF EXISTS plan_report_is_kept;
CREATE TRIGGER plan_report_is_kept BEFORE UPDATE ON development_statusreport
BEGIN
  SELECT RAISE(ABORT, 'development: a status report is never edited');
END;

DROP TRIGGER IF EXISTS plan_report_stays;
CREATE TRIGGER plan_report_stays BEFORE DELETE ON development_statusreport
BEGIN
  SELECT RAISE(ABORT, 'development: a status report is never deleted');
END;

DROP TRIGGER IF EXISTS plan_report_is_new;
CREATE TRIGGER plan_report_is_new BEFORE INSERT ON development_statusreport
BEGIN
  SELECT RAISE(ABORT, 'development: a status report is never written over')
  WHERE EXISTS (SELECT 1 FROM development_statusreport WHERE id = NEW.id);
END;

DROP TRIGGER IF EXISTS plan_measure_counts;
CREATE TRIGGER plan_measure_counts BEFORE INSERT ON development_plannedmeasure
BEGIN
  SELECT RAISE(ABORT, 'development: there are as many measures as the version tells')
  WHERE (SELECT COUNT(*) FROM development_plannedmeasure WHERE version_id = NEW.version_id)
    >= (SELECT measure_count FROM development_planversion WHERE id = NEW.version_id);
END;

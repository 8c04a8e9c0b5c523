-- Versions of plans and status reports are kept, on SQLite.

CREATE TRIGGER plan_measure_counts BEFORE INSERT ON development_plannedmeasure
BEGIN
  SELECT RAISE(ABORT, 'development: there are as many measures as the version tells')
  WHERE (SELECT COUNT(*) FROM development_plannedmeasure WHERE version_id = NEW.version_id)
    >= (SELECT measure_count FROM development_planversion WHERE id = NEW.version_id);
END;

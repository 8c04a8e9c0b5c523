-- Versions of plans and status reports are kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION plan_measure_counts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT COUNT(*) FROM development_plannedmeasure WHERE version_id = NEW.version_id)
    >= (SELECT measure_count FROM development_planversion WHERE id = NEW.version_id) THEN
    RAISE EXCEPTION 'development: there are as many measures as the version tells'
    USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_measure_counts BEFORE INSERT ON development_plannedmeasure
FOR EACH ROW EXECUTE FUNCTION plan_measure_counts();

-- Versions of plans and status reports are kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION development_refused() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'development: %', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE TRIGGER plan_version_is_kept BEFORE UPDATE ON development_planversion
FOR EACH ROW EXECUTE FUNCTION development_refused('a version of a plan is never edited');

CREATE OR REPLACE TRIGGER plan_version_stays BEFORE DELETE ON development_planversion
FOR EACH ROW EXECUTE FUNCTION development_refused('a version of a plan is never deleted');

CREATE OR REPLACE TRIGGER plan_measure_is_kept BEFORE UPDATE ON development_plannedmeasure
FOR EACH ROW EXECUTE FUNCTION development_refused('a measure of a version is never edited');

CREATE OR REPLACE TRIGGER plan_measure_stays BEFORE DELETE ON development_plannedmeasure
FOR EACH ROW EXECUTE FUNCTION development_refused('a measure of a version is never deleted');

CREATE OR REPLACE TRIGGER plan_report_is_kept BEFORE UPDATE ON development_statusreport
FOR EACH ROW EXECUTE FUNCTION development_refused('a status report is never edited');

CREATE OR REPLACE TRIGGER plan_report_stays BEFORE DELETE ON development_statusreport
FOR EACH ROW EXECUTE FUNCTION development_refused('a status report is never deleted');

CREATE OR REPLACE FUNCTION plan_measure_counts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT COUNT(*) FROM development_plannedmeasure WHERE version_id = NEW.version_id)
    >= (SELECT measure_count FROM development_planversion WHERE id = NEW.version_id) THEN
    RAISE EXCEPTION 'development: there are as many measures as the version tells'
    USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER plan_measure_counts BEFORE INSERT ON development_plannedmeasure
FOR EACH ROW EXECUTE FUNCTION plan_measure_counts();

-- What has happened in a case is kept, on PostgreSQL.

CREATE TRIGGER case_request_is_answered_once BEFORE UPDATE ON cases_request
FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL OR NEW.answered_at IS NULL
  OR (OLD.id, OLD.case_id, OLD.by_id, OLD.at, OLD.text, OLD.due_on)
  IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.by_id, NEW.at, NEW.text, NEW.due_on))
EXECUTE FUNCTION guard_refuses('cases: a request is answered once, and never edited');

CREATE TRIGGER case_check_is_taken_back_once BEFORE UPDATE ON cases_check
FOR EACH ROW WHEN (OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
  OR (OLD.id, OLD.case_id, OLD.asked, OLD.in_phase, OLD.by_id, OLD.at)
  IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.asked, NEW.in_phase, NEW.by_id, NEW.at))
EXECUTE FUNCTION guard_refuses('cases: a check is never edited, only taken back');

CREATE OR REPLACE FUNCTION cases_step_follows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF NEW.number <> 1 + (SELECT COUNT(*) FROM cases_step WHERE case_id = NEW.case_id)
    OR NEW.came_from <> COALESCE(
      (SELECT "to" FROM cases_step WHERE case_id = NEW.case_id AND number = NEW.number - 1), '')
  THEN
    RAISE EXCEPTION 'cases: a step follows the one before it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER case_step_follows BEFORE INSERT ON cases_step
FOR EACH ROW EXECUTE FUNCTION cases_step_follows();

CREATE OR REPLACE FUNCTION cases_where_its_last_step_led() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM cases_step WHERE case_id = NEW.id AND number = NEW.in_phase AND "to" = NEW.phase
      AND number = (SELECT MAX(number) FROM cases_step WHERE case_id = NEW.id))
  THEN
    RAISE EXCEPTION 'cases: a case is where its last step led' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER case_is_where_its_last_step_led BEFORE UPDATE ON cases_case
FOR EACH ROW
WHEN ((OLD.phase, OLD.in_phase) IS DISTINCT FROM (NEW.phase, NEW.in_phase))
EXECUTE FUNCTION cases_where_its_last_step_led();

CREATE TRIGGER case_is_as_it_was_opened BEFORE UPDATE ON cases_case
FOR EACH ROW
WHEN ((OLD.id, OLD.kind, OLD.figures, OLD.list_id, OLD.opened_by_id, OLD.opened_at)
  IS DISTINCT FROM
  (NEW.id, NEW.kind, NEW.figures, NEW.list_id, NEW.opened_by_id, NEW.opened_at))
EXECUTE FUNCTION guard_refuses('cases: how a case was opened is never edited');

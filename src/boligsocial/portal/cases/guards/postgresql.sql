-- What has happened in a case is kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION cases_refused() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'cases: %', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE TRIGGER case_step_is_kept BEFORE UPDATE ON cases_step
FOR EACH ROW EXECUTE FUNCTION cases_refused('a step is never edited');

CREATE OR REPLACE TRIGGER case_step_stays BEFORE DELETE ON cases_step
FOR EACH ROW EXECUTE FUNCTION cases_refused('a step is never deleted');

CREATE OR REPLACE TRIGGER case_document_is_kept BEFORE UPDATE ON cases_document
FOR EACH ROW EXECUTE FUNCTION cases_refused('a document is never edited');

CREATE OR REPLACE TRIGGER case_document_stays BEFORE DELETE ON cases_document
FOR EACH ROW EXECUTE FUNCTION cases_refused('a document is never deleted');

CREATE OR REPLACE TRIGGER case_version_is_kept BEFORE UPDATE ON cases_version
FOR EACH ROW EXECUTE FUNCTION cases_refused('a version is never edited');

CREATE OR REPLACE TRIGGER case_version_stays BEFORE DELETE ON cases_version
FOR EACH ROW EXECUTE FUNCTION cases_refused('a version is never deleted');

CREATE OR REPLACE TRIGGER case_comment_is_kept BEFORE UPDATE ON cases_comment
FOR EACH ROW EXECUTE FUNCTION cases_refused('a comment is never edited');

CREATE OR REPLACE TRIGGER case_comment_stays BEFORE DELETE ON cases_comment
FOR EACH ROW EXECUTE FUNCTION cases_refused('a comment is never deleted');

CREATE OR REPLACE TRIGGER case_request_is_answered_once BEFORE UPDATE ON cases_request
FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL OR NEW.answered_at IS NULL
  OR (OLD.id, OLD.case_id, OLD.by_id, OLD.at, OLD.text, OLD.due_on)
  IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.by_id, NEW.at, NEW.text, NEW.due_on))
EXECUTE FUNCTION cases_refused('a request is answered once, and never edited');

CREATE OR REPLACE TRIGGER case_request_stays BEFORE DELETE ON cases_request
FOR EACH ROW EXECUTE FUNCTION cases_refused('a request is never deleted');

CREATE OR REPLACE TRIGGER case_check_is_taken_back_once BEFORE UPDATE ON cases_check
FOR EACH ROW WHEN (OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
  OR (OLD.id, OLD.case_id, OLD.asked, OLD.in_phase, OLD.by_id, OLD.at)
  IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.asked, NEW.in_phase, NEW.by_id, NEW.at))
EXECUTE FUNCTION cases_refused('a check is never edited, only taken back');

CREATE OR REPLACE TRIGGER case_check_stays BEFORE DELETE ON cases_check
FOR EACH ROW EXECUTE FUNCTION cases_refused('a check is never deleted, only taken back');

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

CREATE OR REPLACE TRIGGER case_step_follows BEFORE INSERT ON cases_step
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

CREATE OR REPLACE TRIGGER case_is_where_its_last_step_led BEFORE UPDATE ON cases_case
FOR EACH ROW
WHEN ((OLD.phase, OLD.in_phase) IS DISTINCT FROM (NEW.phase, NEW.in_phase))
EXECUTE FUNCTION cases_where_its_last_step_led();

CREATE OR REPLACE TRIGGER case_is_as_it_was_opened BEFORE UPDATE ON cases_case
FOR EACH ROW
WHEN ((OLD.id, OLD.kind, OLD.figures, OLD.list_id, OLD.opened_by_id, OLD.opened_at)
  IS DISTINCT FROM
  (NEW.id, NEW.kind, NEW.figures, NEW.list_id, NEW.opened_by_id, NEW.opened_at))
EXECUTE FUNCTION cases_refused('how a case was opened is never edited');

CREATE OR REPLACE TRIGGER case_stays BEFORE DELETE ON cases_case
FOR EACH ROW EXECUTE FUNCTION cases_refused('a case is never deleted');

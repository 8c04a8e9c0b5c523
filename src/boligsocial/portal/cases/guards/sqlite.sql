-- What has happened in a case is kept, on SQLite.

CREATE TRIGGER case_request_is_answered_once BEFORE UPDATE ON cases_request
WHEN OLD.answered_at IS NOT NULL OR NEW.answered_at IS NULL
  OR OLD.id IS NOT NEW.id
  OR OLD.case_id IS NOT NEW.case_id
  OR OLD.by_id IS NOT NEW.by_id
  OR OLD.at IS NOT NEW.at
  OR OLD.text IS NOT NEW.text
  OR OLD.due_on IS NOT NEW.due_on
BEGIN
  SELECT RAISE(ABORT, 'cases: a request is answered once, and never edited');
END;

CREATE TRIGGER case_check_is_taken_back_once BEFORE UPDATE ON cases_check
WHEN OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
  OR OLD.id IS NOT NEW.id
  OR OLD.case_id IS NOT NEW.case_id
  OR OLD.asked IS NOT NEW.asked
  OR OLD.in_phase IS NOT NEW.in_phase
  OR OLD.by_id IS NOT NEW.by_id
  OR OLD.at IS NOT NEW.at
BEGIN
  SELECT RAISE(ABORT, 'cases: a check is never edited, only taken back');
END;

CREATE TRIGGER case_step_follows BEFORE INSERT ON cases_step
BEGIN
  SELECT RAISE(ABORT, 'cases: a step follows the one before it')
  WHERE NEW.number <> 1 + (SELECT COUNT(*) FROM cases_step WHERE case_id = NEW.case_id)
    OR NEW.came_from <> COALESCE(
      (SELECT "to" FROM cases_step WHERE case_id = NEW.case_id AND number = NEW.number - 1), '');
END;

CREATE TRIGGER case_is_where_its_last_step_led BEFORE UPDATE ON cases_case
WHEN (OLD.phase IS NOT NEW.phase OR OLD.in_phase IS NOT NEW.in_phase) AND NOT EXISTS (
  SELECT 1 FROM cases_step WHERE case_id = NEW.id AND number = NEW.in_phase AND "to" = NEW.phase
    AND number = (SELECT MAX(number) FROM cases_step WHERE case_id = NEW.id))
BEGIN
  SELECT RAISE(ABORT, 'cases: a case is where its last step led');
END;

CREATE TRIGGER case_is_as_it_was_opened BEFORE UPDATE ON cases_case
WHEN OLD.id IS NOT NEW.id OR OLD.kind IS NOT NEW.kind OR OLD.figures IS NOT NEW.figures
  OR OLD.list_id IS NOT NEW.list_id OR OLD.opened_by_id IS NOT NEW.opened_by_id
  OR OLD.opened_at IS NOT NEW.opened_at
BEGIN
  SELECT RAISE(ABORT, 'cases: how a case was opened is never edited');
END;

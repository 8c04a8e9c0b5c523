-- What is saved and put forward is kept, on SQLite.

CREATE TRIGGER proposal_is_kept BEFORE UPDATE ON scenarios_proposal
WHEN OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL
  OR OLD.id IS NOT NEW.id OR OLD.scenario_id IS NOT NEW.scenario_id OR OLD.year IS NOT NEW.year
  OR OLD.reason IS NOT NEW.reason OR OLD.marked_by_id IS NOT NEW.marked_by_id
  OR OLD.marked_at IS NOT NEW.marked_at
BEGIN
  SELECT RAISE(ABORT, 'scenarios: a proposal is never edited, only replaced');
END;

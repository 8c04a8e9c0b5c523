-- What is saved and put forward is kept, on PostgreSQL.

CREATE TRIGGER proposal_is_kept BEFORE UPDATE ON scenarios_proposal
FOR EACH ROW
WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL
  OR (OLD.id, OLD.scenario_id, OLD.year, OLD.reason, OLD.marked_by_id, OLD.marked_at)
  IS DISTINCT FROM
  (NEW.id, NEW.scenario_id, NEW.year, NEW.reason, NEW.marked_by_id, NEW.marked_at))
EXECUTE FUNCTION guard_refuses('scenarios: a proposal is never edited, only replaced');

-- What is saved and put forward is kept, on SQLite.

DROP TRIGGER IF EXISTS scenario_is_kept;
CREATE TRIGGER scenario_is_kept BEFORE UPDATE ON scenarios_scenario
BEGIN
  SELECT RAISE(ABORT, 'scenarios: a scenario is never edited; save a new version');
END;

DROP TRIGGER IF EXISTS scenario_stays;
CREATE TRIGGER scenario_stays BEFORE DELETE ON scenarios_scenario
BEGIN
  SELECT RAISE(ABORT, 'scenarios: a scenario is never deleted');
END;

DROP TRIGGER IF EXISTS scenario_is_new;
CREATE TRIGGER scenario_is_new BEFORE INSERT ON scenarios_scenario
BEGIN
  SELECT RAISE(ABORT, 'scenarios: a scenario is never replaced')
  WHERE EXISTS (SELECT 1 FROM scenarios_scenario WHERE id = NEW.id);
END;

DROP TRIGGER IF EXISTS proposal_is_kept;
CREATE TRIGGER proposal_is_kept BEFORE UPDATE ON scenarios_proposal
WHEN OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL
  OR OLD.id IS NOT NEW.id OR OLD.scenario_id IS NOT NEW.scenario_id OR OLD.year IS NOT NEW.year
  OR OLD.reason IS NOT NEW.reason OR OLD.marked_by_id IS NOT NEW.marked_by_id
  OR OLD.marked_at IS NOT NEW.marked_at
BEGIN
  SELECT RAISE(ABORT, 'scenarios: a proposal is never edited, only replaced');
END;

DROP TRIGGER IF EXISTS proposal_stays;
CREATE TRIGGER proposal_stays BEFORE DELETE ON scenarios_proposal
BEGIN
  SELECT RAISE(ABORT, 'scenarios: a proposal is never deleted, only replaced');
END;

DROP TRIGGER IF EXISTS proposal_is_new;
CREATE TRIGGER proposal_is_new BEFORE INSERT ON scenarios_proposal
BEGIN
  SELECT RAISE(ABORT, 'scenarios: a proposal is never written over')
  WHERE EXISTS (SELECT 1 FROM scenarios_proposal WHERE id = NEW.id);
END;

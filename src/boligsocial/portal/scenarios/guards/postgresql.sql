-- What is saved and put forward is kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION scenarios_refused() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'scenarios: %', TG_ARGV[0] USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE TRIGGER scenario_is_kept BEFORE UPDATE ON scenarios_scenario
FOR EACH ROW EXECUTE FUNCTION scenarios_refused('a scenario is never edited; save a new version');

CREATE OR REPLACE TRIGGER scenario_stays BEFORE DELETE ON scenarios_scenario
FOR EACH ROW EXECUTE FUNCTION scenarios_refused('a scenario is never deleted');

CREATE OR REPLACE TRIGGER proposal_is_kept BEFORE UPDATE ON scenarios_proposal
FOR EACH ROW
WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL
  OR (OLD.id, OLD.scenario_id, OLD.year, OLD.reason, OLD.marked_by_id, OLD.marked_at)
  IS DISTINCT FROM
  (NEW.id, NEW.scenario_id, NEW.year, NEW.reason, NEW.marked_by_id, NEW.marked_at))
EXECUTE FUNCTION scenarios_refused('a proposal is never edited, only replaced');

CREATE OR REPLACE TRIGGER proposal_stays BEFORE DELETE ON scenarios_proposal
FOR EACH ROW EXECUTE FUNCTION scenarios_refused('a proposal is never deleted, only replaced');

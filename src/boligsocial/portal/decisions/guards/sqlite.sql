-- What is decided is kept, on SQLite.

DROP TRIGGER IF EXISTS case_decision_is_kept;
CREATE TRIGGER case_decision_is_kept BEFORE UPDATE ON decisions_decision
BEGIN
  SELECT RAISE(ABORT, 'decisions: a decision is never edited; make a new one');
END;

DROP TRIGGER IF EXISTS case_decision_stays;
CREATE TRIGGER case_decision_stays BEFORE DELETE ON decisions_decision
BEGIN
  SELECT RAISE(ABORT, 'decisions: a decision is never deleted');
END;

DROP TRIGGER IF EXISTS case_decision_follows;
CREATE TRIGGER case_decision_follows BEFORE INSERT ON decisions_decision
BEGIN
  SELECT RAISE(ABORT, 'decisions: a decision is never written over')
  WHERE EXISTS (SELECT 1 FROM decisions_decision WHERE id = NEW.id);

  SELECT RAISE(ABORT, 'decisions: the decisions of a case are numbered without gaps')
  WHERE NEW.number <> 1 + (SELECT count(*) FROM decisions_decision WHERE case_id = NEW.case_id);
END;

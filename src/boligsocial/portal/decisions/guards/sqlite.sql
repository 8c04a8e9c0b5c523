-- What is decided is kept, on SQLite.

CREATE TRIGGER case_decision_follows BEFORE INSERT ON decisions_decision
BEGIN
  SELECT RAISE(ABORT, 'decisions: the decisions of a case are numbered without gaps')
  WHERE NEW.number <> 1 + (SELECT count(*) FROM decisions_decision WHERE case_id = NEW.case_id);
END;

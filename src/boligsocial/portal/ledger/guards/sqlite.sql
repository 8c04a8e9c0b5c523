-- The ledger's promises on SQLite. A transaction begins IMMEDIATE, so writers come one by one.

CREATE TRIGGER ledger_posting_is_new BEFORE INSERT ON ledger_posting
BEGIN
  SELECT RAISE(ABORT, 'ledger: the entry is booked and takes no more postings')
  WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE number = NEW.entry_id);
  SELECT RAISE(ABORT, 'ledger: a posting is never replaced')
  WHERE EXISTS (SELECT 1 FROM ledger_posting WHERE id = NEW.id);
END;

CREATE TRIGGER ledger_posting_counts AFTER INSERT ON ledger_posting
BEGIN
  UPDATE ledger_account SET balance_oere = balance_oere + NEW.oere WHERE id = NEW.account_id;
END;

CREATE TRIGGER ledger_posting_is_kept BEFORE UPDATE ON ledger_posting
BEGIN
  SELECT RAISE(ABORT, 'ledger: a posting is never edited; reverse its entry');
END;

CREATE TRIGGER ledger_posting_stays BEFORE DELETE ON ledger_posting
BEGIN
  SELECT RAISE(ABORT, 'ledger: a posting is never deleted; reverse its entry');
END;

CREATE TRIGGER ledger_entry_holds BEFORE INSERT ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger: entries are numbered without gaps')
  WHERE NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM ledger_entry);

  SELECT RAISE(ABORT, 'ledger: an entry has two postings or more')
  WHERE (SELECT count(*) FROM ledger_posting WHERE entry_id = NEW.number) < 2;

  SELECT RAISE(ABORT, 'ledger: postings sum to zero in each year and part')
  WHERE EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.number
    GROUP BY a.year_id, CASE WHEN NEW.kind = 'transfer' THEN '' ELSE a.part END
    HAVING sum(p.oere) <> 0);

  SELECT RAISE(ABORT, 'ledger: an entry of this kind may not move this money')
  WHERE EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.number
      AND ((a.kind = 'frame' AND NEW.kind NOT IN ('frame', 'index'))
        OR (a.kind = 'override' AND NEW.kind <> 'override')
        OR (a.kind IN ('carried_in', 'carried_out')
            AND NEW.kind NOT IN ('carry', 'release', 'change', 'return'))));

  SELECT RAISE(ABORT, 'ledger: what is carried out of a year comes into the next')
  WHERE EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.number AND a.kind IN ('carried_in', 'carried_out')
    GROUP BY a.part, CASE WHEN a.kind = 'carried_out' THEN a.year_id + 1 ELSE a.year_id END
    HAVING sum(p.oere) <> 0);

  SELECT RAISE(ABORT, 'ledger: money is committed in an open year, on a date in that year')
  WHERE EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
      JOIN ledger_year y ON y.year = a.year_id
    WHERE p.entry_id = NEW.number AND a.kind IN ('reserved', 'committed', 'paid')
      AND (y.closed_on IS NOT NULL OR CAST(strftime('%Y', NEW.dated) AS INTEGER) <> y.year)
    GROUP BY a.year_id, a.grant_id
    HAVING sum(p.oere) > 0
        OR sum(CASE WHEN a.kind = 'reserved' THEN 0 ELSE p.oere END) > 0);

  SELECT RAISE(ABORT, 'ledger: a reversal mirrors an entry that is itself no reversal')
  WHERE NEW.reverses_id IS NOT NULL AND (
    NOT EXISTS (
      SELECT 1 FROM ledger_entry e
      WHERE e.number = NEW.reverses_id AND e.kind = NEW.kind AND e.reverses_id IS NULL)
    OR EXISTS (
      SELECT 1 FROM ledger_posting WHERE entry_id IN (NEW.number, NEW.reverses_id)
      GROUP BY account_id HAVING sum(oere) <> 0));
END;

CREATE TRIGGER ledger_entry_is_kept BEFORE UPDATE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger: an entry is never edited; reverse it');
END;

CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger: an entry is never deleted; reverse it');
END;

CREATE TRIGGER ledger_account_is_new BEFORE INSERT ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'ledger: an account begins empty, once, and in the part of its grant')
  WHERE NEW.balance_oere <> 0
    OR EXISTS (
      SELECT 1 FROM ledger_account a
      WHERE a.id = NEW.id OR (a.year_id = NEW.year_id AND a.part = NEW.part
        AND a.kind = NEW.kind AND a.grant_id IS NEW.grant_id))
    OR EXISTS (SELECT 1 FROM ledger_grant g WHERE g.id = NEW.grant_id AND g.part <> NEW.part);
END;

CREATE TRIGGER ledger_account_is_kept BEFORE UPDATE ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'ledger: a balance is the sum of its postings, and an account never changes')
  WHERE NEW.id IS NOT OLD.id OR NEW.year_id IS NOT OLD.year_id OR NEW.part IS NOT OLD.part
    OR NEW.kind IS NOT OLD.kind OR NEW.grant_id IS NOT OLD.grant_id
    OR NEW.balance_oere IS NOT
      (SELECT coalesce(sum(oere), 0) FROM ledger_posting WHERE account_id = OLD.id);
END;

CREATE TRIGGER ledger_account_stays BEFORE DELETE ON ledger_account
BEGIN
  SELECT RAISE(ABORT, 'ledger: an account is never deleted');
END;

CREATE TRIGGER ledger_grant_is_kept BEFORE UPDATE ON ledger_grant
BEGIN
  SELECT RAISE(ABORT, 'ledger: a grant keeps its part and its organisation')
  WHERE NEW.id IS NOT OLD.id OR NEW.part IS NOT OLD.part
    OR NEW.organisation_id IS NOT OLD.organisation_id;
END;

CREATE TRIGGER ledger_year_is_new BEFORE INSERT ON ledger_year
BEGIN
  SELECT RAISE(ABORT, 'ledger: a year is opened once')
  WHERE NEW.closed_on IS NOT NULL OR EXISTS (SELECT 1 FROM ledger_year WHERE year = NEW.year);
END;

CREATE TRIGGER ledger_year_closes_once BEFORE UPDATE ON ledger_year
BEGIN
  SELECT RAISE(ABORT, 'ledger: a closed year stays closed')
  WHERE OLD.closed_on IS NOT NULL OR NEW.year IS NOT OLD.year;
END;

CREATE TRIGGER ledger_year_stays BEFORE DELETE ON ledger_year
BEGIN
  SELECT RAISE(ABORT, 'ledger: a year is never deleted');
END;

CREATE TRIGGER ledger_proposal_is_answered_once BEFORE UPDATE ON ledger_overrideproposal
BEGIN
  SELECT RAISE(ABORT, 'ledger: a proposal is never edited, and answered once')
  WHERE OLD.answered_at IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.year_id IS NOT OLD.year_id
    OR NEW.part IS NOT OLD.part OR NEW.oere IS NOT OLD.oere
    OR NEW.reverses_id IS NOT OLD.reverses_id OR NEW.reason IS NOT OLD.reason
    OR NEW.proposed_by_id IS NOT OLD.proposed_by_id OR NEW.proposed_at IS NOT OLD.proposed_at;
END;

CREATE TRIGGER ledger_proposal_stays BEFORE DELETE ON ledger_overrideproposal
BEGIN
  SELECT RAISE(ABORT, 'ledger: a proposal is never deleted');
END;

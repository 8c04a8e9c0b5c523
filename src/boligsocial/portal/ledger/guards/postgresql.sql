-- The ledger's promises on PostgreSQL. Writers come one by one: each holds the lock until its
-- transaction ends, so what a check has seen is still so when it commits.

CREATE OR REPLACE FUNCTION ledger_lock() RETURNS void LANGUAGE sql AS
$$ SELECT pg_advisory_xact_lock(hashtext('boligsocial.ledger')) $$;

CREATE OR REPLACE FUNCTION ledger_refuse(reason text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'ledger: %', reason USING ERRCODE = 'check_violation'; END $$;

CREATE OR REPLACE FUNCTION ledger_refused() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM ledger_refuse(TG_ARGV[0]); RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION ledger_posting_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_lock();
  IF EXISTS (SELECT 1 FROM ledger_entry WHERE number = NEW.entry_id) THEN
    PERFORM ledger_refuse('the entry is booked and takes no more postings');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ledger_posting_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ledger_account SET balance_oere = balance_oere + NEW.oere WHERE id = NEW.account_id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ledger_entry_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_lock();
  IF NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM ledger_entry) THEN
    PERFORM ledger_refuse('entries are numbered without gaps');
  END IF;
  IF (SELECT count(*) FROM ledger_posting WHERE entry_id = NEW.number) < 2 THEN
    PERFORM ledger_refuse('an entry has two postings or more');
  END IF;
  IF EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.number
    GROUP BY a.year_id, CASE WHEN NEW.kind = 'transfer' THEN '' ELSE a.part END
    HAVING sum(p.oere) <> 0
  ) THEN
    PERFORM ledger_refuse('postings sum to zero in each year and part');
  END IF;
  IF EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.number
      AND ((a.kind = 'frame' AND NEW.kind NOT IN ('frame', 'index'))
        OR (a.kind = 'override' AND NEW.kind <> 'override')
        OR (a.kind IN ('carried_in', 'carried_out')
            AND NEW.kind NOT IN ('carry', 'release', 'change', 'return')))
  ) THEN
    PERFORM ledger_refuse('an entry of this kind may not move this money');
  END IF;
  IF EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE p.entry_id = NEW.number AND a.kind IN ('carried_in', 'carried_out')
    GROUP BY a.part, CASE WHEN a.kind = 'carried_out' THEN a.year_id + 1 ELSE a.year_id END
    HAVING sum(p.oere) <> 0
  ) THEN
    PERFORM ledger_refuse('what is carried out of a year comes into the next');
  END IF;
  IF EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
      JOIN ledger_year y ON y.year = a.year_id
    WHERE p.entry_id = NEW.number AND a.kind IN ('reserved', 'committed', 'paid')
      AND (y.closed_on IS NOT NULL OR extract(year FROM NEW.dated) <> y.year)
    GROUP BY a.year_id, a.grant_id
    HAVING sum(p.oere) > 0
        OR sum(CASE WHEN a.kind = 'reserved' THEN 0 ELSE p.oere END) > 0
  ) THEN
    PERFORM ledger_refuse('money is committed in an open year, on a date in that year');
  END IF;
  IF NEW.reverses_id IS NOT NULL AND (
    NOT EXISTS (
      SELECT 1 FROM ledger_entry e
      WHERE e.number = NEW.reverses_id AND e.kind = NEW.kind AND e.reverses_id IS NULL)
    OR EXISTS (
      SELECT 1 FROM ledger_posting WHERE entry_id IN (NEW.number, NEW.reverses_id)
      GROUP BY account_id HAVING sum(oere) <> 0)
  ) THEN
    PERFORM ledger_refuse('a reversal mirrors an entry that is itself no reversal');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ledger_account_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance_oere <> 0
    OR EXISTS (SELECT 1 FROM ledger_grant g WHERE g.id = NEW.grant_id AND g.part <> NEW.part)
  THEN
    PERFORM ledger_refuse('an account begins empty, once, and in the part of its grant');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ledger_account_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.year_id, NEW.part, NEW.kind, NEW.grant_id)
      IS DISTINCT FROM (OLD.id, OLD.year_id, OLD.part, OLD.kind, OLD.grant_id)
    OR NEW.balance_oere IS DISTINCT FROM
      (SELECT coalesce(sum(oere), 0) FROM ledger_posting WHERE account_id = OLD.id)
  THEN
    PERFORM ledger_refuse('a balance is the sum of its postings, and an account never changes');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ledger_grant_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.part, NEW.organisation_id)
      IS DISTINCT FROM (OLD.id, OLD.part, OLD.organisation_id) THEN
    PERFORM ledger_refuse('a grant keeps its part and its organisation');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ledger_year_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.closed_on IS NOT NULL THEN
    PERFORM ledger_refuse('a year is opened once');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION ledger_year_closes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_lock();
  IF OLD.closed_on IS NOT NULL OR NEW.year <> OLD.year THEN
    PERFORM ledger_refuse('a closed year stays closed');
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_proposal_is_answered_once
  BEFORE UPDATE ON ledger_overrideproposal FOR EACH ROW
  WHEN (OLD.answered_at IS NOT NULL
    OR (OLD.id, OLD.year_id, OLD.part, OLD.oere, OLD.reverses_id, OLD.reason, OLD.proposed_by_id,
        OLD.proposed_at)
    IS DISTINCT FROM
       (NEW.id, NEW.year_id, NEW.part, NEW.oere, NEW.reverses_id, NEW.reason, NEW.proposed_by_id,
        NEW.proposed_at))
  EXECUTE FUNCTION ledger_refused('a proposal is never edited, and answered once');
CREATE TRIGGER ledger_proposal_stays BEFORE DELETE OR TRUNCATE ON ledger_overrideproposal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused('a proposal is never deleted');
CREATE TRIGGER ledger_posting_is_new BEFORE INSERT ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION ledger_posting_is_new();
CREATE TRIGGER ledger_posting_counts AFTER INSERT ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION ledger_posting_counts();
CREATE TRIGGER ledger_posting_is_kept BEFORE UPDATE ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION ledger_refused('a posting is never edited; reverse its entry');
CREATE TRIGGER ledger_posting_stays BEFORE DELETE OR TRUNCATE ON ledger_posting
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused('a posting is never deleted; reverse its entry');
CREATE TRIGGER ledger_entry_holds BEFORE INSERT ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_entry_holds();
CREATE TRIGGER ledger_entry_is_kept BEFORE UPDATE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_refused('an entry is never edited; reverse it');
CREATE TRIGGER ledger_entry_stays BEFORE DELETE OR TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused('an entry is never deleted; reverse it');
CREATE TRIGGER ledger_account_is_new BEFORE INSERT ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_account_is_new();
CREATE TRIGGER ledger_account_is_kept BEFORE UPDATE ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_account_is_kept();
CREATE TRIGGER ledger_account_stays BEFORE DELETE OR TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused('an account is never deleted');
CREATE TRIGGER ledger_grant_is_kept BEFORE UPDATE ON ledger_grant
  FOR EACH ROW EXECUTE FUNCTION ledger_grant_is_kept();
CREATE TRIGGER ledger_year_is_new BEFORE INSERT ON ledger_year
  FOR EACH ROW EXECUTE FUNCTION ledger_year_is_new();
CREATE TRIGGER ledger_year_closes_once BEFORE UPDATE ON ledger_year
  FOR EACH ROW EXECUTE FUNCTION ledger_year_closes_once();
CREATE TRIGGER ledger_year_stays BEFORE DELETE OR TRUNCATE ON ledger_year
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refused('a year is never deleted');

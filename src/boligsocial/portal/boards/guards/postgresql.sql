-- What is signed, voted and approved is kept, on PostgreSQL.

CREATE OR REPLACE FUNCTION boards_digest_of(version bigint) RETURNS text LANGUAGE sql AS
$$ SELECT v.digest::text FROM boards_agreementversion v WHERE v.id = $1 $$;

CREATE OR REPLACE FUNCTION boards_is_approved(meeting bigint) RETURNS boolean LANGUAGE sql AS
$$ SELECT m.approved_at IS NOT NULL FROM boards_meeting m WHERE m.id = $1 $$;

CREATE OR REPLACE FUNCTION boards_meeting_of(item bigint) RETURNS bigint LANGUAGE sql AS
$$ SELECT i.meeting_id FROM boards_item i WHERE i.id = $1 $$;

CREATE OR REPLACE FUNCTION boards_is_decided(item bigint) RETURNS boolean LANGUAGE sql AS
$$ SELECT EXISTS (SELECT 1 FROM boards_decision d WHERE d.item_id = $1) $$;

CREATE OR REPLACE FUNCTION boards_has_voted(meeting bigint, member bigint) RETURNS boolean
LANGUAGE sql AS
$$ SELECT EXISTS (
  SELECT 1 FROM boards_vote v JOIN boards_decision d ON d.id = v.decision_id
    JOIN boards_item i ON i.id = d.item_id
  WHERE i.meeting_id = $1 AND v.member_id = $2) $$;

CREATE TRIGGER board_signature_is_of_the_text BEFORE INSERT ON boards_signature
FOR EACH ROW WHEN (NEW.digest::text IS DISTINCT FROM boards_digest_of(NEW.version_id))
EXECUTE FUNCTION guard_refuses('boards: a signature is of the text of its version');

CREATE TRIGGER board_approval_is_of_the_text BEFORE INSERT ON boards_approval
FOR EACH ROW WHEN (NEW.digest::text IS DISTINCT FROM boards_digest_of(NEW.version_id))
EXECUTE FUNCTION guard_refuses('boards: an approval is of the text of its version');

CREATE TRIGGER board_decision_is_before_approval BEFORE INSERT ON boards_decision
FOR EACH ROW WHEN (boards_is_approved(boards_meeting_of(NEW.item_id)))
EXECUTE FUNCTION guard_refuses('boards: the minutes are approved, and never change again');

CREATE OR REPLACE FUNCTION board_vote_counts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM boards_meeting m JOIN boards_item i ON i.meeting_id = m.id JOIN
    boards_decision d ON d.item_id = i.id WHERE d.id = NEW.decision_id AND m.approved_at IS
    NOT NULL) THEN
    RAISE EXCEPTION 'boards: the minutes are approved, and never change again' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM boards_conflict c JOIN boards_decision d ON d.item_id = c.item_id
    WHERE d.id = NEW.decision_id AND c.member_id = NEW.member_id) THEN
    RAISE EXCEPTION 'boards: who is in conflict does not vote' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM boards_meeting_present p JOIN boards_item i ON i.meeting_id =
    p.meeting_id JOIN boards_decision d ON d.item_id = i.id WHERE d.id = NEW.decision_id AND
    p.member_id = NEW.member_id) THEN
    RAISE EXCEPTION 'boards: who was not there does not vote' USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT COUNT(*) FROM boards_vote v WHERE v.decision_id = NEW.decision_id AND v.stance =
    NEW.stance) >= (SELECT CASE NEW.stance WHEN 'for' THEN d.votes_for WHEN 'against' THEN
    d.against ELSE d.abstaining END FROM boards_decision d WHERE d.id = NEW.decision_id) THEN
    RAISE EXCEPTION 'boards: there are as many votes as the decision tells' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER board_vote_counts BEFORE INSERT ON boards_vote
FOR EACH ROW EXECUTE FUNCTION board_vote_counts();

CREATE TRIGGER board_item_is_before_approval BEFORE INSERT ON boards_item
FOR EACH ROW WHEN (boards_is_approved(NEW.meeting_id))
EXECUTE FUNCTION guard_refuses('boards: the minutes are approved, and never change again');

CREATE TRIGGER board_item_is_kept BEFORE UPDATE ON boards_item
FOR EACH ROW WHEN (boards_is_approved(OLD.meeting_id) OR boards_is_decided(OLD.id))
EXECUTE FUNCTION guard_refuses('boards: an item that is decided or approved is never edited');

CREATE TRIGGER board_item_stays BEFORE DELETE ON boards_item
FOR EACH ROW WHEN (boards_is_approved(OLD.meeting_id) OR boards_is_decided(OLD.id))
EXECUTE FUNCTION guard_refuses('boards: an item that is decided or approved is never deleted');

CREATE TRIGGER board_presence_is_before_approval BEFORE INSERT ON boards_meeting_present
FOR EACH ROW WHEN (boards_is_approved(NEW.meeting_id))
EXECUTE FUNCTION guard_refuses('boards: the minutes are approved, and never change again');

CREATE TRIGGER board_presence_is_kept BEFORE UPDATE ON boards_meeting_present
FOR EACH ROW
EXECUTE FUNCTION guard_refuses('boards: who was there is added or taken away, not edited');

CREATE TRIGGER board_presence_stays BEFORE DELETE ON boards_meeting_present
FOR EACH ROW WHEN (boards_is_approved(OLD.meeting_id))
EXECUTE FUNCTION guard_refuses('boards: the minutes are approved, and never change again');

CREATE TRIGGER board_voter_was_there BEFORE DELETE ON boards_meeting_present
FOR EACH ROW WHEN (boards_has_voted(OLD.meeting_id, OLD.member_id))
EXECUTE FUNCTION guard_refuses('boards: who has voted was there');

CREATE TRIGGER board_conflict_is_before_the_decision BEFORE INSERT ON boards_conflict
FOR EACH ROW WHEN (boards_is_decided(NEW.item_id)
  OR boards_is_approved(boards_meeting_of(NEW.item_id)))
EXECUTE FUNCTION guard_refuses('boards: a conflict of interest is declared before the decision');

CREATE TRIGGER board_conflict_is_kept BEFORE UPDATE ON boards_conflict
FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL
  OR (OLD.id, OLD.member_id, OLD.item_id, OLD.about, OLD.declared_by_id, OLD.declared_at)
  IS DISTINCT FROM
  (NEW.id, NEW.member_id, NEW.item_id, NEW.about, NEW.declared_by_id, NEW.declared_at))
EXECUTE FUNCTION guard_refuses('boards: a conflict of interest is never edited, only ended');

CREATE TRIGGER board_meeting_is_kept BEFORE UPDATE ON boards_meeting
FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL)
EXECUTE FUNCTION guard_refuses('boards: the minutes are approved, and never change again');

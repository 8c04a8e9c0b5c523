-- What is signed, voted and approved is kept, on SQLite.

CREATE TRIGGER board_signature_is_of_the_text BEFORE INSERT ON boards_signature
BEGIN
  SELECT RAISE(ABORT, 'boards: a signature is of the text of its version')
  WHERE NOT EXISTS (SELECT 1 FROM boards_agreementversion v WHERE v.id = NEW.version_id AND v.digest
    = NEW.digest);
END;

CREATE TRIGGER board_approval_is_of_the_text BEFORE INSERT ON boards_approval
BEGIN
  SELECT RAISE(ABORT, 'boards: an approval is of the text of its version')
  WHERE NOT EXISTS (SELECT 1 FROM boards_agreementversion v WHERE v.id = NEW.version_id AND v.digest
    = NEW.digest);
END;

CREATE TRIGGER board_decision_is_before_approval BEFORE INSERT ON boards_decision
BEGIN
  SELECT RAISE(ABORT, 'boards: the minutes are approved, and never change again')
  WHERE EXISTS (SELECT 1 FROM boards_meeting m JOIN boards_item i ON i.meeting_id = m.id WHERE i.id
    = NEW.item_id AND m.approved_at IS NOT NULL);
END;

CREATE TRIGGER board_vote_counts BEFORE INSERT ON boards_vote
BEGIN
  SELECT RAISE(ABORT, 'boards: the minutes are approved, and never change again')
  WHERE EXISTS (SELECT 1 FROM boards_meeting m JOIN boards_item i ON i.meeting_id = m.id JOIN
    boards_decision d ON d.item_id = i.id WHERE d.id = NEW.decision_id AND m.approved_at IS
    NOT NULL);
  SELECT RAISE(ABORT, 'boards: who is in conflict does not vote')
  WHERE EXISTS (SELECT 1 FROM boards_conflict c JOIN boards_decision d ON d.item_id = c.item_id
    WHERE d.id = NEW.decision_id AND c.member_id = NEW.member_id);
  SELECT RAISE(ABORT, 'boards: who was not there does not vote')
  WHERE NOT EXISTS (SELECT 1 FROM boards_meeting_present p JOIN boards_item i ON i.meeting_id =
    p.meeting_id JOIN boards_decision d ON d.item_id = i.id WHERE d.id = NEW.decision_id AND
    p.member_id = NEW.member_id);
  SELECT RAISE(ABORT, 'boards: there are as many votes as the decision tells')
  WHERE (SELECT COUNT(*) FROM boards_vote v WHERE v.decision_id = NEW.decision_id AND v.stance =
    NEW.stance) >= (SELECT CASE NEW.stance WHEN 'for' THEN d.votes_for WHEN 'against' THEN
    d.against ELSE d.abstaining END FROM boards_decision d WHERE d.id = NEW.decision_id);
END;

CREATE TRIGGER board_item_is_before_approval BEFORE INSERT ON boards_item
BEGIN
  SELECT RAISE(ABORT, 'boards: the minutes are approved, and never change again')
  WHERE EXISTS (SELECT 1 FROM boards_meeting m WHERE m.id = NEW.meeting_id AND m.approved_at IS NOT
    NULL);
END;

CREATE TRIGGER board_item_is_kept BEFORE UPDATE ON boards_item
BEGIN
  SELECT RAISE(ABORT, 'boards: an item that is decided or approved is never edited')
  WHERE EXISTS (SELECT 1 FROM boards_meeting m WHERE m.id = OLD.meeting_id AND m.approved_at IS NOT
    NULL) OR EXISTS (SELECT 1 FROM boards_decision d WHERE d.item_id = OLD.id);
END;

CREATE TRIGGER board_item_stays BEFORE DELETE ON boards_item
BEGIN
  SELECT RAISE(ABORT, 'boards: an item that is decided or approved is never deleted')
  WHERE EXISTS (SELECT 1 FROM boards_meeting m WHERE m.id = OLD.meeting_id AND m.approved_at IS NOT
    NULL) OR EXISTS (SELECT 1 FROM boards_decision d WHERE d.item_id = OLD.id);
END;

CREATE TRIGGER board_presence_is_before_approval BEFORE INSERT ON boards_meeting_present
BEGIN
  SELECT RAISE(ABORT, 'boards: the minutes are approved, and never change again')
  WHERE EXISTS (SELECT 1 FROM boards_meeting m WHERE m.id = NEW.meeting_id AND m.approved_at IS NOT
    NULL);
END;

CREATE TRIGGER board_presence_is_kept BEFORE UPDATE ON boards_meeting_present
BEGIN
  SELECT RAISE(ABORT, 'boards: who was there is added or taken away, not edited');
END;

CREATE TRIGGER board_presence_stays BEFORE DELETE ON boards_meeting_present
BEGIN
  SELECT RAISE(ABORT, 'boards: the minutes are approved, and never change again')
  WHERE EXISTS (SELECT 1 FROM boards_meeting m WHERE m.id = OLD.meeting_id AND m.approved_at IS NOT
    NULL);
  SELECT RAISE(ABORT, 'boards: who has voted was there')
  WHERE EXISTS (SELECT 1 FROM boards_vote v JOIN boards_decision d ON d.id = v.decision_id JOIN
    boards_item i ON i.id = d.item_id WHERE i.meeting_id = OLD.meeting_id AND v.member_id =
    OLD.member_id);
END;

CREATE TRIGGER board_conflict_is_before_the_decision BEFORE INSERT ON boards_conflict
BEGIN
  SELECT RAISE(ABORT, 'boards: a conflict of interest is declared before the decision')
  WHERE NEW.item_id IS NOT NULL AND (EXISTS (SELECT 1 FROM boards_decision d WHERE d.item_id =
    NEW.item_id) OR EXISTS (SELECT 1 FROM boards_meeting m JOIN boards_item i ON
    i.meeting_id = m.id WHERE i.id = NEW.item_id AND m.approved_at IS NOT NULL));
END;

CREATE TRIGGER board_conflict_is_kept BEFORE UPDATE ON boards_conflict
BEGIN
  SELECT RAISE(ABORT, 'boards: a conflict of interest is never edited, only ended')
  WHERE OLD.ended_at IS NOT NULL OR OLD.id IS NOT NEW.id OR OLD.member_id IS NOT NEW.member_id OR
    OLD.item_id IS NOT NEW.item_id OR OLD.about IS NOT NEW.about OR OLD.declared_by_id IS
    NOT NEW.declared_by_id OR OLD.declared_at IS NOT NEW.declared_at;
END;

CREATE TRIGGER board_meeting_is_kept BEFORE UPDATE ON boards_meeting
BEGIN
  SELECT RAISE(ABORT, 'boards: the minutes are approved, and never change again')
  WHERE OLD.approved_at IS NOT NULL;
END;

CREATE TRIGGER board_item_is_new BEFORE INSERT ON boards_item
BEGIN
  SELECT RAISE(ABORT, 'boards: an item is never written over')
  WHERE EXISTS (SELECT 1 FROM boards_item WHERE id = NEW.id);
END;

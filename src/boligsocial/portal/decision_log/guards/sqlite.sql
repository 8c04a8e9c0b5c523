-- The log is a chain, on SQLite. A transaction begins IMMEDIATE, so writers come one by one.

CREATE TRIGGER log_entry_follows BEFORE INSERT ON decision_log_logentry
BEGIN
  SELECT RAISE(ABORT, 'log: entries are numbered without gaps')
  WHERE NEW.number IS NOT 1 + (SELECT coalesce(max(number), 0) FROM decision_log_logentry);

  SELECT RAISE(ABORT, 'log: an entry names the hash of the one before it')
  WHERE NEW.previous IS NOT coalesce(
    (SELECT hash FROM decision_log_logentry ORDER BY number DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000');

  SELECT RAISE(ABORT, 'log: a hash is 64 hexadecimal digits')
  WHERE length(NEW.hash) <> 64 OR NEW.hash GLOB '*[^0-9a-f]*';
END;

CREATE TRIGGER log_entry_is_kept BEFORE UPDATE ON decision_log_logentry
BEGIN
  SELECT RAISE(ABORT, 'log: an entry is never edited');
END;

CREATE TRIGGER log_entry_stays BEFORE DELETE ON decision_log_logentry
BEGIN
  SELECT RAISE(ABORT, 'log: an entry is never deleted');
END;

"""The log is a chain: the database keeps it so, and whoever breaks it is told where."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.messages import UserError
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.services import (
    BEFORE_THE_FIRST,
    Written,
    canonical,
    hash_of,
    record,
)
from boligsocial.portal.decision_log.verify import (
    Seal,
    proof,
    read_receipt,
    read_seal,
    verify,
    write_receipt,
)
from boligsocial.portal.people.models import User

TABLE = "decision_log_logentry"
WRITERS = 40

guarded = apps.get_app_config


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def without_guards():
    """As an owner of the database could do."""
    for name in ("log_entry_follows", "log_entry_is_kept", "log_entry_stays"):
        of_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
        run(f"DROP TRIGGER {name}{of_table}")


def insert(entry, **changed):
    row = {
        "number": entry.number + 1, "at": entry.at, "by_id": entry.by_id, "kind": entry.kind,
        "case": entry.case, "content": entry.content, "previous": entry.hash, "hash": "a" * 64,
        **changed,
    }  # fmt: skip
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(["%s"] * len(row))
    with transaction.atomic():
        run(f"INSERT INTO {TABLE} ({names}) VALUES ({places})", *row.values())  # noqa: S608


def test_a_log_is_whole_from_its_first_entry_to_its_last(log):
    found = verify()
    assert (found.entries, found.is_whole) == (5, True)
    assert found.last == Seal(5, log[-1].hash)
    assert log[0].previous == BEFORE_THE_FIRST


def test_an_empty_log_is_whole(ledger):  # noqa: ARG001 - the empty database
    assert verify().last is None


def test_an_entry_that_follows_is_taken(log):
    insert(log[-1])
    assert LogEntry.objects.count() == 6


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"number": 7}, "without gaps"),
        ({"number": 5}, "without gaps"),
        ({"previous": "b" * 64}, "the one before"),
        ({"previous": BEFORE_THE_FIRST}, "the one before"),
        ({"hash": "a" * 63}, "hexadecimal"),
        ({"hash": "A" * 64}, "hexadecimal"),
    ],
)
def test_the_database_takes_no_entry_that_does_not_follow(log, changed, why):
    with pytest.raises(DatabaseError, match=why):
        insert(log[-1], **changed)
    assert verify().entries == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision_log_logentry SET content = '{}' WHERE number = 3",
        "UPDATE decision_log_logentry SET number = 9 WHERE number = 5",
        "DELETE FROM decision_log_logentry WHERE number = 5",
    ],
)
def test_the_database_lets_nobody_edit_or_delete(log, statement):  # noqa: ARG001
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        run(statement)
    assert verify().entries == 5


def test_the_guards_are_laid_again_and_missed_when_they_are_gone(log):  # noqa: ARG001
    assert not guarded("decision_log").missing_guards(connection)
    without_guards()
    assert len(guarded("decision_log").missing_guards(connection)) == 3
    guarded("decision_log").lay_guards(using="default")
    assert not guarded("decision_log").missing_guards(connection)
    assert (guarded("decision_log").guards / f"{connection.vendor}.sql").is_file()


EDITS = {
    "at": lambda entry: entry.at + timedelta(microseconds=1),
    "kind": lambda _: "case.opened",
    "case": lambda _: 99,
    "content": lambda entry: entry.content.replace("Grund", "grund"),
    "previous": lambda _: "c" * 64,
    "hash": lambda _: "d" * 64,
}


@pytest.mark.parametrize("field", EDITS)
def test_an_edited_field_is_found_in_its_entry(log, field):
    without_guards()
    LogEntry.objects.filter(number=3).update(**{field: EDITS[field](log[2])})
    found = verify()
    assert found.entries == 2
    assert "entry 3 has been edited" in str(found.broken)


def test_an_edited_author_is_found(log):
    without_guards()
    LogEntry.objects.filter(number=3).update(by=User.objects.create_user("bo@fonden.example"))
    assert "entry 3 has been edited" in str(verify().broken)
    assert log


def test_an_entry_taken_out_is_missed(log):  # noqa: ARG001
    without_guards()
    LogEntry.objects.filter(number=2).delete()
    assert str(verify().broken) == "entry 2 is missing; the next one there is 3"


def test_an_entry_written_anew_with_its_own_hash_is_found_in_the_next(log):
    without_guards()
    forged = log[2]
    forged.content = canonical({"reason": "noget andet"})
    forged.hash = hash_of(forged)
    forged.save(force_update=True)
    assert str(verify().broken).startswith("entry 4 does not follow")


def test_a_log_written_anew_or_cut_off_is_shown_by_what_is_known(log, anna, tmp_path):
    known = Seal(5, log[-1].hash)
    receipt = tmp_path / "receipt.json"
    write_receipt(receipt, verify(), log[-1].at)
    assert read_receipt(receipt) == known
    assert verify([known]).is_whole

    without_guards()
    LogEntry.objects.filter(number__gte=4).delete()
    assert verify().is_whole
    assert "ends with entry 3, and entry 5 is known" in str(verify([known]).broken)
    record("case.step", anna, {"reason": "ny"}, 4)
    record("case.step", anna, {"reason": "ny"}, 5)
    assert verify().is_whole
    assert "entry 5 is not the one that was known" in str(verify([known]).broken)


def test_what_is_no_seal_or_receipt_is_said_in_one_line(tmp_path):
    for given_ in ("5", "0:" + "a" * 64, "5:abc", "x:" + "a" * 64, "5:" + "g" * 64):
        with pytest.raises(UserError, match="write NUMBER:HASH"):
            read_seal(given_)
    spoiled = tmp_path / "receipt.json"
    spoiled.write_text(json.dumps({"number": 5}))
    with pytest.raises(UserError, match="not a receipt"):
        read_receipt(spoiled)
    assert read_receipt(tmp_path / "none.json") is None


def test_forty_writers_at_once_leave_an_unbroken_chain(anna):
    start = threading.Barrier(WRITERS)

    def write(number):
        try:
            start.wait(30)
            for turn in range(3):
                record("case.step", anna, {"writer": number, "turn": turn})
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    found = verify()
    assert (found.entries, found.is_whole) == (3 * WRITERS, True)


def test_what_is_undone_leaves_no_entry_and_no_gap(log, anna):  # noqa: ARG001
    def undone():
        with transaction.atomic():
            record("case.step", anna, {})
            raise UserError("undone")

    with pytest.raises(UserError):
        undone()
    assert record("case.step", anna, {}).number == 6
    assert verify().is_whole


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), plain))
def test_canonical_content_comes_back_and_does_not_depend_on_order(content):
    written = canonical(content)
    assert json.loads(written) == content
    assert canonical(dict(reversed(content.items()))) == written


@given(st.lists(st.text(), min_size=2, max_size=6, unique=True), st.randoms())
def test_entries_in_another_order_are_no_chain(texts, random):
    chain, before = [], BEFORE_THE_FIRST
    for number, text in enumerate(texts, start=1):
        entry = Written(
            number, datetime(2026, 1, 1, tzinfo=UTC), 1, "case.step", 1,
            canonical({"reason": text}), before, "",
        )  # fmt: skip
        before = hash_of(entry)
        chain.append(entry._replace(hash=before))
    assert proof(chain).is_whole
    shuffled = chain[:]
    random.shuffle(shuffled)
    assert proof(shuffled).is_whole == (shuffled == chain)

"""Which database the portal keeps its decisions in."""

import pytest
from django.db import connection

from boligsocial.messages import UserError
from boligsocial.portal.databases import database_of


def test_a_file_in_the_home_waits_its_turn_and_takes_it_before_it_reads(tmp_path):
    found = database_of(tmp_path, None)
    assert found["NAME"] == tmp_path / "boligsocial.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_the_database_enforces_its_references(db):  # noqa: ARG001
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)


def test_an_address_is_read_in_its_parts(tmp_path):
    found = database_of(tmp_path, "postgresql://bruger:k%40de@vært:5433/navn?sslmode=require")
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "navn",
        "bruger",
        "k@de",
        "vært",
        "5433",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("mysql://x/y", "does not begin with"),
        ("postgresql://bruger@vært", "names no database"),
        ("postgresql://[::1/x", "BOLIGSOCIAL_DATABASE is wrong"),
    ],
)
def test_a_wrong_address_is_told_in_one_line(tmp_path, address, why):
    with pytest.raises(UserError, match=why):
        database_of(tmp_path, address)


def test_the_tests_never_touch_the_database_of_whoever_runs_them(db):  # noqa: ARG001
    assert "memory" in str(connection.settings_dict["NAME"])

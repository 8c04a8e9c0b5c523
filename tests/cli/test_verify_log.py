"""`verify-log` as a script meets it: exit codes, one line, receipts."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

MAKE = """
from boligsocial.portal.upgrade import upgrade_database
upgrade_database()
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.people.models import User
anna = User.objects.create_user("anna@fonden.example")
for number in range(1, 4):
    record("case.step", anna, {"reason": f"Grund {number}"}, number)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    environment = os.environ | {"BOLIGSOCIAL_HOME": str(home)}
    subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)
    return home / "boligsocial.sqlite3"


@pytest.fixture
def verify_log(made, tmp_path):
    """Runs the command on a database of its own; `.file` is that database."""
    file = tmp_path / made.name
    file.write_bytes(made.read_bytes())

    def run(*arguments, home=tmp_path):
        return subprocess.run(
            [sys.executable, "-m", "boligsocial", "verify-log", *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=60,
            env=os.environ | {"BOLIGSOCIAL_HOME": str(home), "BOLIGSOCIAL_LANGUAGE": "en"},
        )

    run.file = file
    return run


def tamper(file, statement):
    with sqlite3.connect(file) as database:
        for name in ("log_entry_is_kept", "log_entry_stays"):
            database.execute(f"DROP TRIGGER {name}")
        database.execute(statement)


def test_a_whole_log_is_said_to_be_with_its_last_entry(verify_log):
    told = verify_log("--json")
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert (found["is_whole"], found["entries"], found["last_number"]) == (True, 3, 3)
    seal = f"3:{found['last_hash']}"
    assert seal in verify_log("--expect", seal).stdout


def test_an_edited_entry_is_named_in_one_line(verify_log):
    tamper(verify_log.file, "UPDATE decision_log_logentry SET content = '{}' WHERE number = 2")
    told = verify_log()
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1] == (
        "boligsocial: the log is not whole: entry 2 has been edited: its hash is not that of what "
        "it says"
    )
    assert json.loads(verify_log("--json").stdout)["entries"] == 1


def test_a_receipt_shows_that_the_end_was_cut_off(verify_log, tmp_path):
    receipt = tmp_path / "receipt.json"
    assert verify_log("--receipt", receipt).returncode == 0
    assert verify_log("--receipt", receipt).returncode == 0
    kept = receipt.read_bytes()
    tamper(verify_log.file, "DELETE FROM decision_log_logentry WHERE number = 3")
    assert verify_log().returncode == 0
    told = verify_log("--receipt", receipt)
    assert told.returncode == 1
    assert "it has been cut off at its end" in told.stderr
    assert receipt.read_bytes() == kept


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("--expect", "3"), "write NUMBER:HASH"), (("--receipt", "/dev/null"), "not a receipt")],
)
def test_what_is_no_seal_is_told_in_one_line(verify_log, arguments, told):
    answer = verify_log(*arguments)
    assert answer.returncode == 1
    assert told in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_portal_without_a_database_has_no_log(verify_log, tmp_path):
    answer = verify_log(home=tmp_path / "nobody")
    assert answer.returncode == 1
    assert "has no log" in answer.stderr

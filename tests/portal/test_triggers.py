"""On both databases: the triggers of every room are there, and laid again when they are lost."""

from django.core.management import call_command
from ledger.conftest import databases, ledger, postgresql_address  # noqa: F401

from boligsocial.portal.triggers import guarded_apps, triggers_in


def drop(connection, trigger, table):
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{on}")


def test_every_guard_is_there_and_one_that_is_lost_is_told_and_laid_again(ledger):  # noqa: F811
    for room in guarded_apps():
        assert room.missing_guards(ledger) == set()
        own = [each for each in triggers_in(ledger) if each[1].startswith(f"{room.label}_")]
        drop(ledger, *own[-1])
        assert room.missing_guards(ledger) == {own[-1][0]}
    call_command("migrate", verbosity=0)
    assert not any(room.missing_guards(ledger) for room in guarded_apps())


def test_a_guard_that_an_earlier_version_laid_is_taken_away(ledger):  # noqa: F811
    with ledger.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER earlier BEFORE DELETE ON cases_step FOR EACH ROW "
            + (
                "EXECUTE FUNCTION guard_refuses('cases: of old')"
                if ledger.vendor == "postgresql"
                else "BEGIN SELECT RAISE(ABORT, 'cases: of old'); END"
            )
        )
    call_command("migrate", verbosity=0)
    assert "earlier" not in {trigger for trigger, _ in triggers_in(ledger)}

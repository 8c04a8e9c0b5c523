"""On both databases: many who write, sign and decide at the same moment; nothing twice."""

from ledger.test_concurrency import at_once

from boligsocial.messages import UserError
from boligsocial.portal.boards.models import AgreementVersion, Decision, Signature, Vote
from boligsocial.portal.boards.services import agreements
from boligsocial.portal.boards.services.agreements import Draft, Key
from boligsocial.portal.decision_log.models import LogEntry

from .test_meetings import Held

WRITERS = 8


def outcome(act):
    """What an operation gives, or the mistake that it tells."""
    try:
        return act()
    except UserError as told:
        return told


def test_of_many_who_write_from_one_version_one_is_saved(effort_on_both):
    effort = effort_on_both
    answers = at_once(
        [
            lambda text=f"Tekst {number}": outcome(
                lambda: agreements.write(
                    effort.case, Key("strategic"), Draft(text), effort.people["pia"]
                )
            )
            for number in range(WRITERS)
        ]
    )
    (saved,) = (each for each in answers if isinstance(each, AgreementVersion))
    assert AgreementVersion.objects.get() == saved
    assert {each.latest for each in answers if each is not saved} == {saved.text}


def test_a_party_that_signs_many_times_at_once_has_signed_once(effort_on_both):
    effort = effort_on_both
    version = agreements.write(effort.case, Key("strategic"), Draft("A"), effort.people["pia"])
    signing = lambda: agreements.sign(  # noqa: E731 - the same operation many times
        version, version.digest, effort.housing, effort.people["bodil"]
    )
    answers = at_once([lambda: outcome(signing)] * WRITERS)
    assert set(answers) == {Signature.objects.get()}
    assert LogEntry.objects.filter(kind="agreement.signed").count() == 1


def test_an_item_is_decided_once(effort_on_both):
    held = Held(effort_on_both)
    votes = dict.fromkeys(("Kim", "Klara", "Bodil", "Bo"), "for")
    answers = at_once([lambda: outcome(lambda: held.decide(**votes))] * WRITERS)
    assert [each for each in answers if isinstance(each, Decision)] == [Decision.objects.get()]
    assert Vote.objects.count() == len(votes)

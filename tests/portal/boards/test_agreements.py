"""Texts that both parties sign: bound to what was read, and to the version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.messages import UserError
from boligsocial.portal.boards.agreed import (
    agreement_of,
    agreements_of,
    strategic_agreement,
    sub_agreements,
)
from boligsocial.portal.boards.models import AgreementVersion, Signature
from boligsocial.portal.boards.services import agreements
from boligsocial.portal.boards.services.agreements import Draft, Key
from boligsocial.portal.boards.slugs import key_of_slug, slug_of
from boligsocial.portal.cases.differences import line_pairs
from boligsocial.portal.cases.facts import fact_of_case
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import Organisation

STRATEGIC = Key("strategic")


def written(effort, text="Vi vil lede sammen", key=STRATEGIC, made_from=0):
    return agreements.write(
        effort.case, key, Draft(text, made_from=made_from), effort.people["pia"]
    )


def signed(effort, version):
    for organisation, by in ((effort.municipality, "kim"), (effort.housing, "bodil")):
        agreements.sign(version, version.digest, organisation, effort.people[by])
    return version


def test_the_agreement_holds_when_both_have_signed_the_current_text(effort):
    assert str(strategic_agreement(effort.case).words) == (
        "the strategic agreement is not written yet"
    )
    first = written(effort)
    agreements.sign(first, first.digest, effort.municipality, effort.people["kim"])
    fact = fact_of_case("strategic_agreement", effort.case)
    assert (fact.holds, str(fact.words)) == (
        False, "version 1 waits for the signature of Engparken",
    )  # fmt: skip
    signed(effort, first)
    assert fact_of_case("strategic_agreement", effort.case).holds


def test_a_new_version_takes_new_signatures_and_the_old_one_holds_until_then(effort):
    first = signed(effort, written(effort))
    second = written(effort, "Vi vil mere", made_from=1)
    assert not strategic_agreement(effort.case).holds
    state = agreement_of(effort.case, STRATEGIC)
    assert state.in_force.version == first
    signed(effort, second)
    assert agreement_of(effort.case, STRATEGIC).in_force.version == second
    assert (first.needs_approval, second.needs_approval) == (False, False)


def test_a_signature_is_of_the_text_that_was_read(effort):
    first = written(effort)
    with pytest.raises(UserError, match="the text that you have read is another"):
        agreements.sign(first, "0" * 64, effort.housing, effort.people["bodil"])
    written(effort, "Ny tekst", made_from=1)
    with pytest.raises(UserError, match="a later version has come"):
        agreements.sign(first, first.digest, effort.housing, effort.people["bodil"])
    assert not Signature.objects.exists()


def test_only_the_parties_that_lead_sign(effort):
    version = written(effort)
    with pytest.raises(UserError, match="Fonden is not one of the parties"):
        agreements.sign(version, version.digest, effort.fund, effort.people["birgit"])


def test_after_the_commitment_the_fund_approves_a_change_of_the_strategic_agreement(effort):
    signed(effort, written(effort))
    birgit = effort.people["birgit"]
    effort.case.steps.create(
        number=2, came_from=effort.case.phase, to="commitment", by=birgit, organisation=effort.fund
    )
    second = signed(effort, written(effort, "Nyt", made_from=1))
    assert "waits for the Fund's approval" in str(strategic_agreement(effort.case).words)
    with pytest.raises(UserError, match="the text that you have read is another"):
        agreements.approve(second, "0" * 64, "", birgit)
    agreements.approve(second, second.digest, "Fint", birgit)
    assert strategic_agreement(effort.case).holds
    with pytest.raises(UserError, match="approved already"):
        agreements.approve(second, second.digest, "", birgit)
    area = next(e.key for e in agreements_of(effort.case) if e.key.kind == "sub")
    assert not written(effort, "Delaftale", area).needs_approval


def test_there_is_a_sub_agreement_for_each_focus_area(effort):
    areas = [each.key for each in agreements_of(effort.case) if each.key.kind == "sub"]
    assert len(areas) == 4
    for key in areas:
        assert not sub_agreements(effort.case).holds
        signed(effort, written(effort, f"Om {key.focus_area}", key))
    assert fact_of_case("sub_agreements", effort.case).holds


def test_a_case_without_one_of_the_parties_has_no_agreement(effort):
    effort.case.parties.remove(effort.housing)
    signed_alone = written(effort)
    agreements.sign(signed_alone, signed_alone.digest, effort.municipality, effort.people["kim"])
    fact = strategic_agreement(effort.case)
    assert (fact.holds, str(fact.words)) == (
        False, "no such party is in the case: housing organisation",
    )  # fmt: skip


def test_every_housing_organisation_of_the_case_signs(effort):
    version = signed(effort, written(effort))
    effort.case.parties.add(Organisation.objects.create(name="Nordhøj", kind="housing"))
    assert str(strategic_agreement(effort.case).words) == (
        "version 1 waits for the signature of Nordhøj"
    )
    assert version.signatures.count() == 2


def test_two_who_write_see_both_and_can_save_on_top(effort):
    written(effort, "Første")
    with pytest.raises(ChangedMeanwhileError) as told:
        written(effort, "Min", made_from=0)
    assert (told.value.latest, told.value.number) == ("Første", 1)
    assert AgreementVersion.objects.count() == 1
    assert written(effort, "Min", made_from=told.value.number).number == 2
    with pytest.raises(UserError, match="the same as in version 2"):
        written(effort, "Min", made_from=2)


def test_the_digest_is_of_the_text_and_of_what_it_is_of(effort):
    digests = {
        agreements.digest_of_text(effort.case, key, number, text)
        for key in (STRATEGIC, Key("contingency"))
        for number in (1, 2)
        for text in ("A", "B", "A ")
    }
    assert len(digests) == 12


texts = st.lists(st.sampled_from(["et", "to", "tre", "", "<b>"]), min_size=1).map("\n".join)


@given(texts, texts)
def test_side_by_side_loses_no_line(before, after):
    lines = line_pairs(before, after)
    assert "\n".join(e.left for e in lines if e.left is not None) == before
    assert "\n".join(e.right for e in lines if e.right is not None) == after
    assert (before == after) == all(each.how == "same" for each in lines)


@pytest.mark.parametrize("key", [STRATEGIC, Key("contingency"), Key("sub", "crime")])
def test_an_agreement_is_found_again_by_its_address(key):
    assert key_of_slug(slug_of(key)) == key
    assert key_of_slug("delaftale-") is key_of_slug("gættet") is None

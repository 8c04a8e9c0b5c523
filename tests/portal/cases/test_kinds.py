"""A case goes the way that its kind's file says, and is told what it lacks."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.allocation.years.definitions import frame_definition
from boligsocial.definitions import definition_from
from boligsocial.messages import InputError
from boligsocial.portal.cases.kinds import HERE, Kind, kinds, steps

EFFORT = kinds()["social_effort"]
TEXT = (Path(HERE) / "social_effort.toml").read_text("utf-8")
WAY = [
    "prequalification", "dialogue", "agreement", "application", "commitment", "yearly_status",
    "mid_term", "yearly_status", "accounts", "anchoring", "closed",
]  # fmt: skip


def everything(phase):
    return {
        "documents": [each.id for each in phase.document],
        "checks": [each.id for each in phase.check],
    }


def step_to(phase, to, side, **there):
    return next(each for each in steps(EFFORT, phase, side, **there) if each.to.id == to)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_a_kind_is_paid_from_a_part_of_the_frame(kind):
    assert frame_definition().part_of(kind.part)
    assert kind.source


@pytest.mark.parametrize(("here", "to"), list(pairwise(WAY)))
def test_the_way_of_an_effort_from_prequalification_to_its_end(here, to):
    phase = EFFORT.phase_of(here)
    side = phase.moves[to]
    assert step_to(here, to, side, **everything(phase)).is_lawful


def test_a_case_without_its_papers_does_not_go_on_but_may_be_withdrawn():
    step = step_to("prequalification", "dialogue", "fund", documents=["key_figures"])
    assert not step.is_lawful
    assert "the recommendation of the municipality" in str(step.why_not)
    assert "KÅS" not in str(step.why_not)
    assert step_to("prequalification", "rejected", "fund").is_lawful
    assert step_to("prequalification", "withdrawn", "parties").is_lawful


def test_a_case_is_not_closed_without_its_accounts():
    assert not step_to("accounts", "closed", "fund").is_lawful
    assert step_to("accounts", "closed", "fund", documents=["final_accounts"]).is_lawful


def test_a_step_is_taken_by_its_own_side():
    phase = EFFORT.phase_of("application")
    step = step_to("application", "commitment", "parties", **everything(phase))
    assert (step.is_lawful, str(step.why_not)) == (False, "the Fund takes this step")


def test_what_is_not_required_is_not_missed():
    there = {"documents": ["strategic_agreement", "sub_agreements"]}
    assert step_to("agreement", "application", "parties", **there).is_lawful


@given(
    phase=st.sampled_from([phase.id for phase in EFFORT.phase]),
    documents=st.sets(st.sampled_from([d.id for p in EFFORT.phase for d in p.document])),
    more=st.sets(st.sampled_from([d.id for p in EFFORT.phase for d in p.document])),
)
def test_one_paper_more_never_closes_a_way(phase, documents, more):
    checks = [each.id for each in EFFORT.phase_of(phase).check]
    for side in ("fund", "parties"):
        few = steps(EFFORT, phase, side, documents, checks)
        many = steps(EFFORT, phase, side, documents | more, checks)
        assert all(
            after.is_lawful for before, after in zip(few, many, strict=True) if before.is_lawful
        )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('first = "prequalification"', 'first = "nowhere"', "no such phase: nowhere"),
        ('dialogue = "fund", rejected = "fund"', 'rejected = "fund"', "no way leads to"),
        ('moves = { closed = "fund" }', 'moves = { anchoring = "fund" }', "an end from anchoring"),
        ('id = "dialogue"\nname', 'id = "agreement"\nname', "the same id"),
        ('withdrawn = "parties"', 'withdrawn = "minister"', "fund"),
    ],
)
def test_a_file_that_leads_nowhere_is_refused(old, new, told):
    assert old in TEXT
    with pytest.raises(InputError, match=told):
        definition_from(TEXT.replace(old, new), Kind, "kind.toml")

"""The pages of plans and of a case beside them."""

from datetime import date

import pytest
from django.urls import reverse

from boligsocial.messages import Message, UserError
from boligsocial.portal.development import services
from boligsocial.portal.development.form import number, version_given, written_of
from boligsocial.portal.development.models import Plan, PlanVersion, Wave

from .conftest import COUNTED, area_called, demolished


def at(place, name="plan"):
    return reverse(f"development:{name}", kwargs={"pk": place.plan.pk})


def together(case):
    return reverse("development:together", kwargs={"case": case.pk})


FORM = {
    "made_from": "0", "counted_on": COUNTED.isoformat(), "family": "1.000",
    "measure_kind": ["demolition", "sale"], "measure_on": ["2028-01-15", ""],
    "measure_amount": ["600", ""], "measure_words": ["Blok 4", ""],
}  # fmt: skip


def test_a_plan_is_recorded_counted_and_shown(place, be):
    browser = be("pia")
    area = area_called("Motalavej")
    given = {
        "kind": "development", "name": "<i>Plan</i>", "area": area.area_id,
        "organisation": [place.municipality.pk], "approved_on": "2020-01-01",
    }  # fmt: skip
    answer = browser.post(reverse("development:new"), given)
    plan = Plan.objects.get(name="<i>Plan</i>")
    assert answer.headers["Location"] == reverse("development:plan", kwargs={"pk": plan.pk})
    version = reverse("development:version", kwargs={"pk": plan.pk})
    assert browser.post(version, FORM).status_code == 302
    page = browser.get(answer.headers["Location"]).text
    assert "&lt;i&gt;Plan&lt;/i&gt;" in page
    assert "40 pct." in page
    assert "Kan holdes" not in page
    assert "Motalavej" in browser.get(reverse("development:plans")).text


def test_everyone_who_reads_cases_reads_plans_but_only_its_own_write(place, be):
    assert be("nora").get(at(place)).status_code == 200
    assert 'name="counted_on"' not in be("nora").get(at(place)).text
    assert 'name="counted_on"' in be("bodil").get(at(place)).text
    for name in ("version", "report", "stage", "wave", "withdraw"):
        assert be("nora").post(at(place, name), FORM).status_code == 403
        assert be("bodil").post(at(place, name), {}).status_code == 422
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"family": "mange"}, "mange"), ({"measure_amount": ["1.5", ""]}, "1.5"),
        ({"measure_on": ["", ""]}, "600"), ({"family": "100"}, "100"),
        ({"measure_words": ["010190-1234", ""]}, 'name="not_cpr"'),
    ],
)  # fmt: skip
def test_a_mistake_keeps_what_was_written(place, be, change, told):
    answer = be("pia").post(at(place, "version"), FORM | change)
    assert answer.status_code == 422
    assert told in answer.text
    assert "2028-01-15" in answer.text or "measure_on" in change
    assert not PlanVersion.objects.exists()


def test_two_editors_see_both_versions(place, be):
    place.version(family=77)
    answer = be("bodil").post(at(place, "version"), FORM)
    assert answer.status_code == 422
    assert '<td class="number">77</td>' in answer.text
    assert "1.000" in answer.text
    assert 'name="made_from" value="1"' in answer.text
    assert be("bodil").post(at(place, "version"), FORM | {"made_from": "1"}).status_code == 302


def test_a_wave_is_planned_and_withdrawn_by_its_page(place, be):
    given = {
        "name": "Blok 4", "starts_on": "2027-03-01", "ends_on": "2027-09-30", "households": "40",
        "receiving": [f"area:{area_called('Vollsmose').area_id}"],
    }  # fmt: skip
    assert be("pia").post(at(place, "wave"), given).status_code == 302
    page = be("pia").get(together(place.case)).text
    assert "40 husstande (Blok 4)" in page
    assert "Vollsmose" in page
    wave = Wave.objects.get()
    assert be("pia").post(at(place, "withdraw"), {"wave": wave.pk}).status_code == 302
    assert "40 husstande (Blok 4)" not in be("pia").get(together(place.case)).text
    assert be("pia").post(at(place, "withdraw"), {"wave": "x"}).status_code == 404


def test_no_name_of_a_case_out_of_reach_is_told(place, be):
    secret = place.effort(area_called("Vollsmose"), name="Hemmelig indsats")
    place.wave(f"area:{area_called('Vollsmose').area_id}")
    services.set_goal(place.plan, secret, "Hemmeligt mål", None, place.people["nora"])
    for page in (be("pia").get(together(place.case)).text, be("pia").get(at(place)).text):
        assert "hvor der er en boligsocial indsats" in page
        assert "Hemmelig" not in page
    assert "Hemmelig indsats" in be("nora").get(at(place)).text
    assert be("pia").get(together(secret)).status_code == 404


def test_a_case_without_plans_says_what_would_be_there(place, be):
    Plan.objects.update(area_id="andet")
    assert "Der er ikke registreret noget fysisk" in be("pia").get(together(place.case)).text


def test_a_goal_is_named_on_the_page_of_the_case(place, be):
    goal = reverse("development:goal", kwargs={"case": place.case.pk})
    assert be("pia").post(goal, {"text": "Trygt", "plan": "999"}).status_code == 422
    given = {"text": "Trygt", "plan": place.plan.pk, "due_on": "2029-01-01"}
    assert be("pia").post(goal, given).status_code == 302
    assert "Trygt" in be("bodil").get(at(place)).text


def test_a_version_comes_back_from_its_form(place):
    version = place.version(
        family=100, measures=[demolished(date(2028, 5, 1), 60)], residents=2000,
        answers={"account": True, "sale_at_a_loss": False},
    )  # fmt: skip
    again = version_given(written_of(version, COUNTED))
    assert again.dwellings == services.dwellings_of(version)
    assert [each.measure for each in again.measures] == services.measures_of(version)
    assert (again.residents, dict(again.answers)) == (2000, version.answers)


@pytest.mark.parametrize(
    ("given", "value"), [("1.200", 1200), ("0", 0), ("1200", 1200), (" 7 ", 7)]
)
def test_numbers_as_people_write_them(given, value):
    assert number(given, Message("x")) == value


@pytest.mark.parametrize("given", ["1.2", "-1", "1,5", "", "1e3", "²", "9" * 20, "1.2000"])
def test_what_is_no_whole_number_is_refused(given):
    with pytest.raises(UserError, match="whole number"):
        number(given, Message("x"))

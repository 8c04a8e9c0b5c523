"""From a delivery to a snapshot on the page: checked, built, stopped, held against another."""

from __future__ import annotations

import json
import shutil
import time

import pytest
from django.test import Client

from boligsocial.portal import jobs
from boligsocial.portal.people.models import Membership, Organisation, Role, User, today
from boligsocial.snapshots.opening import stored

START = "/oejebliksbilleder/"
DELIVERY = f"{START}levering/"
pytestmark = pytest.mark.django_db


def as_role(role):
    """A browser of somebody in a role at the Fund."""
    fund, _ = Organisation.objects.get_or_create(name="Fonden", kind="fund")
    user, new = User.objects.get_or_create(email=f"{role}@fonden.example", name=role)
    if new:
        Membership.objects.create(user=user, organisation=fund, role=role, starts_on=today())
    browser = Client()
    browser.force_login(user)
    return browser


def get(address, language="da", role=Role.ANALYST, **headers):
    browser = as_role(role)
    browser.cookies["language"] = language
    response = browser.get(address, headers=headers)
    return response, response.content.decode()


def begin(name, what, on=""):
    return as_role(Role.ANALYST).post(DELIVERY, {"mappe": name, "goer": what, "dato": on})


def ended(home, job_id, seconds=90):
    """The job once it has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        job = jobs.job_of(home / "imports", job_id)
        if job.state != "running":
            return job
        time.sleep(0.1)
    raise TimeoutError(job_id)


def job_id_of(response):
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"].rstrip("/").rsplit("/", 1)[1]


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_empty_portal_says_what_would_be_here_and_how_to_get_it(settings, tmp_path, language):
    settings.PORTAL = settings.PORTAL.model_copy(update={"home": tmp_path})
    response, text = get(START, language)
    assert response.status_code == 200
    words = ("Der er ikke bygget noget øjebliksbillede endnu", "Der er ingen leverance")
    if language == "en":
        words = ("No snapshot has been built yet", "There is no delivery")
    assert all(each in text for each in words)


def test_the_deliveries_of_the_root_are_offered_and_no_others(place):
    response, _ = get(START)
    assert [each.name for each in response.context["deliveries"]] == ["fejl", "lille"]
    assert response.context["root"] == place / "deliveries"


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    "name", ["../udenfor", "/etc", "lille/../../udenfor", "", ".", "findes-ikke", "genvej", "\0"]
)
def test_a_folder_outside_the_root_is_refused(name):
    for response in (get(f"{DELIVERY}?mappe={name}")[0], begin(name, "kontrol")):
        assert response.status_code == 422
        assert "leverancer" in response.content.decode()
    assert not jobs.jobs(jobs_home(response))


def jobs_home(response):
    from django.conf import settings

    del response
    return settings.PORTAL.home / "imports"


@pytest.mark.usefixtures("place")
def test_a_folder_that_is_no_delivery_says_why():
    response, text = get(f"{DELIVERY}?mappe=tom")
    assert response.status_code == 200
    assert "Mappen er ikke en leverance" in text


def test_a_sound_delivery_is_checked_and_may_be_built(place):
    job = ended(place, job_id_of(begin("lille", "kontrol")))
    assert (job.state, job.said) == ("done", [])
    _, text = get(f"{START}koersel/{job.id}/")
    assert "Der er ingen fejl i leverancen" in text
    assert "Ingen fejl" in get(f"{DELIVERY}?mappe=lille")[1]


def test_every_mistake_is_told_with_where_and_how_to_mend_it(place):
    job = ended(place, job_id_of(begin("fejl", "kontrol")))
    assert job.state == "done"
    (problem,) = job.said
    assert (problem["table"], problem["column"], problem["count"]) == ("persons", "age", 3)
    # Asked for as the part that the page fetches again, whose text holds no address: the job's id
    # tells the time, in which any number may stand.
    _, text = get(f"{START}koersel/{job.id}/", **{"HX-Request": "true"})
    assert "Leverancen skal rettes" in text
    assert '<td class="number" data-label="Rækker">3</td>' in text
    assert problem["mend"] in text
    assert job.id not in text
    assert "212" not in text, "a person's own value is not shown"


def test_a_build_comes_to_a_snapshot_that_can_be_chosen(place):
    job = ended(place, job_id_of(begin("lille", "byg", "2017-12-01")))
    assert job.state == "done", job.error
    found, _ = stored(place / "snapshots")
    assert [each.id for each in found] == [job.said["id"]]
    _, text = get(f"{START}koersel/{job.id}/")
    assert "Øjebliksbilledet er bygget og forseglet" in text
    response, text = get(f"{START}{found[0].id}/")
    assert response.status_code == 200
    assert "Hver fil er præcis, som da den blev forseglet" in text
    assert get(f"/omraader/?snapshot={found[0].id}")[0].status_code == 200
    again = ended(place, job_id_of(begin("lille", "byg", "2017-12-01")))
    assert again.said["new"] is False
    assert "var her allerede" in get(f"{START}koersel/{again.id}/")[1]


def test_a_build_of_a_delivery_with_mistakes_fails_and_leaves_nothing(place):
    job = ended(place, job_id_of(begin("fejl", "byg", "2017-12-01")))
    assert job.state == "failed"
    _, text = get(f"{START}koersel/{job.id}/")
    assert "Det lykkedes ikke" in text
    assert job.error[:20].casefold() in text.casefold()
    assert stored(place / "snapshots") == ((), ())


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("on", "words"),
    [("i morgen", "Skriv øjebliksbilledets dato, for eksempel 2017-12-01"),
     ("2019-12-01", "har ingen personer for 2019; den har 2016, 2017"),
     ("1999-12-01", "1999")],
)  # fmt: skip
def test_a_wrong_date_begins_nothing(on, words):
    response = begin("lille", "byg", on)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not jobs.jobs(jobs_home(response))


def test_a_build_is_stopped_and_leaves_the_store_as_it_was(place):
    job_id = job_id_of(begin("lille", "byg", "2017-12-01"))
    assert get(f"{START}koersel/{job_id}/")[0].context["job"].state == "running"
    response = as_role(Role.ANALYST).post(f"{START}koersel/{job_id}/stop/")
    assert response.status_code == 302
    job = ended(place, job_id)
    # Stopped, unless it was quicker than we.
    assert job.state == "stopped"
    assert "Det blev stoppet" in get(f"{START}koersel/{job_id}/")[1]
    assert stored(place / "snapshots") == ((), ())
    assert not list(place.glob(".snapshots.*"))


def test_progress_is_told_while_it_runs_also_to_who_reloads_the_page(place):
    job_id = job_id_of(begin("lille", "byg", "2017-12-01"))
    told = set()
    while jobs.job_of(place / "imports", job_id).state == "running":
        response, text = get(f"{START}koersel/{job_id}/", **{"HX-Request": "true"})
        assert "<html" not in text
        if response.context["job"].state == "running" and response.context["progress"]:
            told.add(response.context["progress"].percent)
            assert 'hx-trigger="load delay:1s"' in text
        time.sleep(0.05)
    assert told
    assert max(told) <= 100
    _, text = get(f"{START}koersel/{job_id}/", **{"HX-Request": "true"})
    assert "hx-trigger" not in text


def test_one_runs_at_a_time(place):
    first = job_id_of(begin("lille", "byg", "2017-12-01"))
    second = begin("fejl", "kontrol")
    assert second.status_code == 422
    assert "En anden kørsel er i gang, af lille" in second.content.decode()
    assert "er ved at blive bygget" in get(START)[1]
    as_role(Role.ANALYST).post(f"{START}koersel/{first}/stop/")
    ended(place, first)


def test_a_job_whose_process_died_with_the_server_is_told_so(place):
    folder = place / "imports" / "20260101T000000-abcdef"
    folder.mkdir(parents=True)
    asked = {"kind": "build", "subject": "lille", "on": "2017-12-01",
             "began": "2026-01-01T00:00:00+00:00", "process": 999_999_999}  # fmt: skip
    (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    (folder / "lock").touch()
    (folder / "said.json").touch()
    assert jobs.job_of(place / "imports", folder.name).state == "failed"
    assert "måske fordi serveren blev genstartet" in get(f"{START}koersel/{folder.name}/")[1]


@pytest.mark.parametrize("address", [f"{START}koersel/x/", f"{START}2018-12-01-000000000000/",
                                     f"{START}sammenlign/?foerste=a&anden=b"])  # fmt: skip
def test_what_is_not_there_is_not_found(address):
    assert get(address)[0].status_code == 404


def test_a_stop_must_be_sent_as_a_form(place):
    del place
    assert get(f"{START}koersel/x/stop/")[0].status_code == 405


def test_the_public_has_no_such_pages(settings):
    from boligsocial.portal.urls import addresses

    del settings
    names = [getattr(each, "app_name", "") for each in addresses("public")]
    assert "imports" not in names
    assert "imports" in [getattr(each, "app_name", "") for each in addresses("deciders")]


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ("Forskellen på to øjebliksbilleder", "findes ikke i loven")),
     ("en", ("What differs between two snapshots", "not in the law"))],
)  # fmt: skip
def test_two_snapshots_are_held_against_each_other(on_snapshots, language, words):
    address = f"{START}sammenlign/?foerste={on_snapshots.earlier}&anden={on_snapshots.later}"
    response, text = get(address, language)
    assert response.status_code == 200
    assert all(each in text for each in words)
    totals = {part.id: part.total for part in response.context["pair"].parts}
    assert totals["statuses"] > 0
    assert totals["moved"] > 0
    assert totals["areas"] == totals["files"] == 0


def test_a_damaged_snapshot_is_told_and_not_compared(on_snapshots, settings, tmp_path):
    store = shutil.copytree(on_snapshots.store, tmp_path / "S")
    settings.PORTAL = settings.PORTAL.model_copy(update={"snapshots": store})
    path = store / on_snapshots.later / "verdicts.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    _, text = get(f"{START}{on_snapshots.later}/")
    assert "Det er ikke, som da det blev forseglet" in text
    assert "verdicts.parquet" in text
    response, _ = get(
        f"{START}sammenlign/?foerste={on_snapshots.earlier}&anden={on_snapshots.later}"
    )
    assert response.status_code == 422
    (store / on_snapshots.earlier / "manifest.json").write_text("{}", "utf-8")
    assert "Et øjebliksbillede kan ikke læses" in get(START)[1]


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("address", [f"{DELIVERY}?mappe=lille", f"{START}koersel/x/"])
def test_who_may_not_build_is_told_who_may(address):
    response, text = get(address, role=Role.READER)
    assert response.status_code == 403
    assert "kontrollere leverancer og bygge øjebliksbilleder af dem" in text
    assert "analytiker" in text


def test_who_may_not_build_begins_nothing_and_stops_nothing(place):
    reader = as_role(Role.READER)
    answer = reader.post(DELIVERY, {"mappe": "lille", "goer": "byg", "dato": "2017-12-01"})
    assert answer.status_code == 403
    assert not jobs.jobs(place / "imports")
    job_id = job_id_of(begin("lille", "byg", "2017-12-01"))
    assert reader.post(f"{START}koersel/{job_id}/stop/").status_code == 403
    assert jobs.job_of(place / "imports", job_id).state == "running"
    as_role(Role.ANALYST).post(f"{START}koersel/{job_id}/stop/")
    ended(place, job_id)


def test_readers_see_the_snapshots_and_nothing_of_the_server(on_snapshots):
    response, text = get(START, role=Role.READER)
    assert response.status_code == 200
    assert on_snapshots.later in text
    assert str(on_snapshots.deliveries) not in text
    assert "levering/" not in text


@pytest.mark.parametrize("path", ["", "levering/", "sammenlign/", "koersel/x/", "x/"])
def test_nobody_sees_snapshots_without_logging_in(path):
    answer = Client().get(f"{START}{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("given", ["", "?foerste={earlier}", "?anden={later}"])
def test_the_comparison_asks_for_the_two_that_it_lacks(on_snapshots, given):
    ids = {"earlier": on_snapshots.earlier, "later": on_snapshots.later}
    response, text = get(f"{START}sammenlign/{given.format(**ids)}")
    assert response.status_code == 200
    first, second = text.split('id="anden"')
    assert f'value="{on_snapshots.earlier}" selected' in first
    assert f'value="{on_snapshots.earlier}" selected' not in second


def test_the_comparison_says_when_there_are_not_two(place):
    del place
    response, text = get(f"{START}sammenlign/")
    assert response.status_code == 200
    assert "Der er ikke to øjebliksbilleder endnu" in text
    assert "<select" not in text.split("<main")[1]


def test_two_of_one_name_are_told_apart_by_their_ids(on_snapshots, settings, tmp_path):
    _, text = get(f"{START}sammenlign/")
    assert "Syntetiske tal, 1. december 2018</option>" in text
    store = shutil.copytree(on_snapshots.store, tmp_path / "S")
    settings.PORTAL = settings.PORTAL.model_copy(update={"snapshots": store})
    other = store / f"{on_snapshots.later[:-6]}000000"
    manifest = json.loads((store / on_snapshots.later / "manifest.json").read_text("utf-8"))
    shutil.copytree(store / on_snapshots.later, other)
    (other / "manifest.json").write_text(json.dumps(manifest | {"id": other.name}), "utf-8")
    _, text = get(f"{START}sammenlign/")
    assert "Syntetiske tal, 1. december 2018 · 000000</option>" in text
    assert f"Syntetiske tal, 1. december 2018 · {on_snapshots.later[-6:]}</option>" in text
    assert "Syntetiske tal, 1. december 2017</option>" in text

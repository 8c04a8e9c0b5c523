"""The reader's own lists on the pages."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

GOOD = (
    "area;municipality;residents;pct_nonwestern;pct_no_attachment;pct_convicted;"
    "pct_basic_school;income_pct_of_region\n"
    "Åparken;Århus;1.790;43,9;41,2;1,85;61,3;54,1\n"
    "Engvej;Odense;980;52,4;44,6;2,9;66,0;\n"
)


@pytest.fixture
def home(settings, tmp_path):
    settings.PORTAL = settings.PORTAL.model_copy(update={"home": tmp_path})
    return tmp_path


@pytest.fixture
def client(home):
    assert home.is_dir()
    return Client()


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def bring(client, content=GOOD, on="2017-12-01", name="liste.csv"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post("/lister/", {"dato": on, "fil": file})


def test_without_lists_the_page_offers_the_sample(client):
    text = text_of(client.get("/lister/"))
    assert "Ingen lister endnu" in text
    assert "højst 10 MB" in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_sample_can_be_brought_as_it_is(client, kind):
    sample = client.get(f"/lister/eksempel.{kind}").content
    response = bring(client, sample, name=f"eksempel.{kind}")
    assert response.headers["Location"] == "/lister/2017-12-01/"


def test_a_list_is_kept_and_tested_under_the_law_of_its_date(client):
    bring(client)
    response = client.get("/lister/2017-12-01/?sorter=omraade")
    text = text_of(response)
    assert "2 områder, prøvet efter loven på den dato." in text
    assert "Ghettoområde" in text
    assert [area.name for area in response.context["areas"]] == ["Engvej", "Åparken"]
    assert text_of(client.get("/lister/")).count("liste.csv") == 1


def test_what_cannot_be_told_is_explained(client):
    bring(client, GOOD.replace(";41,2;", ";;"))
    text = text_of(client.get("/lister/2017-12-01/"))
    assert "Uden tilknytning til arbejdsmarked eller uddannelse: Filen har intet tal." in text


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (GOOD.replace("43,9", "143,9"), "række 2, kolonne pct_nonwestern: 143,9 er over 100"),
        (GOOD.replace("Odense", "Odens"), "række 3, kolonne municipality: der er ingen kommune"),
        (GOOD.replace("Engvej", "010190-1234"), "række 3, kolonne area: indeholder noget, der"),
        (GOOD.replace("area;", "omraade;"), "række 1, kolonne area: kolonnen mangler"),
        (b"\x00\x01\x02", "er ikke en tabel"),
        (b"x" * 10_000_001, "liste.csv fylder mere end 10 MB."),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place_and_nothing_is_kept(
    client, home, content, problem
):
    response = bring(client, content)
    assert response.status_code == 422
    assert problem in text_of(response)
    assert not list(Path(home).rglob("*.parquet"))


@pytest.mark.parametrize(
    ("on", "problem"),
    [("", "Angiv listens dato"), ("i går", "Angiv listens dato"), ("2005-12-01", "ingen regler")],
)
def test_a_wrong_date_is_told_beside_its_field(client, on, problem):
    response = bring(client, on=on)
    assert response.status_code == 422
    assert problem in text_of(response)


def test_another_list_of_the_same_date_is_refused_without_telling_the_machines_folders(
    client, home
):
    bring(client)
    response = bring(client, GOOD.replace("Engvej", "Engtoften"))
    assert response.status_code == 422
    assert "Der ligger allerede en anden liste" in text_of(response)
    assert str(home) not in response.content.decode()


@pytest.mark.parametrize("sort", ["kommune", "-beboere", "afstand", "kriterier", "status", "vrøvl"])
def test_the_areas_can_be_sorted_by_every_column(client, sort):
    bring(client)
    response = client.get("/lister/2017-12-01/", {"sorter": sort, "side": "99"})
    assert len(response.context["areas"]) == 2


def test_the_file_has_a_row_for_each_criterion_and_runs_no_formula(client):
    bring(client, GOOD.replace("Engvej", "=1+1"))
    lines = client.get("/lister/2017-12-01/hent.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 * 5
    assert any(line.startswith("'=1+1;") for line in lines)
    assert client.get("/lister/2017-12-01/hent.xlsx").status_code == 200


@pytest.mark.parametrize("address", ["/lister/2016-12-01/", "/lister/x/", "/lister/x/hent.csv"])
def test_a_list_that_is_not_kept_is_not_there(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/lister/", "/lister/2017-12-01/", "/lister/eksempel.csv"])
def test_the_public_may_neither_bring_nor_see_lists(client, settings, address):
    settings.AUDIENCE = "public"
    assert client.get(address).status_code == 403
    assert bring(client).status_code == 403

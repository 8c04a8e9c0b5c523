"""A figure of few people behind an area's place on a list: on no page and in no file."""

import csv
import io
import re
import shutil

import pytest

from boligsocial.disclosure.limits import default_limits
from boligsocial.portal.writing import measured
from boligsocial.snapshots.opening import opened_lists

NEWEST = "2018-12-01"
PAGES = ["/omraader/{area}/", "/lovaendring/?liste=2018-12-01&reform=three_of_four",
         "/fordeling/?liste=2018-12-01", "/?liste=2018-12-01"]  # fmt: skip
FILES = ["/omraader/{area}/hent.csv", "/lovaendring/omraader.csv?liste=2018-12-01",
         "/fordeling/fordeling.csv?liste=2018-12-01"]  # fmt: skip


@pytest.fixture
def lists(on_snapshots, settings, monkeypatch, tmp_path):
    """Shown only from sixty people, so that areas on the list have too few convicted."""
    limits = default_limits().model_copy(update={"people": 60})
    monkeypatch.setattr("boligsocial.disclosure.gate.default_limits", lambda: limits)
    store = shutil.copytree(on_snapshots.store, tmp_path / "S")
    settings.PORTAL = settings.PORTAL.model_copy(update={"snapshots": store})
    return opened_lists(store, on_snapshots.later)


@pytest.fixture
def area(lists):
    """An area on the newest list with too few convicted."""
    return next(each for each in sorted(lists.listed(NEWEST))
                if lists.why_hidden(NEWEST, each, "convicted"))  # fmt: skip


def get(client, lists, address):
    glue = "&" if "?" in address else "?"
    response = client.get(f"{address}{glue}snapshot={lists.snapshot.id}")
    assert response.status_code == 200, address
    return response.content.decode("utf-8-sig")


def told_of(lists, area):
    """The hidden shares of an area as they would be written."""
    values = [
        verdict.verdict("convicted").value
        for (list_id, area_id), verdict in lists.verdicts.items()
        if area_id == area and lists.why_hidden(list_id, area_id, "convicted")
    ]
    assert values
    return [measured(each, "percent", "da") for each in values if each is not None]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_tells_it(client, lists, area, page):
    text = get(client, lists, page.format(area=area))
    text = re.sub(r"<option.*?</option>", "", text)
    assert not [each for each in told_of(lists, area) if re.search(rf"(?<!\d){each}", text)]


def test_the_page_of_the_area_says_that_it_is_hidden_and_why(client, lists, area):
    text = get(client, lists, f"/omraader/{area}/")
    convicted = text.split('class="verdict__name">Dømte')[1].split('class="verdict__name">')[0]
    assert "skjult" in convicted
    assert "Skjult: " in convicted
    assert "ikke offentliggjort" not in convicted


@pytest.mark.parametrize("file", FILES)
def test_the_files_say_hidden_where_it_would_stand(client, lists, area, file):
    text = get(client, lists, file.format(area=area))
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    name = lists.areas[area].name
    own = [row for row in rows if name in row]
    assert own
    assert any("skjult" in row for row in own), own[:2]
    exact = f"{lists.verdicts[NEWEST, area].verdict('convicted').value:.2f}".replace(".", ",")
    assert not any(exact in row for row in own)

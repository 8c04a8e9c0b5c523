"""The figures of a page: chosen at its top, named in its address, told for what they are."""

from __future__ import annotations

import shutil

import pytest
from django.test import Client

from boligsocial.portal.figures import NAME, PUBLISHED

AREA = "A0001"
PAGES = (
    "/", "/omraader/", f"/omraader/{AREA}/", f"/omraader/{AREA}/tal/", "/afdelinger/E00003/",
    "/fordeling/", "/fordeling/sammenlign/", "/lovaendring/",
)  # fmt: skip


def page(address, client=None, language="da", **headers):
    client = client or Client()
    client.cookies["language"] = language
    response = client.get(address, headers=headers)
    return response, response.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("language", "kind", "made_up_words"),
    [("da", "Syntetiske tal", "Opdigtede beboere"), ("en", "Synthetic figures", "Made-up people")],
)
def test_made_up_figures_say_so_on_every_page(on_snapshots, address, language, kind, made_up_words):
    response, text = page(f"{address}?{NAME}={on_snapshots.later}", language=language)
    assert response.status_code == 200
    assert response.context["figures_shown"].kind == "synthetic"
    assert kind in text
    assert made_up_words in text
    assert ("1. december 2018" if language == "da" else "1 December 2018") in text


def test_without_a_store_nothing_can_be_chosen():
    response, text = page("/")
    assert response.context["chooser"] is None
    assert "figures-choice" not in text


def test_published_figures_are_shown_until_others_are_chosen(on_snapshots):
    response, text = page("/")
    assert response.context["figures_shown"].kind == "published"
    assert [each.value for each in response.context["chooser"].choices] == [
        PUBLISHED, on_snapshots.later, on_snapshots.earlier,
    ]  # fmt: skip
    assert "Offentliggjorte tal" in text


def test_a_choice_is_remembered_and_put_into_the_address(on_snapshots):
    client = Client()
    page(f"/?{NAME}={on_snapshots.later}", client)
    response, _ = page("/omraader/?soeg=park", client)
    assert response.status_code == 302
    assert response.headers["Location"] == f"/omraader/?soeg=park&{NAME}={on_snapshots.later}"
    page(f"/?{NAME}={PUBLISHED}", client)
    response, _ = page("/omraader/", client)
    assert response.status_code == 200
    assert response.context["figures_shown"].kind == "published"


def test_the_page_that_led_here_says_which_figures_before_the_last_choice_does(on_snapshots):
    client = Client()
    page(f"/?{NAME}={on_snapshots.later}", client)
    led = f"http://testserver/?{NAME}={on_snapshots.earlier}"
    response, _ = page("/omraader/", client, Referer=led)
    assert response.headers["Location"].endswith(on_snapshots.earlier)
    elsewhere = f"https://example.org/?{NAME}={on_snapshots.earlier}"
    response, _ = page("/omraader/", client, Referer=elsewhere)
    assert response.headers["Location"].endswith(on_snapshots.later)


def test_a_piece_for_htmx_follows_the_page_it_is_for(on_snapshots):
    response, text = page(
        "/omraader/?soeg=a", **{"HX-Request": "true", "HX-Target": "areas-result",
        "HX-Current-URL": f"http://testserver/omraader/?{NAME}={on_snapshots.later}"},
    )  # fmt: skip
    assert response.status_code == 200
    assert "områder og afdelinger" in text


def test_an_address_that_a_piece_puts_into_the_bar_names_the_figures(on_snapshots):
    response, _ = page(
        f"/fordeling/?{NAME}={on_snapshots.later}&ramme=20", **{"HX-Request": "true"}
    )
    assert response.headers["HX-Replace-Url"].endswith(f"&{NAME}={on_snapshots.later}")


@pytest.mark.usefixtures("on_snapshots")
@pytest.mark.parametrize("address", PAGES[:2])
def test_an_unknown_snapshot_is_told_gently(address):
    response, text = page(f"{address}?{NAME}=2018-12-01-000000000000")
    assert response.status_code == 422
    assert "Der er ikke noget øjebliksbillede, der hedder 2018-12-01-000000000000" in text
    assert NAME not in response.cookies


@pytest.mark.usefixtures("on_snapshots")
def test_a_remembered_snapshot_that_is_gone_gives_way_to_the_published():
    client = Client()
    client.cookies[NAME] = "2018-12-01-000000000000"
    response, _ = page("/omraader/", client)
    assert response.status_code == 200
    assert response.context["figures_shown"].kind == "published"


def test_a_damaged_snapshot_is_never_shown(on_snapshots, settings, tmp_path):
    store = shutil.copytree(on_snapshots.store, tmp_path / "S")
    settings.PORTAL = settings.PORTAL.model_copy(update={"snapshots": store})
    path = store / on_snapshots.later / "areas.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    response, text = page(f"/omraader/?{NAME}={on_snapshots.later}")
    assert response.status_code == 422
    assert "vises ikke" in text
    assert "areas.parquet" in text
    other, _ = page(f"/omraader/?{NAME}={on_snapshots.earlier}")
    assert other.status_code == 200


def test_a_published_area_is_shown_on_the_published_lists_whatever_was_chosen(on_snapshots):
    client = Client()
    page(f"/?{NAME}={on_snapshots.later}", client)
    response, text = page("/omraader/odense-vollsmose/", client)
    assert response.status_code == 200
    assert response.context["figures_shown"].kind == "published"
    assert "Vollsmose" in text


def test_choosing_others_on_the_page_of_one_area_leads_to_the_table(on_snapshots):
    response, _ = page(f"/omraader/{AREA}/?{NAME}={on_snapshots.later}")
    assert response.context["chooser"].action == "/omraader/"


def test_the_public_chooses_among_published_and_made_up_figures_only(
    on_snapshots, settings, tmp_path
):
    store = shutil.copytree(on_snapshots.store, tmp_path / "S")
    settings.PORTAL = settings.PORTAL.model_copy(update={"snapshots": store})
    manifest = store / on_snapshots.later / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"synthetic"', '"registers"'), "utf-8")
    settings.AUDIENCE = "public"
    response, _ = page("/")
    values = [each.value for each in response.context["chooser"].choices]
    assert values == [PUBLISHED, on_snapshots.earlier]
    assert page(f"/?{NAME}={on_snapshots.later}")[0].status_code == 422


def test_the_reform_of_an_address_is_laid_over_a_snapshot(on_snapshots):
    response, _ = page(
        f"/lovaendring/?{NAME}={on_snapshots.later}&liste=2018-12-01&reform=without_ethnicity"
    )
    shown = response.context["page"]
    assert not shown.changes_nothing
    assert shown.effect.after.criteria != shown.effect.before.criteria
    assert len(shown.rows) == 7


def test_files_of_a_snapshot_name_it(on_snapshots):
    query = f"?{NAME}={on_snapshots.later}"
    for address in ("/fordeling/fordeling.csv", "/omraader/hent.csv"):
        text = Client().get(address + query).content.decode("utf-8-sig")
        assert "Syntetiske tal, 1. december 2018" in text

"""The page Fordeling and its files: the same answer as the analysis, told gently."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import NoReverseMatch, reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from boligsocial.allocation.principles import built_in_principles
from boligsocial.allocation.ranked import ranked_distribution
from boligsocial.messages import write_figure
from boligsocial.money import øre_from_mio
from boligsocial.portal.distribution.breakpoints import Breakpoints
from boligsocial.portal.distribution.choices import offered_lists, query_of, read_choice
from boligsocial.portal.distribution.shared_out import shared_out
from boligsocial.snapshots.candidates import candidates_of
from boligsocial.snapshots.published import published_snapshot

SNAPSHOT = published_snapshot()
PAGE = "/fordeling/"
SLIDER = {"HX-Request": "true", "HX-Target": "ladder"}


def choice_of(**query):
    return read_choice(query, SNAPSHOT, frame_mio=Decimal(140), principles="2019-26")


def by_the_analysis(list_id, frame, principles):
    found = candidates_of(SNAPSHOT, list_id, principles)
    return ranked_distribution(
        [each.candidate for each in found.candidates], øre_from_mio(Decimal(frame)), principles
    )


@pytest.mark.parametrize("preset", ["2019-26", "2015-18"])
@pytest.mark.parametrize("frame", ["0", "30", "63.5", "100", "140", "232.5", "300"])
def test_the_slider_answers_as_the_analysis_does(client, preset, frame):
    answer = client.get(PAGE, {"ramme": frame, "principper": preset}, headers=SLIDER)
    expected = by_the_analysis("2017-12-01", frame, built_in_principles()[preset])
    shown = answer.context["shared"].distribution
    assert answer.status_code == 200
    assert shown == expected
    assert write_figure(expected.residents_reached, "da") in answer.text


def test_the_slider_gets_a_piece_and_an_address_that_can_be_shared(client):
    answer = client.get(PAGE, {"ramme": "232,5"}, headers=SLIDER)
    assert "<html" not in answer.text
    assert answer["HX-Replace-Url"] == "/fordeling/?liste=2017-12-01&ramme=232.5&principper=2019-26"
    again = client.get(answer["HX-Replace-Url"]).context["shared"]
    assert again.distribution == answer.context["shared"].distribution


def test_the_default_is_the_last_list_with_figures_of_every_area(client):
    assert client.get(PAGE).context["choice"].list.list_id == "2017-12-01"


def test_a_list_of_which_nobody_is_named_is_not_offered(client):
    offered = [each.list_id for each in offered_lists(SNAPSHOT)]
    assert "2024-12-01" not in offered
    assert offered[0] == "2023-12-01"
    answer = client.get(PAGE, {"liste": "2024-12-01"})
    assert answer.status_code == 200
    assert "Den liste findes ikke" in answer.text


def test_a_list_after_2017_says_which_figures_it_uses_and_who_is_left_out(client):
    page = client.get(PAGE, {"liste": "2023-12-01"})
    assert "sidst offentliggjorte tal" in page.text
    assert "7 områder på listen er ikke nævnt ved navn" in page.text
    for area, _ in page.context["shared"].candidates.without_figures:
        assert area.name in page.text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("ramme", "meget", "Skriv et beløb fra 0 til 300"),
        ("ramme", "301", "Skriv et beløb fra 0 til 300"),
        ("ramme", "-1", "Skriv et beløb fra 0 til 300"),
        ("ramme", "NaN", "Skriv et beløb fra 0 til 300"),
        ("ramme", "1e400", "Skriv et beløb fra 0 til 300"),
        ("vippen", "101", "Skriv en andel fra 0 til 100"),
        ("pr_beboer", "mange", "Skriv et beløb fra 0 til 1.000.000"),
        ("naeste", "gæt", "Vælg en af de to"),
        ("principper", "2031", "De principper findes ikke"),
        ("liste", "1999", "Den liste findes ikke"),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_the_result_stays(client, field, value, told):
    whole = client.get(PAGE, {field: value})
    assert whole.status_code == 200
    assert told in whole.text
    assert whole.context["shared"].distribution.frame_øre == 140 * 100_000_000
    piece = client.get(PAGE, {field: value}, headers=SLIDER)
    assert piece["HX-Reswap"] == "none"
    assert f'id="mistake-{field}"' in piece.text
    assert told in piece.text
    assert "waterline" not in piece.text


def test_a_file_is_not_made_of_a_wrong_value(client):
    answer = client.get(PAGE + "fordeling.xlsx", {"ramme": "meget"})
    assert answer.status_code == 422
    assert "Skriv et beløb" in answer.text


@pytest.mark.parametrize(
    ("written", "dkk"), [("1.000", 1000), ("1000", 1000), ("1,5", Decimal("1.5"))]
)
def test_kroner_are_read_as_danes_write_them(written, dkk):
    assert choice_of(pr_beboer=written).principles.full_grant.per_resident_dkk == dkk


def test_edited_principles_are_used_and_kept_in_the_address():
    choice = choice_of(vippen="50", pr_plan="1,2", naeste="videre", mangel="del")
    assert choice.principles.levels.edge == (Decimal("0.5"),)
    assert choice.principles.full_grant.per_plan_mio == Decimal("1.2")
    assert choice.principles.below_waterline == "skip"
    assert choice.principles.listed_shortfall == "proportional"
    query = query_of(choice.list, choice)
    again = choice_of(**dict(each.split("=") for each in query.split("&")))
    assert again.principles == choice.principles


def test_new_principles_are_not_mixed_with_the_fields_of_the_old():
    choice = choice_of(principper="2015-18", ud_fra="2019-26", vippen="30", ramme="100")
    assert choice.principles == built_in_principles()["2015-18"]
    assert choice.frame_mio == 100


def test_a_frame_too_small_says_how_much_is_missing(client):
    page = client.get(PAGE, {"ramme": "30"})
    assert "Rammen mangler 33,37 mio. kr." in page.text
    assert "Sæt rammen til 63,37 mio. kr." in page.text
    enough = page.context["enough_query"]
    assert client.get(f"{PAGE}?{enough}").context["shared"].distribution.shortfall_øre == 0


def test_the_waterline_stands_before_the_first_area_that_waits():
    shared = shared_out(choice_of(ramme="100", principper="2015-18"), SNAPSHOT)
    above = [rung for rung in shared.rungs if not rung.under_waterline]
    assert all(rung.grant.øre for rung in above)
    assert [group.waterline_at for group in shared.groups if group.waterline_at] == [
        shared.next_rung.area_id
    ]


def test_the_breakpoints_are_the_frames_at_which_another_area_comes_in():
    shared = shared_out(choice_of(ramme="300", principper="2015-18"), SNAPSHOT)
    points = Breakpoints(shared).points
    for point in points:
        reached = shared_out(
            choice_of(ramme=str(Decimal(point.øre) / 100_000_000), principper="2015-18"), SNAPSHOT
        )
        assert reached.distribution.spent_øre == point.øre
        assert reached.distribution.residents_reached == point.residents


def test_principles_that_skip_have_no_breakpoints_and_say_why(client):
    page = client.get(PAGE, {"naeste": "videre"})
    assert "Ingen enkelt ramme afgør det" in page.text


def test_amounts_are_called_illustrative_in_both_languages(client):
    assert "Beløb og andele er eksempler" in client.get(PAGE).text
    client.cookies["language"] = "en"
    english = client.get(PAGE).text
    assert "Amounts and shares are examples" in english
    assert "232.5" in english


def test_the_excel_file_has_the_same_øre(client):
    query = {"ramme": "101.37", "principper": "2015-18"}
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(PAGE + "fordeling.xlsx", query).content)
    )
    assert book.sheet_names == ["Fordeling", "Principper", "Forklaring og kilder"]
    head, *rows = book.get_sheet_by_name("Fordeling").to_python()
    expected = by_the_analysis("2017-12-01", "101.37", built_in_principles()["2015-18"])
    column = head.index("Bevilling, kr. om året (eksempel)")
    assert [round(row[column] * 100) for row in rows] == [each.øre for each in expected.grants]
    figures = {row[0]: row[1] for row in book.get_sheet_by_name("Principper").to_python()}
    assert round(figures["Bevilget, mio. kr. om året"] * 100_000_000) == expected.spent_øre


def test_the_csv_file_is_as_danish_excel_opens_it(client):
    text = client.get(PAGE + "fordeling.csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    column = head.index("Bevilling, kr. om året (eksempel)")
    total = sum(Decimal(row[column].replace(",", ".")) for row in rows)
    expected = by_the_analysis("2017-12-01", "140", built_in_principles()["2019-26"])
    assert total * 100 == expected.spent_øre


def test_the_pdf_is_tagged_and_holds_the_sums(client):
    answer = client.get(PAGE + "fordeling.pdf", {"ramme": "100", "principper": "2015-18"})
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "98,44 mio. kr." in text
    assert "1,56 mio. kr." in text
    assert "79.173" in text
    assert "1. december 2017" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "da"


def test_the_pages_are_not_there_for_the_public():
    from boligsocial.portal.urls import addresses

    with pytest.raises(NoReverseMatch):
        reverse("distribution:distribution", urlconf=tuple(addresses("public")))

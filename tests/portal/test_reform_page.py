"""The page on another rule."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from boligsocial.cli.main import main
from boligsocial.definitions import definition_from
from boligsocial.law.reforms import Reform

PAGE = "/lovaendring/"


@pytest.fixture
def read():
    def page(address, language="da", **headers):
        client = Client()
        client.cookies["language"] = language
        return client.get(address, headers=headers)

    return page


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("da", "18 områder af 27 ville få en anden status."),
        ("en", "18 areas of 27 would have another status."),
    ],
)
def test_the_built_in_reform_tells_its_result(read, language, sentence):
    response = read(PAGE + "?reform=without_ethnicity", language)
    assert sentence in text_of(response)
    assert response.context["page"].on.list_id == "2017-12-01"


def test_the_page_says_that_areas_without_figures_are_not_seen(read):
    text = text_of(read(PAGE, "en"))
    assert "What this page cannot see" in text
    assert "Only the 27 areas whose figures were published" in text
    assert "You see the law as it was." in text


def test_a_reform_that_the_rules_do_not_know_cannot_be_chosen(read):
    page = read(PAGE).context["page"]
    assert {each.reform.id: each.touches for each in page.choices} == {
        "without_ethnicity": True,
        "three_of_four": False,
    }


def test_edited_rules_are_the_built_in_reform_where_they_do_the_same(read):
    page = read(PAGE + "?liste=2017-12-01&udgaar=nonwestern&kraever_ghetto=3").context["page"]
    assert page.query == "liste=2017-12-01&reform=without_ethnicity"


@pytest.mark.parametrize("limit", ["45,5", "45.5"])
def test_a_limit_is_read_as_danes_and_others_write_it_and_kept_short(read, limit):
    response = read(
        f"{PAGE}?liste=2017-12-01&graense_no_attachment={limit}&graense_income=55&kraever_ghetto=3",
        **{"HX-Request": "true"},
    )
    assert response.headers["HX-Push-Url"] == (
        f"{PAGE}?liste=2017-12-01&graense_no_attachment=45.5"
    )
    assert b"<html" not in response.content


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("graense_no_attachment=meget", "Write a number from 0 to 100."),
        ("graense_no_attachment=140", "Write a number from 0 to 100."),
        ("graense_income=1001", "Write a number from 0 to 1,000."),
        ("operator_income=near", "Choose one of the three."),
        ("kraever_ghetto=6", "Write a whole number from 1 to 5."),
        ("kraever_ghetto=-1", "Write a whole number from 1 to 5."),
        ("beboere_ghetto=mange", "Write a whole number of residents"),
        (
            "udgaar=nonwestern&udgaar=no_attachment&udgaar=convicted&udgaar=basic_school"
            "&udgaar=income",
            "Every criterion has been dropped.",
        ),
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_calculated(read, field, problem):
    response = read(f"{PAGE}?{field}", "en")
    assert response.status_code == 422
    assert problem in text_of(response)
    assert response.context["page"].effect is None
    assert 'aria-invalid="true"' in response.content.decode()


@pytest.mark.parametrize("wrong", ["liste=2099-12-01", "liste=2024-12-01", "reform=ingen"])
def test_a_list_or_reform_that_there_is_not_is_told_in_a_line(read, wrong):
    response = read(f"{PAGE}?{wrong}")
    assert response.status_code == 422
    assert "vælg en af" in text_of(response)


@pytest.mark.parametrize(
    "list_id", ["2010-10-26", "2011", "2018-12-01", "2021-12-01", "2023-12-01"]
)
@pytest.mark.parametrize("rule", ["", "&reform=without_ethnicity", "&reform=three_of_four"])
def test_every_list_with_figures_can_be_shown(read, list_id, rule):
    assert read(f"{PAGE}?liste={list_id}{rule}").status_code == 200


def test_the_rule_as_a_file_is_what_the_command_line_reads(read, tmp_path, capsys):
    query = "?liste=2017-12-01&graense_no_attachment=45&kraever_ghetto=2&udgaar=nonwestern"
    response = read(f"{PAGE}regel.toml{query}")
    reform = definition_from(response.content.decode(), Reform, "egen.toml")
    assert reform.drop == {"nonwestern"}
    assert reform.criteria["no_attachment"].threshold == 45
    assert reform.statuses["ghetto"].required == 2
    rule, values = tmp_path / "egen.toml", tmp_path / "tal.csv"
    rule.write_bytes(response.content)
    values.write_text("area,municipality,residents,pct_convicted\nEngvej,Odense,2000,3\n", "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["classify", str(values), "--on", "2017-12-01", "--reform", str(rule)])
    assert not ended.value.code
    assert "Engvej" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_result_can_be_taken_along(read, kind):
    response = read(f"{PAGE}omraader.{kind}?reform=without_ethnicity")
    if kind == "csv":
        rows = [line.split(";") for line in response.content.decode("utf-8-sig").splitlines()]
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        rows = book.get_sheet_by_index(0).to_python()
        assert "Kun områder med offentliggjorte tal" in str(book.get_sheet_by_index(1).to_python())
    assert len(rows) == 28
    changed = rows[0].index("Ændret")
    assert [row[changed] for row in rows[1:]] == ["ja"] * 18 + ["nej"] * 9


def test_a_wrong_rule_has_no_files(read):
    assert read(f"{PAGE}omraader.csv?kraever_ghetto=9").status_code == 404


@pytest.mark.parametrize("rule", ["reform=without_ethnicity", "kraever_ghetto=4"])
def test_a_frame_can_be_shared_out_under_the_rule(read, client, rule):
    page = read(f"{PAGE}?liste=2017-12-01&{rule}")
    (link,) = [
        each.split('"')[0] for each in page.text.split('href="') if "/fordeling/?liste" in each[:40]
    ]
    choice = client.get(unescape(link)).context["choice"]
    assert choice.list.list_id == "2017-12-01"
    assert choice.reform.statuses == page.context["page"].reform.statuses
    assert choice.reform.drop == page.context["page"].reform.drop


def test_the_law_itself_leads_to_no_other_distribution(read):
    assert "/fordeling/?liste" not in read(f"{PAGE}?liste=2017-12-01").text

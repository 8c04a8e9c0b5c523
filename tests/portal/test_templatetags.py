"""Each component says in words what it draws."""

import json
import re
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from boligsocial.messages import Message
from boligsocial.portal.components import AreaPoint, Column, DataTable, Past
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.theme import status_look, theme

AREAS = [
    AreaPoint("a1", "Vollsmose", "Odense", 10.43, 55.41, "omdannelse", "/omraader/a1/"),
    AreaPoint("a2", "Korsløkkeparken", "Odense", 10.42, 55.39, "none", "/omraader/a2/"),
]
TABLE = DataTable("Andele", [Column("Liste"), Column("Andel", numeric=True)], [("2010", 54.3)])


def shown(text, language="da", **given):
    with translation.override(language):
        return Template("{% load boligsocial %}" + text).render(Context(given))


@pytest.mark.parametrize(
    ("text", "danish", "english"),
    [
        ("{{ 1234.5|figure }}", "1.234,5", "1,234.5"),
        ("{{ day|figure }}", "1. december 2017", "1 December 2017"),
        ("{{ nothing|figure }}", "ikke oplyst", "not stated"),
        ("{{ 12.34|pct }}", "12,3 pct.", "12.3%"),
        ("{{ said|figure }}", "på vippen", "on the edge"),
    ],
)
def test_filters_write_as_the_reader_does(text, danish, english):
    given = {"day": date(2017, 12, 1), "nothing": None, "said": Message("on the edge")}
    assert shown(text, "da", **given) == danish
    assert shown(text, "en", **given) == english


def test_a_status_is_a_word_and_a_shape_of_its_own():
    html = shown('{% status_mark "udsat" %}')
    assert "Udsat boligområde" in html
    assert 'aria-hidden="true"' in html
    named = [status_look(each) for each in ("none", "forebyggelse", "udsat", "ghetto", "haard")]
    assert len({look.shape for look in named}) == len({look.fill for look in named}) == 5


def test_every_status_of_the_theme_has_a_word():
    assert set(theme()["statuses"]) == set(NAMES)


def test_a_verdict_bar_tells_value_limit_answer_and_history():
    html = shown(
        "{% verdict_bar name='Dømte' value=3.07 threshold=2.7 operator='>' met=True "
        "history=past note='12 beboere færre' %}",
        past=[Past(2014, 4.5)],
    )
    label = re.search(r'aria-label="([^"]*)"', html)[1]
    for part in ("Dømte: 3,07 pct.", "Opfyldt over 2,7 pct.", "Tidligere: 2014: 4,5 pct."):
        assert part in label
    assert "12 beboere færre" in html


def test_a_verdict_without_a_figure_is_undetermined_in_words():
    html = shown(
        "{% verdict_bar name='Dømte' value=none threshold=none operator='>=' met=none %}",
        none=None,
    )
    for words in ("Kan ikke afgøres", "Tallet er ikke offentliggjort", "kendes ikke"):
        assert words in html
    assert "verdict__bar" not in html


def test_a_figure_opens_to_its_unrounded_value_and_source():
    html = shown("{% figure '48,5 pct.' value=48.5123 source='Listen' rule='§ 61 a' %}")
    assert "<summary" in html
    for words in ("48,5123", "Listen", "§ 61 a"):
        assert words in html


def test_a_chart_has_its_sentence_and_its_table():
    spec = {"mark": "line", "title": "</script><script>"}
    html = shown(
        "{% chart spec title='Udvikling' summary='Den falder' table=table id='kurve' %}",
        spec=spec,
        table=TABLE,
    )
    assert "Den falder" in html
    assert '<td class="number">54,3</td>' in html
    assert json.loads(re.search(r'id="kurve"[^>]*>(.*?)</script>', html)[1]) == spec


def test_a_map_has_a_mark_for_each_area_that_leads_to_its_page():
    html = shown("{% area_map areas table='areas' %}", areas=AREAS)
    assert html.count('class="mark"') == 2
    assert 'href="/omraader/a1/"' in html
    assert "Vollsmose, Odense · Omdannelsesområde" in html
    assert "Omtrentlig placering" in html
    assert 'data-table="areas"' in html


def test_names_from_files_cannot_become_markup():
    areas = [AreaPoint("x", "<b>Navn", 'By"', 10, 56)]
    assert "<b>" not in shown("{% area_map areas table='areas' %}", areas=areas)
    assert "<b>" not in shown("{{ name|breakable }}", name="<b>Skovparken/Skovvejen")


def test_a_tile_and_a_scrolling_table_frame_hold_what_is_put_in_them():
    html = shown("{% tile label='Områder' change='7 færre' %}12{% endtile %}")
    assert all(words in html for words in ("Områder", "7 færre", ">12<"))
    html = shown("{% table_region labelled_by='x' %}<table></table>{% endtable_region %}")
    assert 'role="region"' in html
    assert 'tabindex="0"' in html


def test_an_error_is_said_at_once_and_an_empty_page_is_not():
    assert 'role="alert"' in shown("{% error_state 'Fejl' 'Prøv igen' %}")
    assert 'role="alert"' not in shown("{% empty_state 'Intet' 'Prøv et andet navn' %}")


def test_a_wide_table_names_every_value_for_a_phone():
    wide = DataTable("Bred", [Column(name) for name in "abcd"], [["r", "1", "2", "3"]])
    html = shown("{% data_table table id='bred' %}", table=wide)
    assert "table--cards" in html
    assert re.findall(r'data-label="(\w)"', html) == ["b", "c", "d"]

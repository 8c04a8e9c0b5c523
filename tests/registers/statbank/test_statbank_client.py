"""The client against a server that answers from recordings, and badly."""

import json
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import polars as pl
import pytest
from statbank_server import Reply, as_json, cube, refusal, small_info, variable

from boligsocial.registers.statbank.delimited import read_delimited
from boligsocial.registers.statbank.errors import (
    RefusedError,
    StatbankError,
    TooManyCellsError,
    UnexpectedReplyError,
    UnknownChoiceError,
    UnreachableError,
)

INFO = as_json(small_info())
TWO = as_json(cube({"OMRÅDE": ["101", "751"], "Tid": ["2017"]}, [602481, 335684]))
CITIES = {"OMRÅDE": "101,751"}


@pytest.fixture
def small(server):
    """The server with a small table."""
    server.replies |= {"tableinfo": [INFO], "data": [TWO], "tables": [as_json([])]}
    return server


def sentences(figures):
    return [str(each) for each in figures.notes]


def one_line(error):
    said = str(error.value)
    assert said
    assert "\n" not in said
    return said


def test_figures_come_with_where_they_are_from(small, ask):
    figures = ask().data("test1", CITIES)
    assert figures.table.rows() == [
        ("101", "2017", 602481.0, None),
        ("751", "2017", 335684.0, None),
    ]
    source = figures.provenance
    assert (source.table, source.title, source.unit) == ("TEST1", "People", "Number")
    assert source.updated == datetime(2020, 2, 11, 7, tzinfo=UTC)
    assert datetime.now(UTC) - source.fetched < timedelta(minutes=1)
    assert (source.first_period, source.last_period, source.stale) == ("2017", "2017", False)
    assert source.address == f"{small.url}/data"
    assert source.question == small.asked_for("data")[0]
    assert source.licence == "CC BY 4.0"
    assert source.attribution == "Statistics Denmark, statbank.dk/TEST1"
    assert figures.area == "OMRÅDE"
    assert figures.notes == ()


def test_the_question_is_spelt_out_from_what_the_table_has(small, ask):
    ask().data("TEST1", CITIES)
    assert small.asked_for("tableinfo") == [{"table": "TEST1", "lang": "en", "format": "JSON"}]
    assert small.asked_for("data") == [
        {
            "table": "TEST1",
            "lang": "en",
            "format": "JSONSTAT",
            "variables": [
                {"code": "OMRÅDE", "values": ["101", "751"]},
                {"code": "Tid", "values": ["2017"]},
            ],
        }
    ]
    assert all(agent.startswith("boligsocial/") for agent in small.agents)


@pytest.mark.parametrize("id_", ["OMRÅDE", "BOPOMR", "KOMK", "REG"])
def test_areas_are_found_whatever_their_variable_is_called(small, ask, id_):
    described = small_info()
    described["variables"][0]["id"] = id_
    small.replies["tableinfo"] = [as_json(described)]
    small.replies["data"] = [as_json(cube({id_: ["101", "751"], "Tid": ["2017"]}, [1, 2]))]
    assert ask().data("TEST1", {"region": "101,751"}).area == id_


def test_a_server_that_stumbles_twice_is_asked_a_third_time(small, ask):
    small.replies["tableinfo"] = [Reply(status=500), Reply(status=503), INFO]
    assert ask().data("TEST1", CITIES).table["value"].sum() == 938165
    assert len(small.asked_for("tableinfo")) == 3


def test_a_server_that_never_stands_up_is_told(small, ask):
    small.replies["tableinfo"] = [Reply(status=503)]
    with pytest.raises(UnreachableError) as error:
        ask(attempts=3).data("TEST1", CITIES)
    assert "no answer now (503)" in one_line(error)
    assert len(small.asked) == 3


@pytest.mark.parametrize("chunked", [False, True])
def test_a_reply_that_is_cut_off_is_asked_for_again(small, ask, chunked):
    small.replies["data"] = [Reply(TWO.body, cut=40, chunked=chunked), TWO]
    assert len(ask().data("TEST1", CITIES).table) == 2
    assert len(small.asked_for("data")) == 2


def test_a_slow_server_is_left_after_the_time_limit(small, ask):
    small.replies["tableinfo"] = [Reply(INFO.body, pause=0.15, parts=8)]
    with pytest.raises(UnreachableError) as error:
        ask(timeout=0.2, attempts=1).data("TEST1", CITIES)
    assert "no whole answer in 0.2 s" in one_line(error)


def test_a_pause_that_is_asked_for_is_kept(small, ask):
    small.replies["tableinfo"] = [Reply(status=429, headers={"Retry-After": "1"}), INFO]
    ask().data("TEST1", CITIES)
    first, second, *_ = small.moments
    assert second - first >= 1


def test_a_pause_may_be_given_as_a_moment(small, ask):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    small.replies["tableinfo"] = [Reply(status=429, headers={"Retry-After": moment}), INFO]
    ask(longest_wait=5).data("TEST1", CITIES)
    first, second, *_ = small.moments
    assert second - first >= 0.9


def test_a_pause_that_is_too_long_is_told_and_not_waited_for(small, ask):
    small.replies["tableinfo"] = [Reply(status=429, headers={"Retry-After": "3600"})]
    with pytest.raises(UnreachableError) as error:
        ask().data("TEST1", CITIES)
    assert "left alone for 3,600 seconds" in one_line(error)
    assert len(small.asked) == 1


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.usefixtures("small")
def test_offline_with_nothing_kept_is_told(ask):
    with pytest.raises(UnreachableError) as error:
        ask(url=f"http://127.0.0.1:{closed_port()}/v1").data("TEST1", CITIES)
    assert "cannot be reached" in one_line(error)
    assert "go online and try again" in str(error.value)


def test_kept_figures_are_used_again_while_their_table_is_the_same(small, ask):
    first, again = ask().data("TEST1", CITIES), ask().data("TEST1", CITIES)
    assert again.table.equals(first.table)
    assert again.provenance == first.provenance
    assert len(small.asked) == 2


def test_an_updated_table_is_asked_for_anew(small, ask):
    ask().data("TEST1", CITIES)
    small.replies["tableinfo"] = [as_json(small_info(updated="2020-05-11T08:00:00"))]
    figures = ask(fresh_hours=0).data("TEST1", CITIES)
    assert len(small.asked_for("data")) == 2
    assert not figures.provenance.stale


def test_an_old_description_is_asked_for_anew_and_the_figures_are_not(small, ask):
    ask().data("TEST1", CITIES)
    ask(fresh_hours=0).data("TEST1", CITIES)
    assert (len(small.asked_for("tableinfo")), len(small.asked_for("data"))) == (2, 1)


def test_offline_the_kept_figures_are_used_and_called_old(small, ask):
    fresh = ask().data("TEST1", CITIES)
    small.replies["tableinfo"] = [Reply(status=503)]
    old = ask(fresh_hours=0).data("TEST1", CITIES)
    assert old.table.equals(fresh.table)
    assert old.provenance.stale
    assert old.provenance.fetched == fresh.provenance.fetched
    assert "could not be reached" in sentences(old)[0]


@pytest.mark.parametrize("spoil", [lambda body: body[:-9], lambda body: body.replace(b"6", b"7")])
def test_a_damaged_kept_reply_is_asked_for_again(small, ask, tmp_path, spoil):
    ask().data("TEST1", CITIES)
    for kept in (tmp_path / "kept").glob("*.body"):
        kept.write_bytes(spoil(kept.read_bytes()))
    assert ask().data("TEST1", CITIES).table["value"].sum() == 938165
    assert len(small.asked) == 4


def test_a_kept_reply_that_no_longer_answers_the_question_is_asked_for_again(small, ask):
    ask().data("TEST1", CITIES)
    unlike = as_json(cube({"ALDER": ["0", "1"], "Tid": ["2017"]}, [1, 2]))
    cache, question = ask().cache, small.asked_for("data")[0]
    kept = cache.find(f"{small.url}/data", question)
    with cache.room() as place:
        place.write_bytes(unlike.body)
        cache.keep(f"{small.url}/data", question, place, kept.fetched, kept.updated)
    assert ask().data("TEST1", CITIES).table["value"].sum() == 938165


@pytest.mark.usefixtures("small")
def test_a_folder_that_cannot_be_used_is_told(ask, tmp_path):
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(StatbankError) as error:
        ask().data("TEST1", CITIES)
    assert "choose another with BOLIGSOCIAL_HOME" in one_line(error)


def test_nothing_half_received_stays_in_the_folder(small, ask, tmp_path):
    small.replies["data"] = [Reply(TWO.body, cut=40)]
    with pytest.raises(UnreachableError):
        ask(attempts=2).data("TEST1", CITIES)
    assert [each.suffix for each in sorted((tmp_path / "kept").iterdir())] == [".body", ".json"]


def test_what_the_api_refuses_is_told_in_its_words_and_not_asked_again(small, ask):
    small.replies["data"] = [refusal("Der skal vælges\nværdier for variabel: KØN")]
    with pytest.raises(RefusedError) as error:
        ask().data("TEST1", CITIES)
    assert one_line(error).endswith("Der skal vælges værdier for variabel: KØN")
    assert len(small.asked_for("data")) == 1


def test_a_refusal_is_told_though_older_figures_are_kept(small, ask):
    ask().data("TEST1", CITIES)
    small.replies["tableinfo"] = [refusal("Tabellen blev ikke fundet")]
    with pytest.raises(RefusedError):
        ask(fresh_hours=0).data("TEST1", CITIES)


def test_another_server_is_told(small, ask):
    small.replies["tableinfo"] = [Reply(b"<html>not here</html>", status=404)]
    with pytest.raises(RefusedError) as error:
        ask().data("TEST1", CITIES)
    assert "answers 404; is it the address of Statistics Denmark's API?" in one_line(error)


def test_an_unknown_table_is_told_with_those_that_have_a_name_like_it(small, ask):
    small.replies["tableinfo"] = [refusal("Tabellen blev ikke fundet")]
    small.replies["tables"] = [
        as_json([{"id": name, "text": name, "updated": "2020"} for name in ("FOLK1A", "AUP01")])
    ]
    with pytest.raises(UnknownChoiceError) as error:
        ask().data("FOLK1", CITIES)
    assert one_line(error) == "there is no table FOLK1; tables with a name like it are FOLK1A"


def test_an_unknown_variable_and_an_unknown_value_are_told_with_near_ones(small, ask):
    with pytest.raises(UnknownChoiceError) as error:
        ask().data("TEST1", {"OMRADE": "101"})
    assert "has no variable OMRADE; it has OMRÅDE, ALDER, Tid" in one_line(error)
    with pytest.raises(UnknownChoiceError) as error:
        ask().data("TEST1", {"OMRÅDE": "København"})
    assert "OMRÅDE has no value København; it has 101 (Copenhagen)" in one_line(error)
    assert small.asked_for("data") == []


UNEXPECTED = {
    "a page": Reply(b"<html>Log in to the guest network</html>"),
    "a list": as_json([1, 2]),
    "an error": as_json({"message": "later"}),
    "another table": as_json(
        cube({"OMRÅDE": ["101", "751"], "Tid": ["2017"]}, [1, 2], table="TEST2")
    ),
    "another place": as_json(cube({"OMRÅDE": ["101", "147"], "Tid": ["2017"]}, [1, 2])),
    "another variable": as_json(cube({"KØN": ["1", "2"], "Tid": ["2017"]}, [1, 2])),
    "a variable less": as_json(cube({"Tid": ["2017"]}, [1])),
    "more cells": as_json(
        cube({"OMRÅDE": ["101", "751"], "Tid": ["2017"], "KØN": ["1", "2"]}, [1, 2, 3, 4])
    ),
    "too few values": as_json(cube({"OMRÅDE": ["101", "751"], "Tid": ["2017"]}, [1])),
    "text": as_json(cube({"OMRÅDE": ["101", "751"], "Tid": ["2017"]}, ["a", "b"])),
}


@pytest.mark.parametrize("what", UNEXPECTED)
def test_a_reply_that_is_not_what_was_asked_for_is_refused_and_not_kept(small, ask, what):
    small.replies["data"] = [UNEXPECTED[what], TWO]
    with pytest.raises(UnexpectedReplyError) as error:
        ask().data("TEST1", CITIES)
    assert "is not what was asked for: " in one_line(error)
    assert len(ask().data("TEST1", CITIES).table) == 2


@pytest.mark.parametrize("what", UNEXPECTED)
def test_a_kept_answer_is_used_where_a_newer_one_is_not_what_was_asked_for(small, ask, what):
    fresh = ask().data("TEST1", CITIES)
    small.replies["tableinfo"] = [as_json(small_info(updated="2020-05-11T08:00:00"))]
    small.replies["data"] = [UNEXPECTED[what]]
    old = ask(fresh_hours=0).data("TEST1", CITIES)
    assert old.table.equals(fresh.table)
    assert old.provenance.stale


@pytest.mark.parametrize("body", [b"[]", b"{}", b"<html>", json.dumps(small_info(id="X")).encode()])
def test_a_description_that_is_none_is_refused(small, ask, body):
    small.replies["tableinfo"] = [Reply(body)]
    with pytest.raises(UnexpectedReplyError) as error:
        ask().tableinfo("TEST1")
    one_line(error)


def test_an_age_that_the_table_skips_is_told(small, ask):
    small.replies["data"] = [as_json(cube({"ALDER": ["0", "1", "101"], "Tid": ["2017"]}, [1] * 3))]
    (note,) = sentences(ask().data("TEST1", {"ALDER": "0,1,101"}))
    assert note.startswith("ALDER skips the ages 2, 3, 4")


def test_values_that_were_asked_for_and_do_not_come_are_told(small, ask):
    body = "OMRÅDE;ALDER;TID;INDHOLD\n101;0;2017;5\n751;1;2017;..\n".encode()
    small.replies["data"] = [Reply(body, chunked=True)]
    figures = ask().data("TEST1", {"OMRÅDE": "101,751,997", "ALDER": "0,1"}, form="BULK")
    assert sentences(figures)[1:] == [
        "OMRÅDE 997 was asked for and is not in the reply",
        "2 of 4 cells are not in the reply",
        "1 of 2 cells have no figure",
    ]
    assert figures.table.rows()[1] == ("751", "1", "2017", None, "..")


def test_a_streamed_reply_that_stops_within_a_line_is_refused(small, ask):
    small.replies["data"] = [Reply("OMRÅDE;ALDER;TID;INDHOLD\n101;0;2017;5".encode())]
    with pytest.raises(UnexpectedReplyError) as error:
        ask().data("TEST1", {"OMRÅDE": "101,751", "ALDER": "0"}, form="BULK")
    assert "cut off" in one_line(error)


def big_info():
    many = {str(number): str(number) for number in range(1100)}
    return small_info(
        variables=[
            variable("SOGN", "parish", many),
            variable("IELAND", "country of origin", many),
            variable("KØN", "sex", {"1": "Men", "2": "Women"}),
            variable("Tid", "time", {"2017": "2017"}, elimination=False, time=True),
        ]
    )


def test_too_many_cells_are_refused_before_they_are_asked_for(small, ask):
    small.replies["tableinfo"] = [as_json(big_info())]
    with pytest.raises(TooManyCellsError) as error:
        ask().data("TEST1", {"SOGN": "*", "IELAND": "*"})
    assert one_line(error).startswith(
        "1,210,000 cells of TEST1 are asked for, more than the 1,000,"
    )
    assert "also values of KØN" in str(error.value)
    assert small.asked_for("data") == []


def test_many_cells_with_values_of_every_variable_are_streamed(small, ask):
    small.replies["tableinfo"] = [as_json(big_info())]
    small.replies["data"] = [Reply("SOGN;IELAND;KØN;TID;INDHOLD\n7;8;1;2017;3\n".encode())]
    ask().data("TEST1", {"SOGN": "*", "IELAND": "*", "KØN": "*"})
    (question,) = small.asked_for("data")
    assert (question["format"], question["valuePresentation"]) == ("BULK", "Code")
    assert question["variables"][0] == {"code": "SOGN", "values": ["*"]}


@pytest.mark.usefixtures("small")
def test_bulk_without_values_of_every_variable_is_refused(ask):
    with pytest.raises(UnknownChoiceError) as error:
        ask().data("TEST1", CITIES, form="BULK")
    assert one_line(error) == "BULK needs values of every variable; choose values of ALDER"


def test_subjects_and_tables_are_lists(small, ask):
    small.replies["subjects"] = [
        as_json([{"id": "1", "description": "People", "active": True, "hasSubjects": True,
                  "subjects": [{"id": "3401", "description": "Population", "active": True}]}])
    ]  # fmt: skip
    small.replies["tables"] = [
        as_json([{"id": "FOLK1A", "text": "Population", "unit": "Number", "active": True,
                  "updated": "2025-02-11T08:00:00", "firstPeriod": "2008Q1",
                  "latestPeriod": "2025Q1", "variables": ["region", "sex"]}])
    ]  # fmt: skip
    assert ask().subjects().content["id"].to_list() == ["1"]
    assert ask().subjects(["1"]).content.rows() == [("3401", "Population", True)]
    assert small.asked_for("subjects")[1]["subjects"] == ["1"]
    assert ask().tables(["3401"]).content["latestPeriod"].to_list() == ["2025Q1"]
    small.replies["tables"] = [as_json({"message": "?"})]
    with pytest.raises(UnexpectedReplyError):
        ask().tables()


def recorded(folder, name):
    return Reply((folder / "statbank" / name).read_bytes())


def folk1a(values_from):
    """FOLK1A described by the codes of its recorded figures and, beside these, age 38."""
    codes = {
        name: values_from[name].unique(maintain_order=True) for name in values_from.columns[:3]
    }
    texts = {name: {code: code for code in codes[name]} for name in codes}
    texts["ALDER"] = {str(age): f"{age} years" for age in range(101)}
    texts["OMRÅDE"] |= {"751": "Aarhus", "461": "Odense"}
    periods = {code: code for code in values_from["TID"].unique(maintain_order=True)}
    return small_info(
        id="FOLK1A",
        variables=[
            variable("OMRÅDE", "region", texts["OMRÅDE"]),
            variable("KØN", "sex", texts["KØN"]),
            variable("ALDER", "age", texts["ALDER"]),
            variable("Tid", "time", periods, elimination=False, time=True),
        ],
    )


def test_the_recorded_population_is_read_and_the_age_it_lacks_is_told(reference_data, server, ask):
    bulk = reference_data / "statbank" / "FOLK1A_bulk_2008K1_2020K1.csv"
    server.replies["tableinfo"] = [as_json(folk1a(read_delimited(bulk)))]
    server.replies["data"] = [Reply(bulk.read_bytes(), chunked=True, parts=50)]
    everything = dict.fromkeys(("OMRÅDE", "KØN", "ALDER"), "*")
    figures = ask().data("FOLK1A", everything, "*", form="BULK")
    assert sentences(figures) == ["ALDER 38 was asked for and is not in the reply"]
    total = figures.table.filter(OMRÅDE="000", Tid="2020K1")["value"].sum()
    assert total == 5_757_171  # the reference data's own count; published are 5,822,763


def test_the_recorded_reply_for_the_country_is_the_published_population(
    reference_data, server, ask
):
    server.replies["tableinfo"] = [
        as_json(small_info(id="FOLK1A", variables=[
            variable("Tid", "time", {"2020K1": "2020Q1"}, elimination=False, time=True)]))
    ]  # fmt: skip
    server.replies["data"] = [recorded(reference_data, "api_data_FOLK1A.jsonstat.json")]
    figures = ask().data("FOLK1A")
    assert figures.table.rows() == [("2020K1", 5_822_763.0, None)]
    assert figures.provenance.updated == datetime(2020, 2, 11, 7, tzinfo=UTC)


def test_the_recorded_reply_by_birth_is_read_by_its_codes(reference_data, server, ask):
    server.replies["tableinfo"] = [
        as_json(small_info(id="BEF5", variables=[
            variable("KØN", "sex", {"M": "Men", "K": "Women"}),
            variable("FODLAND", "country", {"5101": "Greenland", "5104": "Finland"}),
            variable("Tid", "time", {"2018": "2018", "2019": "2019"}, time=True)]))
    ]  # fmt: skip
    server.replies["data"] = [recorded(reference_data, "api_data_BEF5.jsonstat.json")]
    figures = ask().data("BEF5", {"sex": "*", "country": "*"}, "2018:2019")
    women = figures.table.filter(KØN="K", FODLAND="5101", Tid="2019")
    assert women["value"].to_list() == [9471]
    assert figures.area is None


def test_the_recorded_description_is_read(reference_data, server, ask):
    server.replies["tableinfo"] = [recorded(reference_data, "api_tableinfo_FOLK1A.json")]
    info = ask().tableinfo("folk1a").content
    assert info.variable("sex").texts == {"TOT": "Total", "1": "Men", "2": "Women"}
    assert info.updated == datetime(2020, 2, 11, 7, tzinfo=UTC)


def test_the_recorded_catalogue_names_near_tables(reference_data, server, ask):
    rows = pl.read_csv(reference_data / "statbank" / "statbank_table_catalogue.csv")
    listed = rows.with_columns(pl.col("variables").str.split(",")).to_dicts()
    server.replies["tableinfo"] = [refusal("Tabellen blev ikke fundet")]
    server.replies["tables"] = [as_json(listed)]
    assert len(ask().tables().content) == 2220
    with pytest.raises(UnknownChoiceError, match="FOLK1A"):
        ask().tableinfo("FOLKA1")

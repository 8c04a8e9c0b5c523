"""The documents of a case: versions, conflicts, files, and figures that fill themselves in."""

import io
import re
import tracemalloc
import zipfile

import pytest
import xlsxwriter
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from people.conftest import logged_in

from boligsocial.messages import UserError
from boligsocial.portal.cases.differences import figure_pairs, line_pairs
from boligsocial.portal.cases.documents import (
    Content,
    paper_of,
    papers,
    save_version,
)
from boligsocial.portal.cases.files import keep, path_of
from boligsocial.portal.cases.filling import filled
from boligsocial.portal.cases.frozen_figures import frozen_of
from boligsocial.portal.cases.models import Version
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.cases.uploads.recognising import clean_name
from boligsocial.portal.cases.uploads.rules import upload_rules
from boligsocial.portal.cases.uploads.stopping import refusal
from boligsocial.portal.figures import lists_of
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.snapshots.sealed import SealedLists

from .conftest import go, write

MB = 1_000_000
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"
KEY = "problem_description"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.PORTAL = settings.PORTAL.model_copy(update={"home": tmp_path})
    return tmp_path


@pytest.fixture
def lead(people):
    return logged_in(people.parties.user)


@pytest.fixture
def fund(people):
    return logged_in(people.fund.user)


def of(name, case, asked=KEY, occasion=0, **more):
    return reverse(
        f"cases:{name}", kwargs={"case": case.pk, "asked": asked, "occasion": occasion, **more}
    )


def sent(name, content):
    file = io.BytesIO(content)
    file.name = name
    return file


def send(browser, case, file, **more):
    return browser.post(of("save_version", case), {"file": file, "made_from": "0", **more})


def workbook(*cells):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, cell in enumerate(cells):
            page.write(place, 0, cell)
    return out.getvalue()


def letter(*runs):
    """A Word document as small as they come."""
    out = io.BytesIO()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        packed.writestr(
            "word/document.xml",
            "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>",
        )
    return out.getvalue()


def test_a_text_begins_with_its_headings_and_is_kept_in_versions(case, lead):
    page = lead.get(of("document", case)).text
    assert "Hvad kendetegner området" in page
    for number, text in enumerate(["Første", "Anden"]):
        lead.post(of("save_version", case), {"text": text, "made_from": str(number)})
    assert [each.text for each in Version.objects.all()] == ["Første", "Anden"]
    page = lead.get(of("document", case)).text
    assert "Anden</textarea>" in page
    first = lead.get(of("document", case) + "?version=1").text
    assert "<p>Første</p>" in first


def test_two_who_edit_one_text_lose_nothing(case, lead, fund):
    lead.post(of("save_version", case), {"text": "Grundlag\nfælles", "made_from": "0"})
    fund.post(of("save_version", case), {"text": "Fondens\nfælles", "made_from": "1"})
    late = lead.post(of("save_version", case), {"text": "Partens\nfælles", "made_from": "1"})
    assert late.status_code == 422
    assert "Fondens" in late.text
    assert "Partens\nfælles</textarea>" in late.text
    assert 'name="made_from" value="2"' in late.text
    assert Version.objects.count() == 2
    lead.post(of("save_version", case), {"text": "Partens\nfælles", "made_from": "2"})
    assert [each.text for each in Version.objects.all()][-1] == "Partens\nfælles"


def test_two_who_save_at_once_save_one_after_the_other(people_on_both):
    from .conftest import a_case
    from .test_case_services import at_once

    people, case = people_on_both, a_case(people_on_both)
    side = [("parties", people.parties), ("fund", people.fund)] * 2
    answers = at_once(
        [
            lambda s=s, m=m, n=n: save_version(
                paper_of(case, KEY, 0), Content(text=f"Tekst {n}"), m.user, s
            )
            for n, (s, m) in enumerate(side)
        ]
    )
    assert sum(isinstance(each, Version) for each in answers) == 1
    assert all(isinstance(each, ChangedMeanwhileError | Version) for each in answers)


def test_a_file_sent_in_a_conflict_need_not_be_sent_again(case, lead, fund):
    fund.post(of("save_version", case), {"text": "Først", "made_from": "0"})
    late = send(lead, case, sent("plan.pdf", PDF))
    assert late.status_code == 422
    field = re.search(r'name="kept_file" value="([^"]+)"', late.text).group(1)
    tampered = lead.post(of("save_version", case), {"kept_file": field + "x", "made_from": "1"})
    assert tampered.status_code == 422
    lead.post(of("save_version", case), {"kept_file": field, "made_from": "1"})
    assert Version.objects.last().file_name == "plan.pdf"


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("billede.PNG", PNG, "image/png"),
        ("billede.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 9 + b"\xff\xd9", "image/jpeg"),
        ("budget.xlsx", workbook("Løn", 1_234_567), "application/vnd.openxmlformats-officedocument"
         ".spreadsheetml.sheet"),
        ("brev.docx", letter("Kære ", "Fond"), "application/vnd.openxmlformats-officedocument"
         ".wordprocessingml.document"),
        ("tal.csv", "navn;beløb\nløn;1.000".encode("latin-1"), "text/plain"),
    ],
)  # fmt: skip
def test_a_file_is_kept_as_it_came_and_only_ever_downloaded(case, lead, name, content, media):
    assert send(lead, case, sent(name, content)).status_code == 302
    version = Version.objects.get()
    assert (version.file_name, version.media, version.size) == (name, media, len(content))
    answer = lead.get(of("version_file", case, number=1))
    assert b"".join(answer) == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].partition(";")[0] == media


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.pdf", b"<html><script>alert(1)</script></html>", "er ikke sådan en fil"),
        ("plan.pdf", b"%PDF-1.7\nhalv", "er ikke sådan en fil"),
        ("plan.pdf", PNG, "er ikke sådan en fil"),
        ("side.html", b"<html></html>", "ikke tages imod"),
        ("program.exe", b"MZ\x90\x00", "ikke tages imod"),
        ("budget.xlsx", PDF, "er ikke sådan en fil"),
        ("budget.xlsx", letter("Et brev"), "er ikke sådan en fil"),
        ("brev.docx", b"PK\x03\x04 slut", "er ikke sådan en fil"),
        ("tal.txt", b"a\x00b", "er ikke sådan en fil"),
        ("tom.pdf", b"", "er tom"),
        ("uden", PDF, "ikke tages imod"),
    ],
)
def test_a_file_is_known_by_its_content_and_not_by_its_name(case, lead, name, content, told):
    answer = send(lead, case, sent(name, content), text="Det jeg skrev")
    assert answer.status_code == 422
    assert told in answer.text
    assert "Det jeg skrev</textarea>" in answer.text
    assert not Version.objects.exists()


def test_a_packed_file_that_would_swell_is_refused(case, lead):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        with packed.open("xl/big.xml", "w") as part:
            for _ in range(upload_rules().largest_unpacked_megabytes + 1):
                part.write(b"0" * MB)
    assert len(out.getvalue()) < MB
    answer = send(lead, case, sent("budget.xlsx", out.getvalue()))
    assert answer.status_code == 422
    assert "når den pakkes ud" in answer.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.csv", b"navn;nummer\nAnna;010203-1234\n"),
        ("liste.xlsx", workbook("Navn", "010203-1234")),
        ("liste.xlsx", workbook("Navn", 102031234)),
        ("brev.docx", letter("Om 0102", "03-12", "34 skal")),
    ],
)
def test_a_cpr_number_in_a_file_is_asked_about_and_the_file_not_kept(
    case, lead, own_home, name, content
):
    asked = send(lead, case, sent(name, content), note="Min note")
    assert asked.status_code == 422
    assert "er derfor ikke gemt. Vælg den igen" in asked.text
    assert 'name="not_cpr"' in asked.text
    assert 'value="Min note"' in asked.text
    assert not list(own_home.rglob("documents/*/*"))
    again = send(lead, case, sent(name, content), not_cpr="1")
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Pia\\plan.pdf", "plan.pdf"),
        ("<b>plan</b>.pdf", "b>.pdf"),
        ("pl\x00an\u202e.pdf", "plan.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("  ..  ", "fil"),
    ],
)
def test_the_name_of_a_file_is_a_name_alone(given, kept):
    assert clean_name(given) == kept


class Sending(io.RawIOBase):
    """What somebody sends, the middle of it made as it is read."""

    def __init__(self, head, size, tail):
        self.head, self.left, self.tail = head, size, tail

    def readable(self):
        return True

    def readinto(self, buffer):
        if self.head:
            part, self.head = self.head[: len(buffer)], self.head[len(buffer) :]
        elif self.left:
            part = b"0" * min(self.left, len(buffer))
            self.left -= len(part)
        else:
            part, self.tail = self.tail[: len(buffer)], self.tail[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("size", [300 * MB, upload_rules().largest + MB // 2])
def test_a_file_that_is_too_large_fills_neither_memory_nor_disk(settings, tmp_path, size):
    """The first is told by what the sender announces, the second as it comes."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    head = (
        b'--X\r\nContent-Disposition: form-data; name="file"; filename="stor.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    )
    tail = (
        b'\r\n--X\r\nContent-Disposition: form-data; name="text"\r\n\r\nDet jeg skrev\r\n--X--\r\n'
    )
    sending = Sending(head, size, tail)
    request = RequestFactory().post(
        "/",
        data=b"x",
        content_type="multipart/form-data; boundary=X",
        **{
            "wsgi.input": io.BufferedReader(sending),
            "CONTENT_LENGTH": len(head) + size + len(tail),
        },
    )
    tracemalloc.start()
    assert request.POST["text"] == "Det jeg skrev"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sending.left == 0
    assert not request.FILES
    assert "larger than 25 MB" in str(refusal(request))
    assert peak < 10 * MB
    assert not list(tmp_path.rglob("*"))


def test_a_file_that_is_too_large_leaves_the_form_as_it_was(case, lead):
    large = sent("stor.pdf", PDF + b"0" * (upload_rules().largest + 1))
    answer = send(lead, case, large, text="Det jeg skrev")
    assert answer.status_code == 422
    assert "større end 25 MB" in answer.text
    assert "Det jeg skrev</textarea>" in answer.text


def test_a_kept_file_that_has_changed_is_not_handed_out(own_home):
    kept = keep([b"ind", b"hold"])
    path = path_of(kept.digest)
    assert (path.read_bytes(), kept.size) == (b"indhold", 7)
    assert path.is_relative_to(own_home / "documents")
    assert keep([b"indhold"]) == kept
    path.write_bytes(b"andet")
    with pytest.raises(UserError, match="has been changed"):
        path_of(kept.digest)
    path.unlink()
    with pytest.raises(UserError, match="not among"):
        path_of(kept.digest)


def test_a_file_that_breaks_off_leaves_nothing(own_home):
    def broken():
        yield b"halv"
        raise OSError("the line is cut")

    with pytest.raises(OSError, match="cut"):
        keep(broken())
    assert not [each for each in (own_home / "documents").rglob("*") if each.is_file()]


def test_a_letter_of_the_funds_is_not_written_by_the_parties(case, people, lead):
    go(case, "rejected", people)
    letter_at = of("save_version", case, "rejection_letter")
    answer = lead.post(letter_at, {"text": "Selv", "made_from": "0"})
    assert answer.status_code == 422
    assert "Det skriver Fonden" in answer.text
    assert write(case, "rejection_letter", people.fund).number == 1


def test_a_document_of_an_earlier_phase_can_still_be_mended(case, people, lead):
    go(case, "dialogue", people)
    assert (
        lead.post(of("save_version", case), {"text": "Mere", "made_from": "1"}).status_code == 302
    )
    go(case, "withdrawn", people)
    late = lead.post(of("save_version", case), {"text": "Endnu mere", "made_from": "2"})
    assert late.status_code == 422
    assert "Sagen er afsluttet" in late.text


def test_further_documents_have_names_of_their_own(case, lead, fund):
    add = reverse("cases:further", kwargs={"case": case.pk})
    assert lead.post(add, {"name": "", "text": "Referat"}).status_code == 422
    lead.post(add, {"name": "Referat af mødet", "text": "Vi talte."})
    lead.post(add, {"name": "Kort", "file": sent("kort.png", PNG)})
    page = fund.get(reverse("cases:documents", kwargs={"case": case.pk})).text
    assert "Referat af mødet" in page
    assert "kort.png" in page
    assert case.documents.count() == 2


def test_two_versions_stand_side_by_side(case, lead):
    for number, text in enumerate(["Ens\nGammel\nVæk", "Ens\nNy"]):
        lead.post(of("save_version", case), {"text": text, "made_from": str(number)})
    page = lead.get(of("side_by_side", case)).text
    assert page.count("case-sides__row--same") == 1
    assert page.count("≠") == 2
    only = lead.get(of("side_by_side", case) + "?fra=1&til=2&forskelle=1").text
    assert "case-sides__row--same" not in only
    assert lead.get(of("side_by_side", case) + "?fra=7").status_code == 404


@given(left=st.text("ab\n", max_size=30), right=st.text("ab\n", max_size=30))
def test_each_side_of_a_comparison_is_its_text(left, right):
    pairs = line_pairs(left, right)
    assert "\n".join(each.left for each in pairs if each.left is not None) == left
    assert "\n".join(each.right for each in pairs if each.right is not None) == right
    assert all((each.left == each.right) == (each.how == "same") for each in pairs)


def test_published_key_figures_fill_themselves_as_they_are_stated(case, lead):
    lead.post(of("save_version", case, "key_figures"), {"fill": "1", "made_from": "0"})
    frozen = frozen_of(Version.objects.get())
    lists = lists_of("offentliggjort")
    place = case.places.get()
    stated = {
        row["quantity"]: row
        for row in lists.stated.filter(lists.stated["area_id"] == place.place_id)
        .sort("list_id")
        .iter_rows(named=True)
    }
    shown = {row.id: row for row in frozen.table[0].row}
    assert shown["convicted"].cells[0].value == float(stated["pct_convicted"]["value"])
    assert shown["convicted"].period == stated["pct_convicted"]["list_id"]
    master = lead.post(of("save_version", case, "master_data"), {"fill": "1", "made_from": "0"})
    assert master.status_code == 422
    assert "kender ingen afdelinger" in master.text


@pytest.mark.usefixtures("on_snapshots")
def test_key_figures_of_a_snapshot_are_past_the_gate_and_frozen(people, on_snapshots):
    lists = lists_of(on_snapshots.earlier)
    assert isinstance(lists, SealedLists)
    small = next(each for each in lists.estates.values() if each.is_hidden)
    area = next(iter(lists.areas))
    opening = Opening(
        "rent_support", "Sag", [people.town], on_snapshots.earlier,
        [f"area:{area}", f"estate:{small.estate_id}"],
    )  # fmt: skip
    case = open_case(opening, people.parties.user, people.parties)
    places = list(case.places.all())
    figures = filled("key_figures", places, on_snapshots.earlier)
    of_area, of_small = figures.table
    known = lists.snapshot.table("areas").filter(lists.snapshot.table("areas")["area_id"] == area)
    residents = next(row for row in of_area.row if row.id == "residents")
    assert residents.cells[0].value == known["residents"].item()
    assert all(row.cells[0].state != "shown" for row in of_small.row)
    assert all(row.cells[0].value is None for row in of_small.row)
    paper = next(each for each in papers(case) if each.key == "key_figures")
    version = save_version(paper, Content(figures=figures), people.parties.user, "parties")
    assert frozen_of(Version.objects.get(pk=version.pk)) == figures
    newer = filled("key_figures", places, on_snapshots.later)
    pairs = figure_pairs(figures, newer)
    assert any(each.how == "changed" for each in pairs)
    save_version(paper, Content(figures=newer), people.parties.user, "parties", 1)
    browser = logged_in(people.parties.user)
    page = browser.get(of("side_by_side", case, "key_figures")).text
    assert "≠" in page
    shown = browser.get(of("document", case, "key_figures")).text
    assert "skjult" in shown
    assert on_snapshots.later in shown
    assert browser.get(of("version_file", case, "key_figures", number=1)).status_code == 200


@pytest.mark.usefixtures("on_snapshots")
def test_master_data_are_the_estates_of_the_place(people, on_snapshots):
    lists = lists_of(on_snapshots.later)
    area = next(iter(lists.areas))
    opening = Opening("rent_support", "Sag", [people.town], on_snapshots.later, [f"area:{area}"])
    case = open_case(opening, people.parties.user, people.parties)
    figures = filled("master_data", list(case.places.all()), on_snapshots.later)
    within = {each.estate_id for each in lists.estates.values() if area in each.areas}
    assert {row.id for row in figures.table[0].row} == within
    for row in figures.table[0].row:
        estate = lists.estates[row.id]
        assert row.cells[0].text == estate.organisation
        assert row.cells[2].value == estate.dwellings
        assert row.cells[3].value == estate.residents

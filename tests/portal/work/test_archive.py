"""A whole case as a file: everything in it, and nothing for those whom it does not concern."""

import json
import zipfile

import pytest
from people.conftest import logged_in

from boligsocial.cli.main import main
from boligsocial.portal.cases.dialogue import comment
from boligsocial.portal.cases.files import keep
from boligsocial.portal.cases.models import Document, Version
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.people.models import Role
from boligsocial.portal.work.archive import write_archive


@pytest.fixture
def home(settings, tmp_path):
    settings.PORTAL = settings.PORTAL.model_copy(update={"home": tmp_path})
    return tmp_path


def case_with_everything(world):
    case, worker = world.cases["ours"], world.people["fund", Role.CASEWORKER]
    through = worker.memberships.first()
    comment(case, "Til alle", worker, through)
    comment(case, "Kun til os selv", worker, through, internal=True)
    document = Document.objects.create(case=case, asked="budget_estimate")
    kept = keep([b"%PDF-1.7 ", b"hele indholdet"])
    Version.objects.create(document=document, number=1, text="Første udkast", by=worker)
    Version.objects.create(
        document=document, number=2, file_digest=kept.digest, file_name="Budget å.pdf",
        size=kept.size, by=worker,
    )  # fmt: skip
    return case


def packed(case, path, **given):
    write_archive(case, path, **given)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_packed_case_holds_its_documents_byte_for_byte_and_its_log(world, home):
    case = case_with_everything(world)
    found = packed(case, home / "sag.zip", internal=False)
    assert found["dokumenter/budget_estimate/01.txt"].decode() == "Første udkast"
    assert found["dokumenter/budget_estimate/02 Budget å.pdf"] == b"%PDF-1.7 hele indholdet"
    assert [each["kind"] for each in json.loads(found["log.json"])] == ["case.opened"]
    assert json.loads(found["sag.json"])["reference"] == case.reference


def test_what_is_internal_is_packed_for_the_fund_alone(world, home):
    case = case_with_everything(world)
    theirs = packed(case, home / "a.zip", internal=False)
    ours = packed(case, home / "b.zip", internal=True)
    assert b"Kun til os selv" not in b"".join(theirs.values())
    assert b"Kun til os selv" in ours["sag.json"]


def test_what_the_log_says_for_the_fund_alone_is_packed_for_it_alone(world, home):
    case, worker = world.cases["ours"], world.people["fund", Role.CASEWORKER]
    record("case.assigned", worker, {"is_internal": True, "why": "Kun til os selv"}, case.pk)
    kinds = {
        internal: [
            each["kind"]
            for each in json.loads(
                packed(case, home / f"{internal}.zip", internal=internal)["log.json"]
            )
        ]
        for internal in (True, False)
    }
    assert kinds == {True: ["case.opened", "case.assigned"], False: ["case.opened"]}


def test_nothing_is_left_of_what_could_not_be_packed(world, home, tmp_path):
    case = case_with_everything(world)
    digest = case.documents.get().versions.get(number=2).file_digest
    (tmp_path / "documents" / digest[:2] / digest).write_bytes(b"noget andet")
    with pytest.raises(Exception, match="changed since it was sent"):
        write_archive(case, home / "sag.zip", internal=True)
    assert not list(home.glob("*.zip*"))
    assert not list(home.glob(".*half"))


def test_the_command_tells_of_a_case_that_is_not_there(world, tmp_path, capsys):  # noqa: ARG001
    with pytest.raises(SystemExit, match="1"):
        main(["case", "export", "999999", "--out", str(tmp_path / "sag.zip")])
    assert "there is no case 999,999" in capsys.readouterr().err


def test_nobody_gets_what_was_packed_for_the_other_side(world, home):
    case = case_with_everything(world)
    folder = home / "archives" / f"{case.pk}-fund"
    folder.mkdir(parents=True)
    write_archive(case, folder / f"sag-{case.reference}.zip", internal=True)
    path = f"/sager/{case.pk}/hent/sag.zip"
    assert logged_in(world.people["fund", Role.ANALYST]).get(path).status_code == 200
    assert logged_in(world.people["ours", Role.PROJECT_LEAD]).get(path).status_code == 404

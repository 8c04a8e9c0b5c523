"""Lists that a user brings are kept whole or not at all."""

from datetime import date

import pytest

from boligsocial.messages import InputError, UserError
from boligsocial.registers.imported_lists import import_list, imported_lists

ON = date(2026, 12, 1)
GOOD = "area,municipality,residents,pct_nonwestern\nÅparken,Aarhus,1500,45.5\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text(GOOD, "utf-8")
    return path


def test_a_list_is_kept_with_its_source_and_read_back(file, tmp_path):
    kept = import_list(file, ON, tmp_path / "home")
    assert (kept.on, kept.source_name, kept.areas) == (ON, "liste.csv", 1)
    assert imported_lists(tmp_path / "home") == (kept,)
    assert kept.values()["pct_nonwestern"].to_list() == [45.5]


def test_the_same_file_again_changes_nothing_and_another_is_refused(file, tmp_path):
    kept = import_list(file, ON, tmp_path)
    assert import_list(file, ON, tmp_path) == kept
    file.write_text(GOOD + "Bakken,Aarhus,1200,30\n", "utf-8")
    with pytest.raises(
        UserError, match=r"a list of 1 December 2026 from liste.csv is kept already"
    ):
        import_list(file, ON, tmp_path)
    assert imported_lists(tmp_path) == (kept,)


def test_a_list_with_one_wrong_row_leaves_nothing_behind(file, tmp_path):
    file.write_text(GOOD + "Bakken,Aarhus,1200,300\n", "utf-8")
    with pytest.raises(InputError, match=r"row 3, column pct_nonwestern: 300 is above 100"):
        import_list(file, ON, tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be_written_is_told_in_a_line(file, tmp_path):
    (tmp_path / "home").write_text("a file, not a folder", "utf-8")
    with pytest.raises(UserError, match="the list cannot be kept in"):
        import_list(file, ON, tmp_path / "home")


def test_other_files_in_the_folder_are_left_alone(file, tmp_path):
    kept = import_list(file, ON, tmp_path)
    (tmp_path / "lists" / "kopi af liste.parquet").write_bytes(kept.path.read_bytes())
    assert imported_lists(tmp_path) == (kept,)

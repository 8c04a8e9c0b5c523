"""A delivery is read as it lies, whatever way its files are laid out."""

import polars as pl
import pytest

from boligsocial.registers.deliveries import DeliveryError, delivered_table, open_delivery
from boligsocial.registers.engines import ENGINES, connected
from boligsocial.registers.schema import PERSONS, TABLES


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    with connected(request.param) as engine:
        yield engine


def summary(folder, engine):
    delivery = open_delivery(folder)
    persons = [delivered_table(delivery, "persons", engine, year) for year in delivery.years]
    return [
        part.agg(n=part.count(), income=part.gross_income.sum(), age=part.age.sum(),
                 convicted=part.convicted.sum(), grade=part.grade.count()).to_polars().row(0)
        for part in persons
    ]  # fmt: skip


def as_csv(folder, **how):
    for path in sorted(folder.rglob("*.parquet")):
        table = pl.read_parquet(path)
        table.drop("geometry", strict=False).write_csv(path.with_suffix(".csv"), **how)
        path.unlink()


def as_csv_of_excel(folder):
    as_csv(folder, separator=";", include_bom=True, line_terminator="\r\n")


def as_csv_of_tabs(folder):
    as_csv(folder, separator="\t", quote_style="always")


def as_files_of_years(folder):
    for table in ("persons", "moves"):
        for year in list((folder / table).iterdir()):
            part = next(year.iterdir())
            part.rename(folder / table / f"{year.name}{part.suffix}")
            year.rmdir()


def test_a_delivery_has_years_and_the_files_of_each_table(sound):
    delivery = open_delivery(sound)
    assert delivery.years == (2015, 2016, 2017)
    assert delivery.years_of("moves") == (2015, 2016)
    assert delivery.years_of("surveys") == (2015, 2016, 2017)
    assert set(delivery.files) == set(TABLES)
    assert delivery.paths("persons", 2016) == (sound / "persons/year=2016/persons.parquet",)
    assert len(delivery.every_file()) == 3 + 2 + 3 + 4


def test_tables_have_the_columns_of_the_schema(sound, engine):
    persons = delivered_table(open_delivery(sound), "persons", engine, 2016)
    assert persons.columns == tuple(field.name for field in PERSONS.fields)


@pytest.mark.parametrize("lay_out", [as_csv, as_csv_of_excel, as_csv_of_tabs, as_files_of_years])
def test_every_layout_gives_the_same_rows(sound, delivery_folder, lay_out, engine):
    lay_out(delivery_folder)
    assert summary(delivery_folder, engine) == summary(sound, engine)


def test_names_with_quotes_commas_and_new_lines_are_read_as_they_are(delivery_folder, engine):
    path = delivery_folder / "estates.parquet"
    odd = ['Bo "Vest", 1', "A;B", "to\nlinjer", "\\"]
    estates = pl.read_parquet(path).drop("geometry")[:4].with_columns(name=pl.Series(odd))
    estates.write_csv(path.with_suffix(".csv"))
    path.unlink()
    found = delivered_table(open_delivery(delivery_folder), "estates", engine).to_polars()
    assert found.sort("estate_id")["name"].to_list() == odd


def test_a_folder_of_parts_is_one_table(delivery_folder, engine):
    path = delivery_folder / "dwellings.parquet"
    table = pl.read_parquet(path)
    path.unlink()
    (delivery_folder / "dwellings").mkdir()
    table[:500].write_parquet(delivery_folder / "dwellings" / "1.parquet")
    table[500:].write_parquet(delivery_folder / "dwellings" / "2.parquet")
    joined = delivered_table(open_delivery(delivery_folder), "dwellings", engine)
    assert joined.count().execute() == len(table)


def test_an_optional_column_that_is_not_delivered_is_null(delivery_folder, engine):
    for path in (delivery_folder / "persons").rglob("*.parquet"):
        pl.read_parquet(path).drop("grade").write_parquet(path)
    assert all(row[-1] == 0 for row in summary(delivery_folder, engine))


def test_hidden_files_and_others_are_left_out(sound, delivery_folder):
    (delivery_folder / "persons/year=2016/.part.parquet").write_bytes(b"half")
    (delivery_folder / "persons/year=2016/_SUCCESS").write_bytes(b"")
    assert len(open_delivery(delivery_folder).every_file()) == len(
        open_delivery(sound).every_file()
    )


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(DeliveryError, match="holds no table of a delivery"):
        open_delivery(tmp_path)
    with pytest.raises(DeliveryError, match="is not a folder"):
        open_delivery(tmp_path / "nothing")


def test_parquet_and_csv_of_one_table_are_refused(delivery_folder):
    (delivery_folder / "areas.csv").write_text("area_id\nA1\n")
    with pytest.raises(DeliveryError, match="both Parquet and CSV"):
        open_delivery(delivery_folder)

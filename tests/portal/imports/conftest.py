"""Deliveries to check and build from: a sound one, one with mistakes, and a folder outside."""

import shutil

import polars as pl
import pytest

from boligsocial.registers.synthetic import synthesize


@pytest.fixture(scope="package")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "lille"
    synthesize(20_000, range(2016, 2018), 3, folder)
    return folder


@pytest.fixture
def place(settings, sound, tmp_path):
    """The portal's home with a root of deliveries: `lille`, `fejl` and, beside it, `udenfor`."""
    root = tmp_path / "deliveries"
    shutil.copytree(sound, root / "lille")
    shutil.copytree(sound, root / "fejl")
    path = next((root / "fejl" / "persons" / "year=2017").glob("*.parquet"))
    persons = pl.read_parquet(path)
    age = pl.when(pl.int_range(pl.len()) < 3).then(212).otherwise("age").alias("age")
    persons.with_columns(age.cast(persons.schema["age"])).write_parquet(path)
    (root / "tom").mkdir()
    shutil.copytree(sound, tmp_path / "udenfor")
    (root / "genvej").symlink_to(tmp_path / "udenfor")
    settings.PORTAL = settings.PORTAL.model_copy(
        update={"home": tmp_path, "snapshots": None, "deliveries": None}
    )
    return tmp_path

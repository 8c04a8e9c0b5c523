"""A small synthetic delivery that the tests of this room share and never change."""

import shutil
from pathlib import Path

import pytest

from boligsocial.registers.synthetic import synthesize


@pytest.fixture(scope="session")
def sound(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "R"
    synthesize(3000, range(2015, 2018), 7, folder)
    return folder


@pytest.fixture
def delivery_folder(sound, tmp_path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(sound, tmp_path / "R"))

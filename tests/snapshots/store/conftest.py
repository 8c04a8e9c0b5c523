"""A small delivery and the snapshot of it, made once and never changed."""

from datetime import date

import pytest

from boligsocial.registers.synthetic import synthesize
from boligsocial.snapshots.store.build import build_snapshot

ON = date(2017, 12, 1)


@pytest.fixture(scope="package")
def registers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic") / "R"
    synthesize(20_000, range(2014, 2018), 3, folder)
    return folder


@pytest.fixture(scope="package")
def built(registers, tmp_path_factory):
    return build_snapshot(registers, ON, tmp_path_factory.mktemp("store") / "S")


@pytest.fixture(scope="package")
def snapshot(built):
    return built.snapshot

"""Engines start, spill where they are told, and say in one line why they do not start."""

import os
import subprocess
import sys

import ibis
import pytest

from boligsocial.registers.engines import EngineSettings, connected

BUILD = "import sys; {before}; from boligsocial.cli import main; main(sys.argv[1:])"


def build_with_spark(delivery, tmp_path, before="pass", **environment):
    command = [sys.executable, "-c", BUILD.format(before=before), "snapshot", "build", delivery,
               "--on", "2017", "--out", tmp_path / "S", "--engine", "spark"]  # fmt: skip
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | environment, check=False
    )


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"before": "sys.modules['pyspark.sql'] = None"}, "install boligsocial[spark]"),
        ({"JAVA_HOME": "/nowhere"}, "it needs Java 17 or newer (JAVA_HOME)"),
        ({"BOLIGSOCIAL_SPARK_MASTER": "nonsense"}, "must name a master that answers"),
    ],
)
def test_spark_that_does_not_start_is_one_line_and_leaves_nothing(sound, tmp_path, how, told):
    result = build_with_spark(sound, tmp_path, **how)
    assert result.returncode == 1
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_in_memory_lies_in_the_folder_for_it_and_is_taken_away(tmp_path):
    spill = tmp_path / "spill"
    with connected("duckdb", EngineSettings(memory="60MB"), spill) as engine:
        many = ibis.range(3_000_000).unnest().name("n").as_table()
        engine.kept(many.mutate(text=many.n.cast("string").hexdigest("md5")))
        assert list(spill.iterdir())
    assert not list(spill.glob("*"))

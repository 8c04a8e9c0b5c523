"""The engines that every generated example runs on."""

from contextlib import ExitStack

import pytest

from boligsocial.registers.engines import ENGINES, connected


@pytest.fixture(scope="session")
def engines():
    """Every engine, connected once for all examples."""
    from pyspark.sql import SparkSession

    # Examples are small: one part of a shuffle is plenty, and much faster.
    SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", 1).config(
        "spark.ui.enabled", False
    ).getOrCreate()
    with ExitStack() as running:
        yield {name: running.enter_context(connected(name)) for name in ENGINES}

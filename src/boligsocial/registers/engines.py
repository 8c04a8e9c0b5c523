"""The engines that person-level work runs on: DuckDB on one machine, Spark on one or many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import duckdb
import ibis
import ibis.expr.types as ir
from pydantic_settings import BaseSettings, SettingsConfigDict

from boligsocial.messages import UserError
from boligsocial.registers.csv_dialect import QUOTE, separator_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_STDERR = 2
EngineName = Literal["duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


class EngineSettings(BaseSettings):
    """What whoever runs a build may choose, from the environment (`BOLIGSOCIAL_...`).

    spark_master: where Spark runs, for example `spark://host:7077`, `yarn`, or `local[*]` for all
    cores of this machine. memory: what DuckDB may use, for example `4GB`; spark-defaults.conf says
    it for Spark. threads: the number that DuckDB uses, all cores if it is not given.
    """

    model_config = SettingsConfigDict(env_prefix="BOLIGSOCIAL_", frozen=True, extra="ignore")

    spark_master: str = "local[*]"
    memory: str | None = None
    threads: int | None = None


@dataclass(frozen=True)
class Engine:
    """A connected engine.

    version: the engine's own, for manifests. `parquet` and `csv` give a lazy table of files; CSV is
    all text. `kept` computes a table once and keeps it until the engine is let go.
    """

    name: EngineName
    version: str
    parquet: Callable[[Sequence[Path]], ir.Table]
    csv: Callable[[Sequence[Path]], ir.Table]
    kept: Callable[[ir.Table], ir.Table]


@contextmanager
def connected(
    name: EngineName, settings: EngineSettings | None = None, spill: Path | None = None
) -> Iterator[Engine]:
    """An engine for the length of a `with`; what it keeps is let go at its end.

    spill: the folder for what does not fit in DuckDB's memory; spark-defaults.conf says Spark's.

    Raises:
        UserError: Spark is not installed, finds no Java, or its master does not answer.
    """
    chosen = settings or EngineSettings()
    with _duckdb(chosen, spill) if name == "duckdb" else _spark(chosen) as engine:
        yield engine


@contextmanager
def _duckdb(settings: EngineSettings, spill: Path | None) -> Iterator[Engine]:
    options = {
        "memory_limit": settings.memory, "threads": settings.threads,
        "temp_directory": None if spill is None else str(spill),
    }  # fmt: skip
    backend = ibis.duckdb.connect(**{key: each for key, each in options.items() if each})

    def parquet(paths: Sequence[Path]) -> ir.Table:
        return backend.read_parquet(_texts(paths), union_by_name=True, hive_partitioning=False)

    def csv(paths: Sequence[Path]) -> ir.Table:
        return backend.read_csv(
            _texts(paths), all_varchar=True, header=True, union_by_name=True,
            hive_partitioning=False, delim=separator_of(paths[0]), quote=QUOTE, escape=QUOTE,
            skip=0,
        )  # fmt: skip

    def kept(table: ir.Table) -> ir.Table:
        return backend.create_table(ibis.util.gen_name("kept"), table, temp=True)

    try:
        yield Engine("duckdb", duckdb.__version__, parquet, csv, kept)
    finally:
        backend.disconnect()


@contextmanager
def _spark(settings: EngineSettings) -> Iterator[Engine]:
    session = _session(settings.spark_master)
    from pyspark.sql import DataFrame

    backend = ibis.pyspark.connect(session)

    def named(frame: DataFrame) -> ir.Table:
        name = ibis.util.gen_name("delivered")
        frame.createOrReplaceTempView(name)
        return backend.table(name)

    def parquet(paths: Sequence[Path]) -> ir.Table:
        return named(session.read.option("mergeSchema", True).parquet(*_texts(paths)))

    def csv(paths: Sequence[Path]) -> ir.Table:
        each = [
            session.read.csv(
                str(path), header=True, sep=separator_of(path), quote=QUOTE, escape=QUOTE,
                multiLine=True,
            )
            for path in paths
        ]  # fmt: skip
        return named(reduce(partial(DataFrame.unionByName, allowMissingColumns=True), each))

    with ExitStack() as kept_tables:
        yield Engine(
            "spark", session.version, parquet, csv,
            lambda table: kept_tables.enter_context(table.cache()),
        )  # fmt: skip


def _session(master: str) -> SparkSession:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError:
        raise UserError(
            "Spark is not installed; install boligsocial[spark], or use --engine duckdb"
        ) from None
    builder = SparkSession.builder.master(master).appName("boligsocial")
    for name in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(name, False)
    try:
        with _java_unheard():
            session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    except (PySparkRuntimeError, OSError) as error:
        raise UserError(
            "Spark does not start on {master} ({reason}); it needs Java 17 or newer (JAVA_HOME), "
            "and BOLIGSOCIAL_SPARK_MASTER must name a master that answers",
            master=master,
            reason=str(error).splitlines()[0],
        ) from None
    session.sparkContext.setLogLevel("ERROR")
    return session


@contextmanager
def _java_unheard() -> Iterator[None]:
    """What Java and its scripts say of themselves goes nowhere; errors come as exceptions."""
    if os.environ.get("BOLIGSOCIAL_DEBUG"):
        yield
        return
    heard = os.dup(_STDERR)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), _STDERR)
    try:
        yield
    finally:
        os.dup2(heard, _STDERR)
        os.close(heard)


def _texts(paths: Sequence[Path]) -> list[str]:
    return [str(path) for path in paths]

"""From a delivery of registers to a sealed snapshot, or to nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from boligsocial import __version__
from boligsocial.index.specification import HERE as INDEX
from boligsocial.indicators.definition import HERE as INDICATORS
from boligsocial.indicators.definition import Indicator, catalogue, groups
from boligsocial.indicators.delivered import delivered_indicators
from boligsocial.law.rules import HERE as LAW
from boligsocial.law.rules import rules_on
from boligsocial.messages import InputError, Message, UserError
from boligsocial.registers.checks import refuse_unsound
from boligsocial.registers.deliveries import LABEL, Delivery, label_of, open_delivery
from boligsocial.registers.engines import Engine, EngineName, connected
from boligsocial.snapshots.store.contents import write_contents
from boligsocial.snapshots.store.manifest import Manifest, SealedFile, digest_of, sealed
from boligsocial.snapshots.store.manifest import write_manifest as seal
from boligsocial.snapshots.store.store import Snapshot, open_snapshot, open_whole
from boligsocial.snapshots.store.tables import TableWriter
from boligsocial.snapshots.store.workplace import clear_abandoned, move_into_place, workplace

_ID_DIGITS = 12


@dataclass(frozen=True)
class Progress:
    """How far a build is: `done` of `total` steps, and what it does now."""

    done: int
    total: int
    doing: Message


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Built:
    """A snapshot of the store; `new` is false where the same one was there already."""

    snapshot: Snapshot
    new: bool


class Steps:
    """Counts the steps of a build and tells each."""

    def __init__(self, total: int, report: Report | None) -> None:
        self._done, self._total, self._report = 0, total, report

    def begin(self, doing: Message) -> None:
        """The next step begins."""
        if self._report is not None:
            self._report(Progress(self._done, self._total, doing))
        self._done += 1


def build_snapshot(
    registers: Path, on: date, store: Path, engine: EngineName = "duckdb",
    report: Report | None = None,
) -> Built:  # fmt: skip
    """The snapshot of a delivery on a date, sealed in a store.

    The same inputs, rules, definitions and code give the same id; where that is in the store
    already, nothing is done. Otherwise it comes there whole, by one renaming.

    Raises:
        UserError: no sound delivery, no persons of the year, no rules on the date, a snapshot of
            that id that has been changed, or a store that cannot be written.
    """
    delivery, store = open_delivery(registers), store.resolve()
    years = _years(delivery, on)
    steps = Steps(len(years) + 6, report)
    steps.begin(Message("Reading the files"))
    delivered, inputs, definitions = _stamps(delivery), _inputs(delivery), _definitions()
    snapshot_id = _id(on, inputs, definitions)
    clear_abandoned(store)
    place = store / snapshot_id
    if place.exists():
        return Built(open_whole(place), new=False)
    with workplace(store, snapshot_id) as folder:
        tables = TableWriter(folder / snapshot_id)
        with connected(engine, spill=folder / "spill") as running:
            steps.begin(Message("Checking every row"))
            refuse_unsound(delivery)
            indicators = delivered_indicators(delivery, running)
            write_contents(delivery, running, on, years, indicators, groups(), tables, steps.begin)
        steps.begin(Message("Sealing"))
        _refuse_changed(delivery, delivered)
        manifest = _manifest(
            snapshot_id, on, delivery, years, running, inputs, definitions, indicators, tables
        )
        seal(manifest, tables.folder)
        new = move_into_place(tables.folder, place)
    return Built(open_snapshot(place) if new else open_whole(place), new)


def _years(delivery: Delivery, on: date) -> tuple[int, ...]:
    rules_on(on)
    if on.year not in delivery.years:
        raise UserError(
            "{folder} has no persons of {year}, which a snapshot on {on} is made from; "
            "it has {years}",
            folder=delivery.folder.name, year=str(on.year), on=on,
            years=", ".join(str(year) for year in delivery.years) or "—",
        )  # fmt: skip
    return tuple(year for year in delivery.years if year <= on.year)


def _inputs(delivery: Delivery) -> tuple[SealedFile, ...]:
    label = delivery.folder / LABEL
    files = [*delivery.every_file(), *([label] if label.exists() else [])]
    return tuple(_input(path, delivery.folder) for path in files)


def _input(path: Path, folder: Path) -> SealedFile:
    try:
        return sealed(path, folder)
    except OSError as error:
        raise InputError(
            "cannot be read: {reason}", file=str(path), reason=error.strerror or ""
        ) from None


def _definitions() -> tuple[SealedFile, ...]:
    package = INDICATORS.parent
    files = [
        path
        for room in (LAW, INDICATORS, INDEX, Path(__file__).parent)
        for path in sorted(room.rglob("*.toml"))
    ]
    return tuple(sealed(path, package) for path in files)


def _stamps(delivery: Delivery) -> dict[Path, tuple[int, int]]:
    stats = {path: path.stat() for path in delivery.every_file()}
    return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in stats.items()}


def _refuse_changed(delivery: Delivery, before: dict[Path, tuple[int, int]]) -> None:
    """The seal names the bytes that were read, so they must have been the same to the end."""
    if _stamps(open_delivery(delivery.folder)) != before:
        raise UserError(
            "{folder} has changed while it was read; build again when the delivery is complete",
            folder=str(delivery.folder),
        )


def _id(on: date, inputs: tuple[SealedFile, ...], definitions: tuple[SealedFile, ...]) -> str:
    parts = [f"{each.path} {each.sha256}" for each in (*inputs, *definitions)]
    return f"{on}-{digest_of([__version__, *parts])[:_ID_DIGITS]}"


def _manifest(
    snapshot_id: str, on: date, delivery: Delivery, years: tuple[int, ...], engine: Engine,
    inputs: tuple[SealedFile, ...], definitions: tuple[SealedFile, ...],
    indicators: tuple[Indicator, ...], tables: TableWriter,
) -> Manifest:  # fmt: skip
    label = label_of(delivery)
    files = sorted(tables.folder.glob("*.parquet"))
    missing = {each.id for each in catalogue()} - {each.id for each in indicators}
    return Manifest(
        id=snapshot_id, on=on, kind=label.kind, name=label.name or delivery.folder.name,
        note=label.note, years=years, rules=rules_on(on).id, engine=engine.name,
        engine_version=engine.version, code_version=__version__,
        built_at=datetime.now(UTC).replace(microsecond=0), inputs=inputs, definitions=definitions,
        outputs=tuple(sealed(path, tables.folder, tables.rows[path.name]) for path in files),
        not_delivered=tuple(sorted(missing)),
    )  # fmt: skip

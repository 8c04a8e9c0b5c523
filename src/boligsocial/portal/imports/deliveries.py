"""The deliveries that lie where the portal may build from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boligsocial.messages import Message, UserError
from boligsocial.registers.deliveries import Delivery, label_of, open_delivery
from boligsocial.registers.schema import TABLES


@dataclass(frozen=True)
class Offered:
    """A delivery by its path below the root, or why the folder is none."""

    name: str
    delivery: Delivery | None
    is_synthetic: bool
    problem: Message | None

    @property
    def years(self) -> tuple[int, ...]:
        return self.delivery.years if self.delivery else ()

    @property
    def tables(self) -> list[tuple[str, int]]:
        """Each table with its number of files; 0 for one that is not there."""
        files = self.delivery.files if self.delivery else {}
        return [(name, len(files.get(name, ()))) for name in TABLES]


def offered_deliveries(root: Path) -> tuple[Offered, ...]:
    """The folders of the root that hold a delivery, by name."""
    return tuple(each for each in _every(root) if each.delivery)


def delivery_at(root: Path, name: str) -> Offered:
    """The delivery at a path below the root.

    Raises:
        UserError: the path leads out of the root, or nowhere.
    """
    root = root.resolve()
    folder = (root / name.replace("\0", "")).resolve()
    if folder == root or not folder.is_relative_to(root):
        raise UserError(
            "{folder} does not lie in the folder of deliveries; choose one of those shown",
            folder=name[:100] or "—",
        )
    if not folder.is_dir():
        raise UserError(
            "there is no folder {folder} among the deliveries; choose one of those shown",
            folder=name[:100],
        )
    return _offered(root, folder)


def _every(root: Path) -> Iterator[Offered]:
    if root.is_dir():
        for folder in sorted(root.iterdir()):
            leads_out = not folder.resolve().is_relative_to(root.resolve())
            if folder.is_dir() and not leads_out and not folder.name.startswith("."):
                yield _offered(root, folder)


def _offered(root: Path, folder: Path) -> Offered:
    name = folder.relative_to(root).as_posix()
    try:
        delivery = open_delivery(folder)
        return Offered(name, delivery, label_of(delivery).kind == "synthetic", None)
    except UserError as error:
        return Offered(name, None, False, error.message)

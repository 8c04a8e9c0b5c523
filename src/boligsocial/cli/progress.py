"""How a long command tells how far it is, as a bar or in a file for the portal, and is stopped."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TimeElapsedColumn

from boligsocial.cli.output import language
from boligsocial.messages import LANGUAGES, UserError
from boligsocial.snapshots.store.build import Progress, Report


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """A request to end is taken as Ctrl-C, so that what is half-done is cleared away."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def telling(file: Path | None) -> Iterator[Report | None]:
    """Progress in a file if one is given, else as a bar where standard error is a terminal."""
    console = Console(stderr=True)
    if file is not None:
        yield lambda progress: _write_progress(file, progress)
    elif not console.is_terminal:
        yield None
    else:
        with Bar(*Bar.get_default_columns(), TimeElapsedColumn(), console=console,
                 transient=True) as bar:  # fmt: skip
            task = bar.add_task("", total=None)
            yield lambda progress: bar.update(
                task, completed=progress.done, total=progress.total,
                description=progress.doing.in_language(language()),
            )  # fmt: skip


def _write_progress(file: Path, progress: Progress) -> None:
    """A line of JSON with both languages, written beside and moved, so that it is never half."""
    told = {
        "done": progress.done, "total": progress.total,
        "doing": {each: progress.doing.in_language(each) for each in LANGUAGES},
    }  # fmt: skip
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
        beside.replace(file)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}", path=str(file), reason=error.strerror or ""
        ) from None

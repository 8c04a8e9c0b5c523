"""Long work that runs beside the portal, as the commands of the product that it is.

A job is a folder: what was asked, how far it is, what it said. The process holds a lock on a file
in it for as long as it lives, so whether it runs can be told after a restart of the portal too.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from boligsocial.messages import UserError

State = Literal["running", "done", "stopped", "failed"]
_ASKED, _PROGRESS, _SAID, _ERROR, _LOCK, _STOP = (
    "asked.json", "progress.json", "said.json", "error.txt", "lock", "stop"
)  # fmt: skip
PROBLEMS_FOUND = 1


@dataclass(frozen=True)
class Progress:
    """How far a job is; `doing` by language."""

    done: int
    total: int
    doing: dict[str, str]

    @property
    def step(self) -> int:
        """The step that is being done, from 1."""
        return min(self.done + 1, self.total)

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


@dataclass(frozen=True)
class Job:
    """A job of a kind on a subject, such as a build of a delivery, of a date where it has one."""

    folder: Path
    kind: str
    subject: str
    on: date | None
    began: datetime
    process: int

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def state(self) -> State:
        if _is_held(self.folder / _LOCK):
            return "running"
        if self.said is not None:
            return "done"
        return "stopped" if (self.folder / _STOP).exists() else "failed"

    @property
    def said(self) -> Any:  # noqa: ANN401 - what the command printed as JSON
        """What the command printed; none before it has."""
        return _json(self.folder / _SAID)

    @property
    def error(self) -> str:
        """The line in which the command told what was wrong."""
        try:
            lines = (self.folder / _ERROR).read_text("utf-8").strip().splitlines()
        except OSError:
            return ""
        return lines[-1].removeprefix("boligsocial: ") if lines else ""

    @property
    def progress(self) -> Progress | None:
        """How far it is; none before it has told."""
        told = _json(self.folder / _PROGRESS)
        return None if told is None else Progress(told["done"], told["total"], told["doing"])


@dataclass(frozen=True)
class Order:
    """What is to be done: a command without its program, and a kind and a subject to name it by.

    tells_progress: the command takes `--progress FILE`.
    """

    kind: str
    subject: str
    command: Sequence[str]
    on: date | None = None
    tells_progress: bool = False


def start(home: Path, order: Order, language: str) -> Job:
    """Start a job; one at a time.

    Raises:
        UserError: another job runs.
    """
    running = next((each for each in jobs(home) if each.state == "running"), None)
    if running is not None:
        raise UserError(
            "another job runs, of {subject}; wait for it or stop it", subject=running.subject
        )
    began = datetime.now(UTC).replace(microsecond=0)
    folder = home / f"{began:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    folder.mkdir(parents=True)
    told = ["--progress", str(folder / _PROGRESS)] if order.tells_progress else []
    process = _started([*order.command, *told], folder, language)
    asked = {
        "kind": order.kind,
        "subject": order.subject,
        "on": order.on.isoformat() if order.on else None,
        "began": began.isoformat(),
        "process": process,
    }
    (folder / _ASKED).write_text(json.dumps(asked), "utf-8")
    return _job(folder)


def stop(job: Job) -> None:
    """Ask a running job to end; the command clears away what is half done."""
    if job.state == "running":
        (job.folder / _STOP).touch()
        with suppress(ProcessLookupError):
            os.kill(job.process, signal.SIGTERM)


def jobs(home: Path) -> tuple[Job, ...]:
    """All jobs, the newest first."""
    folders = sorted(home.glob(f"*/{_ASKED}"), reverse=True)
    return tuple(_job(each.parent) for each in folders)


def job_of(home: Path, job_id: str) -> Job | None:
    """The job of an id; none if there is no such job."""
    return next((each for each in jobs(home) if each.id == job_id), None)


def _job(folder: Path) -> Job:
    told = _json(folder / _ASKED)
    began = datetime.fromisoformat(told["began"])
    on = date.fromisoformat(told["on"]) if told["on"] else None
    return Job(folder, told["kind"], told["subject"], on, began, told["process"])


def _started(command: Sequence[str], folder: Path, language: str) -> int:
    """Start a command of the product that holds the folder's lock until it ends."""
    environment = os.environ | {"BOLIGSOCIAL_LANGUAGE": language}
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with (folder / _SAID).open("wb") as said, (folder / _ERROR).open("wb") as error:
            process = subprocess.Popen(  # noqa: S603 - our own command, without a shell
                [sys.executable, "-m", "boligsocial", *command],
                stdin=subprocess.DEVNULL, stdout=said, stderr=error, env=environment,
                pass_fds=[lock], start_new_session=True,
            )  # fmt: skip
    finally:
        os.close(lock)
    threading.Thread(target=process.wait, daemon=True).start()
    return process.pid


def _is_held(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None

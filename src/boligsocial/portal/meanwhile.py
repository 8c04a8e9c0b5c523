"""Two people change the same: the later one is told, loses nothing, and sees both."""

from __future__ import annotations

from typing import Any

from boligsocial.messages import Message, UserError

_CHANGED = Message(
    "{person} has saved version {number} meanwhile, and nothing of yours is lost; look at both "
    "below, and save yours on top if that is right"
)


class ChangedMeanwhileError(UserError):
    """Somebody has saved a later version than the one that this was made from: `latest`."""

    def __init__(self, latest: Any, number: int, by: object) -> None:  # noqa: ANN401 - of any room
        super().__init__(_CHANGED, person=str(by), number=number)
        self.latest, self.number = latest, number

"""Two people change one text: the later one is told, and sees both."""

from __future__ import annotations

from boligsocial.messages import UserError


class StaleError(UserError):
    """What was changed has been changed meanwhile; `now` is its text, in its `version`, by `by`."""

    def __init__(self, now: str, version: int, by: str) -> None:
        super().__init__(
            "{by} has saved another version meanwhile, and nothing of yours is saved yet; both "
            "texts are below: save yours on top, or change it first",
            by=by,
        )
        self.now, self.version = now, version

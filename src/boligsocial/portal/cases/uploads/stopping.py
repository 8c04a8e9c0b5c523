"""Stops a file that is too large while it is being sent, before it fills memory or disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from boligsocial.messages import Message
from boligsocial.portal.cases.uploads.rules import upload_rules

REFUSED = "BODY_REFUSED"
"""The header by which the server tells that it did not pass the body of a request on."""
TOO_LARGE = Message(
    "the file is larger than {largest} MB and was not received; make it smaller, or send it in "
    "parts"
)


class StopsTooLarge(FileUploadHandler):
    """The first of Django's upload handlers: nothing of a file that is too large goes on.

    What was written in the form stays; `refusal` tells the view.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._announced = self._received = 0

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401 - Django's
        META: dict[str, str],  # noqa: N803
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """The whole request, whose length the sender has announced."""
        del input_data, META, boundary, encoding
        self._announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """A file begins; one that is announced as too large is read past and kept nowhere."""
        super().new_file(*args, **kwargs)
        self._received = 0
        if self._announced > upload_rules().largest + _FORM:
            raise self._skipped()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """A part of a file, on its way to the next handler."""
        del start
        self._received += len(raw_data)
        if self._received > upload_rules().largest:
            raise self._skipped()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""
        del file_size

    def _skipped(self) -> SkipFile:
        """The rest of the file is read past, so that the fields after it arrive."""
        if self.request is not None:
            self.request.refused_upload = True  # type: ignore[attr-defined]
        return SkipFile()


_FORM = 1_000_000
"""Bytes for the other fields of a form."""


def refusal(request: HttpRequest) -> Message | None:
    """Why the file of a request was not received; none if nothing was stopped."""
    if getattr(request, "refused_upload", False):
        return TOO_LARGE.filled(largest=upload_rules().largest_megabytes)
    return None

"""The server that the portal runs on: a body that is too large is read past and kept nowhere, so
that the browser gets the portal's own page, which says so, and not a broken connection."""

from __future__ import annotations

from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import create_server
from waitress.utilities import RequestEntityTooLarge

from boligsocial.portal.cases.uploads.rules import upload_rules
from boligsocial.portal.cases.uploads.stopping import REFUSED

_THREADS = 8


class _Nowhere:
    """The buffer of a body that is read past."""

    def append(self, data: bytes) -> None:
        """Nothing is kept."""


class PatientParser(HTTPRequestParser):  # type: ignore[misc]
    """Reads past a body that is too large, up to `read_past_megabytes`; the request is then
    answered as one without a body. The connection of what is larger still is closed.
    """

    body_rcv: Any
    completed: bool
    expect_continue: bool
    past: Any = None
    read_past = 0

    def received(self, data: bytes) -> int:
        """How many bytes of the data belong to this request."""
        if self.completed or self.past is None:
            read: int = super().received(data)
            if isinstance(self.error, RequestEntityTooLarge):
                self._refuse_body()
            return read
        read = self.past.received(data)
        self.read_past += read
        if self.past.completed or self.past.error:
            self.completed = True
        elif self.read_past > upload_rules().longest_read_past:
            self._close()
        return read

    def _refuse_body(self) -> None:
        """Go on as without a body, once it has been read past."""
        is_endless = self.content_length > upload_rules().longest_read_past
        if self.chunked:
            self.past = self.body_rcv
            self.past.buf.close()
            self.past.buf = _Nowhere()
        else:
            self.past = FixedStreamReceiver(self.content_length, _Nowhere())
        self.headers |= {REFUSED: "1", "CONTENT_LENGTH": "0"}
        self.error, self.body_rcv, self.completed = None, None, False
        # Who asks before sending has sent nothing that could be read past.
        if is_endless or self.expect_continue:
            self._close()

    def _close(self) -> None:
        self.headers["CONNECTION"] = "close"
        self.completed, self.expect_continue = True, False


def server_of(application: Any, **wanted: Any) -> Any:  # noqa: ANN401 - waitress says no types
    """A server of the portal that is ready to run."""
    HTTPChannel.parser_class = PatientParser
    return create_server(
        application,
        threads=_THREADS,
        # A little too large is told beside the form, with what was written; see `stopping`.
        max_request_body_size=2 * upload_rules().largest,
        **wanted,
    )

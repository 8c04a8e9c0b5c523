"""One question to the API and its answer, asked again where that may help."""

from __future__ import annotations

import json
import logging
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import stamina

from boligsocial import __version__
from boligsocial.messages import Message
from boligsocial.registers.statbank.errors import RefusedError, UnreachableError
from boligsocial.registers.statbank.settings import StatbankSettings

Question = Mapping[str, Any]

# Without a handler Python writes each new attempt to standard error, where one line is promised.
logging.getLogger("stamina").addHandler(logging.NullHandler())


def fetch(function: str, question: Question, target: Path, settings: StatbankSettings) -> None:
    """The answer to a question, streamed to a file.

    Raises:
        UnreachableError: no whole answer after all attempts.
        RefusedError: the API says what is wrong with the question.
    """
    address = address_of(function, settings)
    limits = httpx.Timeout(settings.timeout, connect=settings.connect_timeout)
    agent = {"User-Agent": f"boligsocial/{__version__}"}
    try:
        with httpx.Client(timeout=limits, headers=agent, verify=_certificates()) as http:
            for attempt in stamina.retry_context(
                on=lambda error: _pause_before_next(error, settings.longest_wait),
                attempts=settings.attempts, timeout=None, wait_initial=settings.first_wait,
                wait_max=settings.longest_wait, wait_jitter=settings.first_wait / 2,
            ):  # fmt: skip
                with attempt:
                    _ask_once(http, address, question, target, settings.timeout)
    except httpx.HTTPStatusError as error:
        raise _told(error.response, address) from None
    except (httpx.TransportError, httpx.DecodingError, httpx.InvalidURL) as error:
        raise UnreachableError(
            Message(
                "Statistics Denmark cannot be reached at {address} ({reason}), and nothing is kept "
                "from before; go online and try again"
            ),
            address=settings.url,
            reason=" ".join(str(error).split()) or type(error).__name__,
        ) from None


def address_of(function: str, settings: StatbankSettings) -> str:
    """The address of a function of the API."""
    return f"{settings.url.rstrip('/')}/{function}"


@cache
def _certificates() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes as long as a short answer."""
    return httpx.create_ssl_context()


def _ask_once(
    http: httpx.Client, address: str, question: Question, target: Path, seconds: float
) -> None:
    end = time.monotonic() + seconds
    with http.stream("POST", address, json=dict(question)) as response:
        if not response.is_success:
            response.read()
            response.raise_for_status()
        with target.open("wb") as file:
            for part in response.iter_bytes():
                file.write(part)
                if time.monotonic() > end:
                    raise httpx.ReadTimeout(f"no whole answer in {seconds:g} s")


def _pause_before_next(error: Exception, longest: float) -> bool | float:
    """Whether to ask again, or after how many seconds: Statistics Denmark's own wish goes first."""
    if not isinstance(error, httpx.HTTPStatusError):
        lasting = isinstance(error, httpx.UnsupportedProtocol)
        return isinstance(error, httpx.TransportError) and not lasting
    if not _passing(error.response):
        return False
    wished = _wished_pause(error.response)
    return True if wished is None else wished if wished <= longest else False


def _passing(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error


def _wished_pause(response: httpx.Response) -> float | None:
    """The seconds of a Retry-After, given as such or as a moment."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _told(response: httpx.Response, address: str) -> UnreachableError | RefusedError:
    if not _passing(response):
        reason = _message_in(response)
        if reason:
            return RefusedError(
                Message("Statistics Denmark refuses the question: {reason}"), reason=reason
            )
        return RefusedError(
            Message("{address} answers {status}; is it the address of Statistics Denmark's API?"),
            address=address,
            status=str(response.status_code),
        )
    wished = _wished_pause(response)
    if wished is not None:
        return UnreachableError(
            Message(
                "Statistics Denmark has no answer now ({status}) and asks to be left alone for "
                "{seconds} seconds, and nothing is kept from before; try again then"
            ),
            status=str(response.status_code), seconds=round(wished),
        )  # fmt: skip
    return UnreachableError(
        Message(
            "Statistics Denmark has no answer now ({status}), and nothing is kept from before; "
            "try again later"
        ),
        status=str(response.status_code),
    )


def _message_in(response: httpx.Response) -> str:
    try:
        reply = json.loads(response.content)
    except ValueError:
        return ""
    message = reply.get("message") if isinstance(reply, dict) else None
    return " ".join(message.split()) if isinstance(message, str) else ""

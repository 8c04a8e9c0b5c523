"""Requests that are too large, have no length or are cut off, to the server that serves in use."""

import resource
import socket
import threading

import pytest

from boligsocial.portal.cases.uploads.rules import BYTES_PER_MB, upload_rules
from boligsocial.portal.serving import server_of
from boligsocial.portal.wsgi import application

HEAD = "POST /omraader/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
PIECE = b"x" * 65_536
TOO_LARGE = "Filen er større end 25 MB og er ikke modtaget"


@pytest.fixture(scope="module")
def port():
    server = server_of(application, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()


def answer(port, head, pieces=(), closes=False):
    """The whole answer to a request that is sent piece by piece."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as to:
        to.sendall(head.encode() + b"\r\n")
        for piece in pieces:
            to.sendall(piece)
        if closes:
            return ""
        return to.makefile("rb").read().decode()


def of_length(size):
    whole, rest = divmod(size, len(PIECE))
    yield from [PIECE] * whole
    yield PIECE[:rest]


def post(port, size, more=""):
    return answer(
        port, f"{HEAD}Content-Length: {size}\r\nConnection: close\r\n{more}", of_length(size)
    )


def test_a_file_of_300_mb_gets_a_page_that_says_so_and_fills_no_memory(port):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = post(port, 300 * BYTES_PER_MB)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert found.startswith("HTTP/1.1 413 ")
    assert TOO_LARGE in found
    assert 'lang="da"' in found
    assert grown * 1024 < 100 * BYTES_PER_MB


def test_it_is_said_in_the_language_that_the_reader_chose(port):
    found = post(port, 60 * BYTES_PER_MB, "Cookie: language=en\r\n")
    assert "The file is larger than 25 MB and was not received" in found


def test_what_is_larger_than_is_read_past_is_answered_before_it_is_sent(port):
    size = upload_rules().longest_read_past + 1
    found = answer(port, f"{HEAD}Content-Length: {size}\r\n")
    assert found.startswith("HTTP/1.1 413 ")
    assert "Connection: close" in found
    assert TOO_LARGE in found


def test_who_asks_before_sending_is_answered_at_once(port):
    found = answer(port, f"{HEAD}Content-Length: {60 * BYTES_PER_MB}\r\nExpect: 100-continue\r\n")
    assert found.startswith("HTTP/1.1 413 ")


def test_a_body_without_a_length_is_stopped_at_the_same_limit(port):
    chunk = b"%x\r\n" % len(PIECE) + PIECE + b"\r\n"
    count = 2 * upload_rules().largest // len(PIECE) + 1
    head = f"{HEAD}Transfer-Encoding: chunked\r\nConnection: close\r\n"
    found = answer(port, head, [*[chunk] * (2 * count), b"0\r\n\r\n"])
    assert found.startswith("HTTP/1.1 413 ")
    assert TOO_LARGE in found


def test_a_connection_that_is_cut_leaves_the_server_well(port):
    answer(port, f"{HEAD}Content-Length: {300 * BYTES_PER_MB}\r\n", [PIECE], closes=True)
    answer(port, f"{HEAD}Content-Length: 1000\r\n", [b"x"], closes=True)
    answer(port, f"{HEAD}Transfer-Encoding: chunked\r\n", [b"ff\r\nxx"], closes=True)
    found = answer(port, "GET /metode/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
    assert found.startswith("HTTP/1.1 200 ")


def test_two_requests_on_one_connection_are_told_apart(port):
    size = 60 * BYTES_PER_MB
    get = b"GET /metode/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    found = answer(port, f"{HEAD}Content-Length: {size}\r\n", [*of_length(size), get])
    assert found.startswith("HTTP/1.1 413 ")
    assert found.count("HTTP/1.1 200 ") == 1

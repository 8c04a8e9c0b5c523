"""The test server of the StatBank running, and clients of it."""

import threading

import pytest
from statbank_server import Server

from boligsocial.registers.statbank.cache import Cache
from boligsocial.registers.statbank.client import Statbank
from boligsocial.registers.statbank.settings import StatbankSettings


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()


@pytest.fixture
def ask(server, tmp_path):
    """A client of the server that hardly waits; settings may be given."""

    def client(**settings):
        quick = {"url": server.url, "first_wait": 0.001, "timeout": 5, "longest_wait": 1}
        return Statbank(Cache(tmp_path / "kept"), StatbankSettings(**quick | settings))

    return client

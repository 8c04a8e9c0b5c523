"""The world of the people, and an SMTP server that catches what is sent."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from people.conftest import world  # noqa: F401


class Kept:
    """A mailbox for every address; what comes is kept."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos, letter.get_content()))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    """Every letter that was sent through a real SMTP server: whom to, and its text."""
    kept = Kept()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield kept.letters
    server.stop()

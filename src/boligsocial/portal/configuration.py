"""What whoever runs the portal may choose, from the environment (`BOLIGSOCIAL_...`)."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from boligsocial.messages import UserError

Audience = Literal["deciders", "public"]


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "boligsocial"


class PortalSettings(BaseSettings):
    """The portal's settings.

    home: the folder that the portal keeps its own files in.
    snapshots, deliveries: the folders of snapshots and of register deliveries to build them from;
    without them folders in the home.
    database: the address of a PostgreSQL database; without it a file in the home.
    audience: `public` leaves out the pages on the distribution, which are for those who decide.
    allowed_hosts: the names that the portal answers to, with commas between.
    https: it is reached by HTTPS, through a server in front of it.
    address: where people reach it, for the links in letters.
    oidc_issuer, oidc_client, oidc_secret, oidc_name: a log-in service (OpenID Connect), and what
    it is called on the log-in page.
    smtp, mail_from: the `host:port` that sends e-mail, and its sender; without it each letter is a
    file in the home.
    """

    model_config = SettingsConfigDict(env_prefix="BOLIGSOCIAL_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=_data_folder)
    snapshots: Path | None = None
    deliveries: Path | None = None
    secret_key: str | None = None
    debug: bool = False
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    https: bool = False
    audience: Audience = "deciders"
    database: str | None = None
    oidc_issuer: str | None = None
    oidc_client: str = "boligsocial"
    oidc_secret: str = ""
    oidc_name: str = "MitID Erhverv"
    address: str = "http://localhost:8000"
    smtp: str | None = None
    mail_from: str = "boligsocial@localhost"

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(host.strip() for host in value.split(",") if host.strip())
        return value

    @property
    def snapshots_folder(self) -> Path:
        """Where the portal's snapshots are."""
        return self.snapshots or self.home / "snapshots"

    @property
    def deliveries_folder(self) -> Path:
        """Where deliveries must lie to be built into snapshots."""
        return self.deliveries or self.home / "deliveries"

    @field_validator("smtp")
    @classmethod
    def _has_port(cls, value: str | None) -> str | None:
        if value and not value.rpartition(":")[2].isdigit():
            raise ValueError("write host:port, for example localhost:25")
        return value or None

    @property
    def oidc_origin(self) -> str:
        """The log-in service's scheme and host, empty without one."""
        parts = urlsplit(self.oidc_issuer or "")
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def oidc_services(self) -> list[dict[str, Any]]:
        """The log-in service as allauth's settings have it; none without an issuer."""
        if not self.oidc_issuer:
            return []
        return [
            {
                "provider_id": "oidc",
                "name": self.oidc_name,
                "client_id": self.oidc_client,
                "secret": self.oidc_secret,
                "settings": {"server_url": self.oidc_issuer, "oauth_pkce_enabled": True},
            }
        ]

    @cached_property
    def signing_key(self) -> str:
        """The secret key given, or one made once for this home and kept in it.

        Raises:
            UserError: no key is given and the home cannot be read or written.
        """
        return self.secret_key or _kept_key(self.home / "secret_key")


def portal_settings() -> PortalSettings:
    """The settings of the environment.

    Raises:
        UserError: a variable holds what it may not; it is named.
    """
    try:
        return PortalSettings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = "BOLIGSOCIAL_" + str(first["loc"][0]).upper()
        raise UserError(
            "the environment variable {name} is wrong: {reason}", name=name, reason=first["msg"]
        ) from None


def _kept_key(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(file, secrets.token_urlsafe(48).encode("ascii"))
            os.close(file)
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise UserError(
            "the folder {folder} cannot be used ({reason}); choose another with BOLIGSOCIAL_HOME",
            folder=str(path.parent),
            reason=error.strerror or str(error),
        ) from None

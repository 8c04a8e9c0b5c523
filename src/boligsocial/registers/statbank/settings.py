"""How Statistics Denmark is asked, from the environment (`BOLIGSOCIAL_STATBANK_...`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from boligsocial.messages import UserError
from boligsocial.registers.statbank.source import statbank_source

PREFIX = "BOLIGSOCIAL_STATBANK_"

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class StatbankSettings(BaseSettings):
    """Where the API is, how long to wait for it, and how long an answer is fresh.

    url: the API's address with its version.
    timeout: seconds that one answer may take; connect_timeout: to get through at all.
    attempts: how often to ask in all. The first pause between two is first_wait seconds, each later
    one twice as long; longest_wait bounds a pause, also one that Statistics Denmark asks for.
    fresh_hours: how long lists of tables and their descriptions are used without asking again.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    url: Annotated[str, Field(pattern=r"^https?://[^\s/]+")] = Field(
        default_factory=lambda: statbank_source().address
    )
    timeout: Annotated[Seconds, Field(gt=0)] = 60
    connect_timeout: Annotated[Seconds, Field(gt=0)] = 10
    attempts: Annotated[int, Field(ge=1)] = 4
    first_wait: Seconds = 0.5
    longest_wait: Seconds = 60
    fresh_hours: Seconds = 12


def statbank_settings(url: str | None = None) -> StatbankSettings:
    """The settings of the environment; an address that is given goes before that of it.

    Raises:
        UserError: a variable holds what it may not, or the address is none; it is named.
    """
    try:
        return StatbankSettings() if url is None else StatbankSettings(url=url)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if url is not None and first["loc"] == ("url",):
            raise UserError(
                "{url} is no address; it begins with http:// or https://", url=url
            ) from None
        raise UserError(
            "the environment variable {name} is wrong: {reason}",
            name=PREFIX + str(first["loc"][0]).upper(),
            reason=first["msg"],
        ) from None

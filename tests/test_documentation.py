"""What is documented is what there is."""

from pathlib import Path

import pytest

from boligsocial.cli.main import app
from boligsocial.portal.configuration import PortalSettings
from boligsocial.registers.statbank.settings import PREFIX, StatbankSettings

COMMANDS = (Path(__file__).parent.parent / "docs" / "commands.md").read_text("utf-8")


def options():
    for name in (
        "classify",
        "lists",
        "allocate",
        "index",
        "synthesize",
        "check",
        "statbank",
        "serve",
        "demo",
        "doctor",
    ):
        for argument in app[name].assemble_argument_collection():
            yield from (each for each in argument.names if each.startswith("--"))
    for name in ("info", "read", "subjects", "tables"):
        for argument in app["statbank"][name].assemble_argument_collection():
            yield from (each for each in argument.names if each.startswith("--"))


@pytest.mark.parametrize("option", sorted(set(options()) - {"--help", "--version"}))
def test_every_option_is_documented(option):
    assert f"{option}" in COMMANDS


@pytest.mark.parametrize("setting", sorted(PortalSettings.model_fields))
def test_every_setting_is_documented(setting):
    assert f"`BOLIGSOCIAL_{setting.upper()}`" in COMMANDS


@pytest.mark.parametrize("setting", sorted(StatbankSettings.model_fields))
def test_every_setting_of_the_statbank_is_documented(setting):
    assert f"`{PREFIX}{setting.upper()}`" in COMMANDS

"""What is documented is what there is."""

from pathlib import Path

import pytest

from boligsocial.cli.main import app
from boligsocial.portal.configuration import PortalSettings
from boligsocial.registers.engines import EngineSettings
from boligsocial.registers.statbank.settings import PREFIX, StatbankSettings

COMMANDS = (Path(__file__).parent.parent / "docs" / "commands.md").read_text("utf-8")


def options(command):
    """The options of a command and of those under it."""
    for argument in command.assemble_argument_collection() if command.default_command else ():
        yield from (each for each in argument.names if each.startswith("--") and _is_written(each))
    for name in command:
        if not name.startswith("-"):
            yield from options(command[name])


def _is_written(option):
    """What empties a list is made by the library and says nothing of its own."""
    return not option.startswith("--empty-")


@pytest.mark.parametrize("option", sorted(set(options(app)) - {"--help", "--version"}))
def test_every_option_is_documented(option):
    assert f"{option}" in COMMANDS


@pytest.mark.parametrize("setting", sorted(PortalSettings.model_fields))
def test_every_setting_is_documented(setting):
    assert f"`BOLIGSOCIAL_{setting.upper()}`" in COMMANDS


@pytest.mark.parametrize("setting", sorted(StatbankSettings.model_fields))
def test_every_setting_of_the_statbank_is_documented(setting):
    assert f"`{PREFIX}{setting.upper()}`" in COMMANDS


@pytest.mark.parametrize("setting", sorted(EngineSettings.model_fields))
def test_every_setting_of_the_engines_is_documented(setting):
    assert f"`BOLIGSOCIAL_{setting.upper()}`" in COMMANDS

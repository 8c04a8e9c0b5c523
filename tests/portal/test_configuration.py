"""The portal's settings come from the environment and its home."""

import pytest

from boligsocial.messages import UserError
from boligsocial.portal.configuration import PortalSettings, portal_settings


def test_a_home_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    first = PortalSettings(home=tmp_path / "home").signing_key
    assert len(first) > 40
    assert PortalSettings(home=tmp_path / "home").signing_key == first
    assert PortalSettings(home=tmp_path / "other").signing_key != first
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o077 == 0


def test_a_key_that_is_given_is_used_and_nothing_is_written(tmp_path):
    given = PortalSettings(home=tmp_path / "home", secret_key="given")  # noqa: S106
    assert given.signing_key == "given"
    assert not (tmp_path / "home").exists()


def test_a_home_that_is_a_file_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="BOLIGSOCIAL_HOME"):
        _ = PortalSettings(home=tmp_path / "file").signing_key


def test_hosts_are_given_with_commas_between(monkeypatch):
    monkeypatch.setenv("BOLIGSOCIAL_ALLOWED_HOSTS", "a.dk, b.dk")
    assert portal_settings().allowed_hosts == ("a.dk", "b.dk")


def test_a_wrong_variable_is_named(monkeypatch):
    monkeypatch.setenv("BOLIGSOCIAL_AUDIENCE", "everyone")
    with pytest.raises(UserError, match="BOLIGSOCIAL_AUDIENCE"):
        portal_settings()

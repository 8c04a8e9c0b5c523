"""The portal with a store of made-up snapshots."""

import pytest


@pytest.fixture
def on_snapshots(settings, made_up, tmp_path):
    """The store and the deliveries of the portal are the made-up ones; its home is empty."""
    folders = {"home": tmp_path, "snapshots": made_up.store, "deliveries": made_up.deliveries}
    settings.PORTAL = settings.PORTAL.model_copy(update=folders)
    return made_up

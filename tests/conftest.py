"""What several tests share."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says nothing of whether it is right; `make bench` measures speed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# The portal must not touch the files of whoever runs the tests.
os.environ["BOLIGSOCIAL_HOME"] = tempfile.mkdtemp(prefix="boligsocial-test-")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def reference_data():
    """The folder with data that the product is held against; not part of a fresh clone."""
    folder = Path(os.environ.get("BOLIGSOCIAL_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "README.md").is_file():
        pytest.skip(f"no reference data in {folder}; set BOLIGSOCIAL_REFERENCE_DATA")
    return folder

"""What several tests share."""

import os
import tempfile
from pathlib import Path

import pytest

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

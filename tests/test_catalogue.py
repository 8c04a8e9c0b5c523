"""Every sentence that people meet is there in Danish."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_danish_catalogue_is_complete():
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts" / "catalogue.py", "--check"],
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout

"""A plugin of pytest: a home of the tests' own, before pytest-django reads the settings.

The portal must not touch the files of whoever runs the tests.
"""

import os
import tempfile

HOME = tempfile.TemporaryDirectory(prefix="boligsocial-test-", ignore_cleanup_errors=True)
os.environ["BOLIGSOCIAL_HOME"] = HOME.name

"""Lets every Python that finds this on its path live on one day.

The act gives no new frame after 2026 (almenboligloven § 91 a), so that from then on nothing can be
promised in the year of the day, which the tests of the casework do.
"""

from datetime import UTC, datetime

import time_machine

time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=True).start()

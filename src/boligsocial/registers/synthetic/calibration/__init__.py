"""How synthetic areas are brought to the figures and the numbers of the published lists."""

from __future__ import annotations

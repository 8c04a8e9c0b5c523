"""Social efforts in exposed housing areas: know, choose, follow, see whether it works."""

__version__ = "0.1.0"

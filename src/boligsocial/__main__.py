"""Run as `python -m boligsocial`."""

from boligsocial.cli import main

main()

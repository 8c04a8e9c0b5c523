"""The only ways to change what the tables of boards hold.

Each operation is one transaction that also writes to the log of decisions, or refuses and changes
nothing.
"""

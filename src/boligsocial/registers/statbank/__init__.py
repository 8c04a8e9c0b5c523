"""Figures of Statistics Denmark's StatBank: asked for, kept, and joined to our municipalities.

`client.Statbank` asks the open API; `delimited` and `jsonstat` read files that one has already.
"""

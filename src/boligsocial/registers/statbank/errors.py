"""What can go wrong with a question to the StatBank, each told in one line."""

from __future__ import annotations

from boligsocial.messages import UserError


class StatbankError(UserError):
    """A question to Statistics Denmark that has no usable answer."""


class UnreachableError(StatbankError):
    """Statistics Denmark gives no answer now, and nothing is kept from before."""


class RefusedError(StatbankError):
    """Statistics Denmark answers that the question is wrong."""


class UnexpectedReplyError(StatbankError):
    """The reply is not what was asked for."""


class UnknownChoiceError(StatbankError):
    """A variable or a value that the table does not have, or one that must be chosen."""


class TooManyCellsError(StatbankError):
    """A question for more cells than Statistics Denmark gives in one reply."""


class JsonStatError(UserError):
    """Text that is not JSON-stat."""

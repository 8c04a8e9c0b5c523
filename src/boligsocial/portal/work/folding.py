"""One form of a text for searching, whichever way it is written."""

from __future__ import annotations

import unicodedata

_ONE_FORM = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def folded(text: str) -> str:
    """A text in small letters, without accents, and with æ, ø and å as they are written without.

    >>> folded("Åbenrå og Møllevænget") == folded("AABENRAA og Moellevaenget")
    True
    """
    small = unicodedata.normalize("NFC", text.casefold()).translate(_ONE_FORM)
    apart = unicodedata.normalize("NFD", small)
    return "".join(each for each in apart if not unicodedata.combining(each))

"""The file of a form: looked at, kept, and remembered over a mistake elsewhere in the form."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest

from boligsocial.messages import UserError
from boligsocial.portal.cases.documents import FileSent
from boligsocial.portal.cases.files import Kept, keep
from boligsocial.portal.cases.uploads.recognising import clean_name, recognised
from boligsocial.portal.cases.uploads.searching import refuse_cpr
from boligsocial.portal.cases.uploads.stopping import refusal

FILE, KEPT = "file", "kept_file"
_SALT = "boligsocial.cases.kept-file"
_A_DAY = 24 * 60 * 60


def received(request: HttpRequest) -> FileSent | None:
    """The file of a form, kept, or the one kept already before a mistake; none without one.

    Raises:
        CprQuestionError: it looks like it holds a CPR number; it is not kept.
        UserError: too large, empty, of a kind that is not taken, or not what its name says.
    """
    if stopped := refusal(request):
        raise UserError(stopped)
    sent = request.FILES.get(FILE)
    if sent is None:
        return _kept_before(request.POST.get(KEPT, ""))
    name = clean_name(sent.name or "")
    kind = recognised(sent, name)
    if not request.POST.get("not_cpr"):
        refuse_cpr(sent, kind, name)
    sent.seek(0)
    return FileSent(keep(sent.chunks()), name, kind.media)


def as_field(file: FileSent) -> str:
    """A file as a hidden field of the form, signed so that nobody names another's."""
    said = [file.kept.digest, file.kept.size, file.name, file.media]
    return signing.dumps(said, salt=_SALT)


def _kept_before(field: str) -> FileSent | None:
    if not field:
        return None
    try:
        digest, size, name, media = signing.loads(field, salt=_SALT, max_age=_A_DAY)
    except (signing.BadSignature, ValueError):
        raise UserError("choose the file again; what was kept of it is too old") from None
    return FileSent(Kept(digest, size), name, media)

"""What people write in their own words: cleaned, within its length, and asked about before saving
where it looks like it holds a CPR number."""

from __future__ import annotations

from boligsocial.cpr import cpr_numbers_in
from boligsocial.messages import Message, UserError


class CprQuestionError(UserError):
    """A text holds what looks like CPR numbers; `found` are they. A form shows
    `portal/components/cpr_question.html`, and what was written, and sends `not_cpr` if they are
    something else."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(_QUESTION, numbers=", ".join(dict.fromkeys(found)))
        self.found = found


_QUESTION = Message(
    "{numbers} looks like a CPR number, and none may be kept here; remove it, or say that it is "
    "something else"
)


def free_text(
    given: str, longest: int, missing: Message | None = None, *, not_cpr: bool = False
) -> str:
    """A text as it is kept: without its ends' spaces and what no database holds.

    missing: what to say of an empty one, where that is a mistake. not_cpr: the writer says that
    what looks like a CPR number is none.

    Raises:
        UserError: empty, or longer than `longest` characters.
        CprQuestionError: it looks like it holds a CPR number.
    """
    text = given.replace("\x00", "").replace("\r\n", "\n").strip()
    if missing and not text:
        raise UserError(missing)
    if len(text) > longest:
        raise UserError("write at most {longest} characters", longest=longest)
    if not not_cpr and (found := cpr_numbers_in(text)):
        raise CprQuestionError(found)
    return text

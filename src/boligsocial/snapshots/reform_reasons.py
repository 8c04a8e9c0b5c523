"""Why a reform gives an area another status, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from boligsocial.law.rules import Status
from boligsocial.law.verdicts import AreaVerdict, Verdict
from boligsocial.messages import Message
from boligsocial.snapshots.reform_effects import AreaEffect

_UNITS = {
    "percent": Message("{figure}%"),
    "percent_of_region": Message("{figure} per cent of the region"),
    "residents": Message("{figure} residents"),
}
_HIDDEN = Message("hidden")
_NOT_TRIED = Message(
    "{criterion}: the figure is hidden, so it is not tested against another limit."
)
_SIDES = {
    ">": Message("above {limit}"),
    ">=": Message("from {limit} and up"),
    "<": Message("below {limit}"),
}


def reasons(effect: AreaEffect) -> tuple[Message, ...]:
    """What made the difference for the outermost status that changed; none if nothing did."""
    if not effect.changed:
        return ()
    status = effect.before.rules.status(effect.changed[0])
    gained = effect.after.statuses[status.id] is True
    sentences = [
        sentence
        for criterion in effect.because
        if (sentence := _criterion_sentence(effect, criterion, gained)) is not None
    ]
    sentences += _count_sentences(effect, status)
    sentences += _residents_sentences(effect, status)
    return tuple(sentences)


def limit_in_words(verdict: Verdict) -> Message:
    """`above 40 per cent`; the limit may be one that is not known."""
    if verdict.threshold is None:
        return Message("a limit that is not known for this date")
    unit = verdict.criterion.measure.unit
    return _SIDES[verdict.criterion.operator].filled(limit=in_unit(verdict.threshold, unit))


def in_unit(value: float, unit: str) -> Message:
    """A figure with its unit."""
    return _UNITS[unit].filled(figure=value)


def _criterion_sentence(effect: AreaEffect, criterion: str, gained: bool) -> Message | None:
    old = effect.before.verdict(criterion)
    name = Message(old.criterion.measure.name)
    new = _verdict(effect.after, criterion)
    if old.hidden and new is not None:
        return _NOT_TRIED.filled(criterion=name)
    if old.value is None and not old.hidden:
        return None
    unit = old.criterion.measure.unit
    value = _HIDDEN if old.value is None else in_unit(old.value, unit)
    if new is None:
        # A criterion that pulled the other way is no reason, though it fell away too.
        if old.met is gained:
            return None
        return Message(
            "{criterion}: {value}. The criterion was met {limit} and no longer counts.",
            {"criterion": name, "value": value, "limit": limit_in_words(old)},
        )
    return Message(
        "{criterion}: {value}. The criterion is met {limit} instead of {before}.",
        {
            "criterion": name,
            "value": value,
            "limit": limit_in_words(new),
            "before": limit_in_words(old),
        },
    )


_MET = Message(
    "It meets {met} of {of} criteria instead of {met_before} of {of_before}; {asked} are asked for."
)
_ASKED = Message(
    "It meets {met} of {of} criteria; {asked} are asked for instead of {asked_before}."
)
_MET_AND_ASKED = Message(
    "It meets {met} of {of} criteria instead of {met_before} of {of_before}; "
    "{asked} are asked for instead of {asked_before}."
)


def _count_sentences(effect: AreaEffect, law: Status) -> Iterator[Message]:
    reform = effect.after.rules.status(law.id)
    counted = {
        "met_before": _met(effect.before, law),
        "of_before": len(law.of),
        "asked_before": law.required,
        "met": _met(effect.after, reform),
        "of": len(reform.of),
        "asked": reform.required,
    }
    is_met_otherwise = counted["met"] != counted["met_before"] or law.of != reform.of
    if law.required == reform.required:
        if is_met_otherwise:
            yield _MET.filled(**counted)
    else:
        yield (_MET_AND_ASKED if is_met_otherwise else _ASKED).filled(**counted)
    unknown = sum(effect.after.verdict(each).met is None for each in reform.of)
    if unknown:
        yield Message(
            "For {unknown} of the criteria the figure or the limit is not known.",
            {"unknown": unknown},
        )


def _residents_sentences(effect: AreaEffect, status: Status) -> Iterator[Message]:
    new = effect.after.rules.status(status.id)
    residents = effect.before.area["residents"]
    old_least, least = status.minimum_residents, new.minimum_residents
    if residents is None or old_least is None or least is None:
        return
    if (residents >= old_least) is not (residents >= least):
        yield Message(
            "It has {residents} residents. At least {least} are asked for instead of {before}.",
            {"residents": int(residents), "least": least, "before": old_least},
        )


def _met(verdict: AreaVerdict, status: Status) -> int:
    return sum(verdict.verdict(each).met is True for each in status.of)


def _verdict(verdict: AreaVerdict, criterion: str) -> Verdict | None:
    return next((each for each in verdict.verdicts if each.criterion.id == criterion), None)

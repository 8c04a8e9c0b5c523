"""What the reader has chosen, read from the address: list, law, need, frame and principles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from boligsocial.allocation.principles import Principles, built_in_principles
from boligsocial.index.specification import Specification, built_in_specifications
from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.messages import Message
from boligsocial.money import øre_from_mio
from boligsocial.portal import components
from boligsocial.portal.components import choices
from boligsocial.portal.distribution import law, need
from boligsocial.portal.distribution.fields import (
    FRAME,
    NUMBERS,
    OPTIONS,
    Entry,
    OptionEntry,
    option_of,
    with_fields,
)
from boligsocial.portal.distribution.law import REFORM
from boligsocial.portal.distribution.need import NEED
from boligsocial.snapshots.area_lists import AreaList, AreaLists
from boligsocial.snapshots.candidates import last_list_with_figures

LIST, PRINCIPLES, FILLED_FROM = "liste", "principper", "ud_fra"
SHARED = (LIST, REFORM, NEED)
"""What the two sides of a comparison have in common."""


@dataclass(frozen=True)
class Choice:
    """A list, the law, a frame and principles; what could not be read is in `mistakes` by field.

    reform: laid over the law of the list's date; none where it stands as it is. index: what the
    need is; none where it is the criteria. preset: the built-in principles that `principles` began
    as. is_new_preset: the reader has chosen others than the fields were filled from, so the fields
    are to be filled anew.
    """

    list: AreaList
    reform: Reform | None
    index: Specification | None
    frame_mio: Decimal
    preset: Principles
    principles: Principles
    entries: Mapping[str, Entry]
    mistakes: Mapping[str, Message]
    is_new_preset: bool
    prefix: str

    @property
    def frame_øre(self) -> int:
        return øre_from_mio(self.frame_mio)

    @property
    def is_edited(self) -> bool:
        return self.principles != self.preset

    @property
    def numbers(self) -> Sequence[Entry]:
        """The fields of the levels and amounts, as the page shows them."""
        return [self.entries[field.name] for field in NUMBERS]

    @property
    def options(self) -> Sequence[OptionEntry]:
        """The fields with few choices, as the page shows them."""
        return [
            OptionEntry(
                self.prefix + each.name,
                each.label,
                choices(each.choices.items(), each.read(self.principles)),
                self.mistakes.get(self.prefix + each.name),
            )
            for each in OPTIONS
        ]  # fmt: skip

    @property
    def law_name(self) -> Message:
        return law.law_name(self.reform)

    @property
    def laws(self) -> tuple[components.Choice, ...]:
        """The laws to choose from."""
        offered = [(each.id, law.law_name(each)) for each in built_in_reforms()]
        return _offered(
            [("", law.AS_IT_STANDS), *offered], law.in_address(self.reform), self.law_name
        )

    @property
    def need_name(self) -> Message:
        return need.need_name(self.index)

    @property
    def needs(self) -> tuple[components.Choice, ...]:
        """What may be the need, to choose from."""
        offered = [(each.id, need.need_name(each)) for each in built_in_specifications().values()]
        return _offered(
            [("", need.THE_CRITERIA), *offered], need.in_address(self.index), self.need_name
        )

    @property
    def presets(self) -> tuple[components.Choice, ...]:
        """The principles to choose from."""
        named = ((each.id, Message(each.name)) for each in built_in_principles().values())
        return choices(named, self.preset.id)

    @property
    def preset_name(self) -> str:
        return self.prefix + PRINCIPLES

    @property
    def preset_mistake(self) -> Message | None:
        return self.mistakes.get(self.preset_name)

    @property
    def frame_entry(self) -> Entry:
        return self.entries[FRAME.name]

    def parameters(self, frame_mio: Decimal | None = None) -> dict[str, str]:
        """The choice as short parameters, without its list; another frame where one is given."""
        frame = self.frame_mio if frame_mio is None else frame_mio
        own = {FRAME.name: f"{frame.normalize():f}", PRINCIPLES: self.preset.id}
        for field in NUMBERS:
            value = field.read(self.principles)
            if value != field.read(self.preset):
                own[field.name] = f"{value.normalize():f}"
        for option in OPTIONS:
            if option.read(self.principles) != option.read(self.preset):
                own[option.name] = option.read(self.principles)
        return {self.prefix + name: value for name, value in own.items()}


def _offered(
    offered: Sequence[tuple[str, Message]], chosen: str, name: Message
) -> tuple[components.Choice, ...]:
    """The choices, with one of the reader's own at the end."""
    own = [] if chosen in dict(offered) else [(chosen, name)]
    return choices([*offered, *own], chosen)


def query_of(published: AreaList, *choices: Choice, frame_mio: Decimal | None = None) -> str:
    """The address's query for a list and choices on it."""
    found = {LIST: published.list_id}
    for choice in choices:
        shared = {REFORM: law.in_address(choice.reform), NEED: need.in_address(choice.index)}
        found |= {name: value for name, value in shared.items() if value}
        found |= choice.parameters(frame_mio)
    return urlencode(found)


def offered_lists(snapshot: AreaLists) -> list[AreaList]:
    """The lists of which somebody is named, the newest first."""
    return [each for each in reversed(snapshot.lists) if snapshot.names_areas(each.list_id)]


def read_choice(
    query: Mapping[str, Any],
    snapshot: AreaLists,
    *,
    frame_mio: Decimal,
    principles: str,
    prefix: str = "",
) -> Choice:
    """The choice in a query. What is wrong is told in `mistakes`, and the default stands instead.

    frame_mio, principles: what is chosen where the query is silent. prefix: of the names.
    """
    mistakes: dict[str, Message] = {}
    own = _without_prefix(query, prefix)
    published = _list(str(query.get(LIST, "")), snapshot, mistakes)
    reform = _reform(str(query.get(REFORM, "")), mistakes)
    index = _index(str(query.get(NEED, "")), snapshot, mistakes)
    preset = _preset(own.get(PRINCIPLES, ""), principles, mistakes)
    is_new_preset = own.get(FILLED_FROM, preset.id) != preset.id
    given = {FRAME.name: own[FRAME.name]} if FRAME.name in own else {}
    if not is_new_preset:
        given = own
    values = _numbers(given, preset, frame_mio, mistakes)
    options = _options(given, preset, mistakes)
    return Choice(
        list=published,
        reform=reform,
        index=index,
        frame_mio=values[FRAME.name],
        preset=preset,
        principles=with_fields(preset, values, options),
        entries=_entries(values, given, mistakes, prefix),
        mistakes={
            (name if name in SHARED else prefix + name): each for name, each in mistakes.items()
        },
        is_new_preset=is_new_preset,
        prefix=prefix,
    )


def _without_prefix(query: Mapping[str, Any], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): str(value).strip()
        for name, value in query.items()
        if name.startswith(prefix)
    }


def _entries(
    values: Mapping[str, Decimal],
    given: Mapping[str, str],
    mistakes: Mapping[str, Message],
    prefix: str,
) -> dict[str, Entry]:
    return {
        field.name: Entry(field, prefix, values[field.name], given.get(field.name, ""),
                          mistakes.get(field.name))
        for field in (FRAME, *NUMBERS)
    }  # fmt: skip


def _list(list_id: str, snapshot: AreaLists, mistakes: dict[str, Message]) -> AreaList:
    offered = {each.list_id: each for each in offered_lists(snapshot)}
    if list_id and list_id not in offered:
        mistakes[LIST] = Message("There is no such list; choose one of those shown.")
    return offered.get(list_id) or last_list_with_figures(snapshot)


def _reform(text: str, mistakes: dict[str, Message]) -> Reform | None:
    try:
        return law.reform_in(text)
    except ValueError:
        mistakes[REFORM] = law.NO_SUCH_RULE
        return None


def _index(text: str, lists: AreaLists, mistakes: dict[str, Message]) -> Specification | None:
    try:
        found = need.specification_in(text)
    except ValueError:
        mistakes[NEED] = need.NO_SUCH_INDEX
        return None
    if found is not None and not need.has_index(lists):
        mistakes[NEED] = need.NO_INDEX_HERE
        return None
    return found


def _preset(name: str, default: str, mistakes: dict[str, Message]) -> Principles:
    known = built_in_principles()
    if name and name not in known:
        mistakes[PRINCIPLES] = Message("There are no such principles; choose some of those shown.")
    return known.get(name) or known[default]


def _numbers(
    given: Mapping[str, str],
    preset: Principles,
    frame_mio: Decimal,
    mistakes: dict[str, Message],
) -> dict[str, Decimal]:
    values = {FRAME.name: frame_mio} | {field.name: field.read(preset) for field in NUMBERS}
    for field in (FRAME, *NUMBERS):
        if field.name not in given:
            continue
        value = field.number_in(given[field.name])
        if value is None:
            mistakes[field.name] = field.correction
        else:
            values[field.name] = value
    return values


def _options(
    given: Mapping[str, str], preset: Principles, mistakes: dict[str, Message]
) -> dict[str, str]:
    chosen = {option.name: option.read(preset) for option in OPTIONS}
    for name in chosen.keys() & given.keys():
        if given[name] in option_of(name).choices:
            chosen[name] = given[name]
        else:
            mistakes[name] = Message("Choose one of the two.")
    return chosen

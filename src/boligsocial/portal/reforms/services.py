"""What the page on another rule shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.law.rules import RuleVersion
from boligsocial.messages import Message, UserError
from boligsocial.portal import words
from boligsocial.portal.atlas.lists import area_address, area_point
from boligsocial.portal.components import AreaPoint, Choice, choices
from boligsocial.portal.danish import danish_order
from boligsocial.portal.distribution.law import REFORM, in_address
from boligsocial.portal.reforms.rule_fields import RuleFields, rule_fields
from boligsocial.portal.statuses import NAMES, status_held
from boligsocial.snapshots.area_lists import AreaList, AreaLists
from boligsocial.snapshots.candidates import last_list_with_figures
from boligsocial.snapshots.reform_effects import AreaEffect, ReformEffect, reform_effect
from boligsocial.snapshots.reform_reasons import reasons

OWN = "egen"
# In a row of a table, below one that says whose word it is.
_SHORT = {"ghetto": Message("Ghetto area"), "haard": Message("Hard ghetto area")}


@dataclass(frozen=True)
class ReformChoice:
    """A reform to start from; it `touches` the rules of the list, or they know nothing of it."""

    reform: Reform
    touches: bool
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class AreaRow:
    """One area tested: its status under the law and under the reform, and the sentences why."""

    effect: AreaEffect
    before: str
    after: str
    before_words: Message
    after_words: Message
    why: tuple[Message, ...]
    unknown: tuple[Message, ...]
    url: str

    @property
    def is_changed(self) -> bool:
        return bool(self.effect.changed)

    @property
    def doubts(self) -> list[tuple[str, str, str]]:
        """Status, answer before and after, where the shown status does not tell the change."""
        if self.before != self.after:
            return []
        old, new = self.effect.before.statuses, self.effect.after.statuses
        return [(each, _answer(old[each]), _answer(new[each])) for each in self.effect.changed]


@dataclass(frozen=True)
class ReformPage:
    """The choices, the rules as fields and, where nothing is wrong with them, the result."""

    lists: Sequence[Choice]
    on: AreaList
    law: RuleVersion
    choices: Sequence[ReformChoice]
    fields: RuleFields
    reform: Reform | None
    effect: ReformEffect | None
    rows: Sequence[AreaRow]
    query: str
    is_published: bool

    @property
    def changes_nothing(self) -> bool:
        """Whether the rules stand as the law has them."""
        return not self.query_without_list

    @property
    def query_without_list(self) -> str:
        return self.query.partition("&")[2]

    @property
    def kept_choices(self) -> Sequence[tuple[str, str]]:
        """The rule as the parts of an address, to be carried to another list."""
        return parse_qsl(self.query_without_list)

    @property
    def distribution_query(self) -> str:
        """The query of Fordeling that shares a frame out under the rule; empty without one."""
        if self.reform is None or self.changes_nothing:
            return ""
        return urlencode({"liste": self.on.list_id, REFORM: in_address(self.reform)})

    @property
    def listed(self) -> int:
        """How many areas were on the list, with figures or without."""
        return self.on.counts[self.law.statuses[0].id] or 0

    @property
    def unchanged(self) -> int:
        return sum(not row.is_changed for row in self.rows)

    @property
    def points(self) -> list[AreaPoint]:
        """The areas for the map, with the status that the reform gives."""
        return [area_point(row.effect.area, row.after) for row in self.rows]


def reform_page(snapshot: AreaLists, query: QueryDict, language: str) -> ReformPage:
    """The page for an address.

    Raises:
        UserError: a list without published figures, or a reform that there is not.
    """
    lists = [each for each in snapshot.lists if each.has_figures]
    chosen = _chosen_list(lists, query.get("liste") or _first_shown(snapshot))
    law = chosen.rules
    start = _built_in(query.get("reform", ""))
    ground = law if start is None else _over(start, law)
    fields = rule_fields(law, ground, query, language)
    reform = None if fields.is_wrong else _named(fields, law)
    effect = None if reform is None else reform_effect(snapshot, reform, chosen.list_id)
    address = "liste=" + chosen.list_id
    own = _own_address(fields, reform)
    return ReformPage(
        lists=choices(
            ((each.list_id, words.list_name(each)) for each in lists[::-1]), chosen.list_id
        ),
        on=chosen,
        law=law,
        choices=[_choice(each, law, reform, address) for each in built_in_reforms()][::-1],
        fields=fields,
        reform=reform,
        effect=effect,
        rows=_rows(effect) if effect else (),
        query=f"{address}&{own}" if own else address,
        is_published=snapshot.kind == "published",
    )


def _first_shown(snapshot: AreaLists) -> str:
    return last_list_with_figures(snapshot).list_id


def _chosen_list(lists: Sequence[AreaList], list_id: str) -> AreaList:
    for each in lists:
        if each.list_id == list_id:
            return each
    raise UserError(
        "there is no list called {list} with published figures; choose one of {known}",
        list=list_id[:40],
        known=", ".join(each.list_id for each in lists),
    )


def _built_in(reform_id: str) -> Reform | None:
    if not reform_id:
        return None
    for reform in built_in_reforms():
        if reform.id == reform_id:
            return reform
    raise UserError(
        "there is no reform called {reform}; choose one of {known}",
        reform=reform_id[:40],
        known=", ".join(each.id for each in built_in_reforms()),
    )


def _over(reform: Reform, law: RuleVersion) -> RuleVersion:
    return reform.laid_over({law.id: law})[law.id]


def _named(fields: RuleFields, law: RuleVersion) -> Reform:
    """The reform of the fields; one that comes with the product where it does the same."""
    own = fields.reform(id=OWN, name=gettext("A rule of one's own"))
    if _over(own, law) == law:
        return own
    same = (each for each in built_in_reforms() if _over(each, law) == _over(own, law))
    return next(same, own)


def _own_address(fields: RuleFields, reform: Reform | None) -> str:
    return fields.address if reform is None or reform.id == OWN else "reform=" + reform.id


def _choice(reform: Reform, law: RuleVersion, chosen: Reform | None, address: str) -> ReformChoice:
    return ReformChoice(
        reform,
        touches=_over(reform, law) != law,
        is_chosen=chosen is not None and chosen.id == reform.id,
        address=f"?{address}&reform={reform.id}",
    )


def _rows(effect: ReformEffect) -> list[AreaRow]:
    """Changed areas first, then those that cannot be told, each in Danish order."""
    rows = [_row(each) for each in effect.areas]
    return sorted(
        rows,
        key=lambda row: (
            not row.effect.is_certain,
            not row.is_changed,
            not row.effect.is_undetermined,
            danish_order(row.effect.area.name),
        ),
    )


def _row(effect: AreaEffect) -> AreaRow:
    before, after = status_held(effect.before), status_held(effect.after)
    return AreaRow(
        effect,
        before,
        after,
        _SHORT.get(before, NAMES[before]),
        _SHORT.get(after, NAMES[after]),
        reasons(effect),
        tuple(
            words.MEASURES[each.criterion.measure.id]
            for each in effect.after.verdicts
            if each.met is None and each.criterion.id == each.criterion.measure.id
        )
        if effect.is_undetermined
        else (),
        area_address(effect.area),
    )


def _answer(holds: bool | None) -> str:
    if holds is None:
        return gettext("cannot be determined")
    return gettext("yes") if holds else gettext("no")

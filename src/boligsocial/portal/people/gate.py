"""The one gate that every page and every call of the API passes: may this person do this?

It answers with its reason, so that a page can tell why access was given or refused. Whatever lies
outside a person's reach does not exist for that person: `within_reach` leaves it out, and its
address answers as one that was never there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from allauth.account.internal.flows.login import get_authentication_records
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from boligsocial.messages import Message
from boligsocial.portal.people.models import Membership, Organisation, User, today
from boligsocial.portal.people.rights import Action, Scope, rights_on
from boligsocial.portal.people.words import OR, listed, role_name

View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)
AnyModel = TypeVar("AnyModel", bound=Model)

# The rooms that show or change what people decide; the others show facts to everyone.
GATED = frozenset(
    {
        "people", "ledger", "scenarios", "cases", "financing", "boards", "development", "decisions",
        "decision_log", "work", "imports",
    }
)  # fmt: skip
_STRONG = {"mfa", "socialaccount"}


@dataclass(frozen=True)
class Who:
    """A person, all their roles past and present, and whether the log-in had two factors."""

    user: User | None
    memberships: tuple[Membership, ...] = ()
    is_strong: bool = False


@dataclass(frozen=True)
class Answer:
    """Whether something may be done, why, and the role that it rests on."""

    allowed: bool
    reason: Message
    through: Membership | None = None


class NoRightError(Exception):
    """Something that the person may not do; `action` is its id. No mistake that a form tells of."""

    def __init__(self, action: str, answer: Answer) -> None:
        super().__init__(str(answer.reason))
        self.action, self.message = action, answer.reason


def who_asks(request: HttpRequest) -> Who:
    """The person of a request; a demonstration's made-up people count as logged in with two."""
    user = request.user
    if not isinstance(user, User):
        return Who(None)
    memberships = tuple(user.memberships.select_related("organisation"))
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    return Who(user, memberships, user.is_demo or bool(methods & _STRONG))


def who_of(request: HttpRequest) -> Who:
    """The person of a request that has come to the gate."""
    who: Who = request.who  # type: ignore[attr-defined]
    return who


def person_of(who: Who) -> User:
    """Who has come through the gate.

    Raises:
        Http404: nobody has.
    """
    if who.user is None:
        raise Http404
    return who.user


def ask(
    who: Who, action: str, organisation: Organisation | None = None, on: date | None = None
) -> Answer:
    """May this person do this, for this organisation or, without one, for any at all?"""
    day = on or today()
    asked = rights_on(day).of(action)
    if who.user is None:
        return Answer(False, _LOG_IN.filled(action=Message(asked.name)))
    if asked.everyone:
        return Answer(True, _EVERYONE.filled(action=Message(asked.name)))
    current = [each for each in who.memberships if each.counts_on(day)]
    through = next((each for each in current if _reaches(asked, each, organisation)), None)
    if through is None:
        return Answer(False, _why_not(who, asked, current, organisation))
    if asked.second_factor and not who.is_strong:
        return Answer(False, _SECOND_FACTOR.filled(action=Message(asked.name)), through)
    return Answer(
        True,
        _ALLOWED[_scope(asked, through) or "own"].filled(
            role=role_name(through.role),
            organisation=through.organisation.name,
            since=through.starts_on,
            action=Message(asked.name),
        ),
        through,
    )


def may_for(who: Who, action: str, organisations: Iterable[Organisation]) -> Answer:
    """May this person do this for any of these organisations? The first answer that lets, if any
    does."""
    answers = [ask(who, action, each) for each in organisations]
    return next((each for each in answers if each.allowed), answers[0])


def require(who: Who, action: str, organisation: Organisation | None = None) -> None:
    """Go on only if the person may.

    Raises:
        NoRightError: the person may not.
    """
    answer = ask(who, action, organisation)
    if not answer.allowed:
        raise NoRightError(action, answer)


def within_reach(
    who: Who, action: str, rows: QuerySet[AnyModel], organisation: str = "organisation"
) -> QuerySet[AnyModel]:
    """The rows that a person may do something with; `organisation` is the way from a row to it."""
    if not ask(who, action).allowed:
        return rows.none()
    asked = rights_on(today()).of(action)
    current = [each for each in who.memberships if each.counts_on(today())]
    reach = [(each, _scope(asked, each)) for each in current]
    if any(scope == "all" for _, scope in reach):
        return rows
    own = {each.organisation_id for each, scope in reach if scope == "own"}
    return rows.filter(**{f"{organisation}__in": own})


def needs(action: str) -> Callable[[AnyView], AnyView]:
    """Mark a view with what one must be allowed to do to see it; `Gate` in the middleware asks."""

    def marked(view: AnyView) -> AnyView:
        view.action = action  # type: ignore[attr-defined]
        return view

    return marked


def open_to_all(view: AnyView) -> AnyView:
    """Mark a view of a gated room that needs no log-in, such as the acceptance of an invitation."""
    view.action = None  # type: ignore[attr-defined]
    return view


def action_of(view: Any) -> str | None:  # noqa: ANN401 - whatever Django resolves to
    """What a view of a gated room needs, nothing if it is open to all.

    Raises:
        LookupError: the view does not say, so nobody may see it.
    """
    if not hasattr(view, "action"):
        raise LookupError(f"{view.__module__}.{view.__name__} says not what it needs")
    action: str | None = view.action
    return action


_LOG_IN = Message("log in to {action}")
_EVERYONE = Message("everyone who is logged in may {action}")
_ALLOWED: dict[Scope, Message] = {
    "all": Message(
        "as {role} for {organisation} since {since} you may {action}, for every organisation"
    ),
    "own": Message(
        "as {role} for {organisation} since {since} you may {action}, for that organisation"
    ),
}
_SECOND_FACTOR = Message(
    "your role lets you {action}, but only after a log-in with two factors; set up a second factor "
    "under Two factors and log in again"
)
_NO_ROLE = Message(
    "you have no role in any organisation; ask a local administrator of yours for an invitation"
)
_ENDED = Message(
    "your role as {role} for {organisation} ended on {date}; ask a local administrator there"
)
_OTHER_ROLE = Message(
    "it takes a role as {roles} to {action}. You are {yours}; a local administrator can give you "
    "another role"
)
_OTHER_ORGANISATION = Message(
    "you may {action} for your own organisation alone; this belongs to another"
)


def _scope(action: Action, membership: Membership) -> Scope | None:
    return action.scope(membership.organisation.kind, membership.role)


def _reaches(action: Action, membership: Membership, organisation: Organisation | None) -> bool:
    scope = _scope(action, membership)
    if scope is None:
        return False
    return scope == "all" or organisation is None or membership.organisation_id == organisation.pk


def _why_not(
    who: Who, action: Action, current: list[Membership], organisation: Organisation | None
) -> Message:
    name = Message(action.name)
    if organisation is not None and any(_reaches(action, each, None) for each in current):
        return _OTHER_ORGANISATION.filled(action=name)
    ended = [each for each in who.memberships if each.ends_on and _reaches(action, each, None)]
    if ended:
        last = max(ended, key=lambda each: each.ends_on or date.min)
        return _ENDED.filled(
            role=role_name(last.role),
            organisation=last.organisation.name,
            date=last.ends_on or date.min,
        )
    if not current:
        return _NO_ROLE
    yours = listed(role_name(role) for role in dict.fromkeys(each.role for each in current))
    return _OTHER_ROLE.filled(action=name, roles=_roles(action), yours=yours)


def _roles(action: Action) -> Message:
    """Who may: the roles for the Fund, and those for the other organisations."""
    groups = ((_FOR_THE_FUND, action.fund), (_FOR_OTHERS, action.parties))
    return listed(
        (
            words.filled(roles=listed((role_name(role) for role in roles), OR))
            for words, roles in groups
            if roles
        ),
        OR,
    )


_FOR_THE_FUND = Message("{roles} for the Fund")
_FOR_OTHERS = Message("{roles} for a party")

"""The pages on access: what one may and why, who works for an organisation, joining and leaving."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.utils import get_login_redirect_url
from django.contrib.auth import login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from boligsocial.messages import Message, UserError
from boligsocial.portal.people import services
from boligsocial.portal.people.demo import demo_people
from boligsocial.portal.people.gate import (
    Answer,
    Who,
    ask,
    needs,
    open_to_all,
    person_of,
    require,
    who_of,
    within_reach,
)
from boligsocial.portal.people.models import Membership, Organisation, User, today
from boligsocial.portal.people.rights import Action, rights_on
from boligsocial.portal.people.words import ROLES

PASSWORDS = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Explained:
    """An action and whether a person may, with the reason."""

    action: Action
    name: Message
    answer: Answer


@needs("access.read")
def access(request: HttpRequest) -> HttpResponse:
    """What a person may do, and why or why not; of others for those who may see who works where."""
    who = who_of(request)
    subject, organisation = _subject(request, who)
    rights = rights_on(today())
    return render(
        request,
        "people/access.html",
        {
            "subject": subject,
            "is_oneself": subject.user == who.user,
            "organisation": organisation,
            "organisations": _known(who),
            "explained": [
                Explained(each, Message(each.name), ask(subject, each.id, organisation))
                for each in rights.action
            ],
            "rights": rights,
            "others": _others(who),
        },
    )


def _subject(request: HttpRequest, who: Who) -> tuple[Who, Organisation | None]:
    """Whose access is explained, and towards which organisation."""
    chosen = request.GET.get("organisation", "")
    organisation = _known(who).filter(pk=chosen).first() if chosen.isdecimal() else None
    person = request.GET.get("person", "")
    if not person.isdecimal() or (who.user and int(person) == who.user.pk):
        return who, organisation
    user = get_object_or_404(_others(who), pk=person)
    memberships = tuple(user.memberships.select_related("organisation"))
    return Who(user, memberships, is_strong=True), organisation


def _known(who: Who) -> QuerySet[Organisation]:
    """The organisations that one works or has worked for, and those whose people one may see."""
    seen = within_reach(who, "people.read", Organisation.objects.all(), "pk")
    own = [each.organisation_id for each in who.memberships]
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=seen))


def _others(who: Who) -> QuerySet[User]:
    """The people in the organisations whose people one may see."""
    seen = within_reach(who, "people.read", Membership.objects.all())
    return User.objects.filter(memberships__in=seen).distinct()


@needs("people.read")
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations whose people one may see."""
    who = who_of(request)
    seen = within_reach(who, "people.read", Organisation.objects.all(), "pk")
    return render(request, "people/organisations.html", {"organisations": seen})


@needs("people.read")
def organisation(
    request: HttpRequest,
    pk: int,
    mistake: Message | None = None,
    sent: services.Sent | None = None,
    link: str = "",
) -> HttpResponse:
    """Who works for an organisation, who has left, and who is invited."""
    who = who_of(request)
    shown = _seen(who, pk)
    memberships = shown.memberships.select_related("user", "given_by", "ended_by")
    return render(
        request,
        "people/organisation.html",
        {
            "organisation": shown,
            "current": [each for each in memberships if each.counts_on(today())],
            "ended": [each for each in memberships if not each.counts_on(today())],
            "invitations": [
                each
                for each in shown.invitations.select_related("invited_by")
                if each.is_open_on(today())
            ],
            "manage": ask(who, "people.manage", shown),
            "roles": ROLES.items(),
            "mistake": mistake,
            "given": request.POST,
            "sent": sent,
            "link": link,
        },
        status=422 if mistake else 200,
    )


@needs("people.manage")
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a person to a role."""
    inviter, shown = _managed(request, pk)
    role = request.POST.get("role", "")
    try:
        sent = services.invite(request.POST.get("email", ""), shown, role, inviter)
    except UserError as error:
        return organisation(request, pk, mistake=error.message)
    link = request.build_absolute_uri(reverse("people:invitation", args=[sent.secret]))
    services.send_invitation(sent, link)
    return organisation(request, pk, sent=sent, link=link)


@needs("people.manage")
@require_POST
def withdraw(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Close an invitation."""
    _, shown = _managed(request, pk)
    services.withdraw(get_object_or_404(shown.invitations, pk=invitation))
    return redirect("people:organisation", pk=pk)


@needs("people.manage")
@require_POST
def end(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """End a role from today."""
    ender, shown = _managed(request, pk)
    try:
        services.end_membership(get_object_or_404(shown.memberships, pk=membership), ender)
    except UserError as error:
        return organisation(request, pk, mistake=error.message)
    return redirect("people:organisation", pk=pk)


@open_to_all
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: with the account one has, or with a new one."""
    invited = services.open_invitation(secret)
    user = request.user if isinstance(request.user, User) else None
    has_account = User.objects.filter(email=invited.email).exists()
    mistake = None
    if request.method == "POST":
        try:
            accepted_by = user or services.new_account(
                invited, request.POST.get("name", ""), request.POST.get("password", "")
            )
            services.accept(invited, accepted_by)
        except UserError as error:
            mistake = error.message
        else:
            return redirect("people:access" if user else "account_login")
    context = {
        "invited": invited,
        "has_account": has_account,
        "is_theirs": user is not None and user.email == invited.email,
        "mistake": mistake,
        "name": request.POST.get("name", ""),
    }
    return render(request, "people/invitation.html", context, status=422 if mistake else 200)


@open_to_all
@require_POST
def be_demo_user(request: HttpRequest) -> HttpResponse:
    """Log in as one of the made-up people of a demonstration."""
    people = {str(each.pk): each for each in demo_people()}
    chosen = people.get(request.POST.get("person", ""))
    if chosen is None:
        raise Http404("nobody may log in without a password here")
    login(request, chosen, backend=PASSWORDS)
    return redirect(get_login_redirect_url(request))


def _seen(who: Who, pk: int) -> Organisation:
    return get_object_or_404(
        within_reach(who, "people.read", Organisation.objects.all(), "pk"), pk=pk
    )


def _managed(request: HttpRequest, pk: int) -> tuple[User, Organisation]:
    """Who manages what, once the gate has let them on to this organisation."""
    who = who_of(request)
    shown = _seen(who, pk)
    require(who, "people.manage", shown)
    return person_of(who), shown

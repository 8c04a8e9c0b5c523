"""The pages of a case's financing plan: what it is, changing it, and reading it from Excel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from boligsocial.messages import UserError
from boligsocial.portal.cases.access import WRITE, case_within_reach, may, require_for
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import phase_of
from boligsocial.portal.cases.uploads.stopping import refusal
from boligsocial.portal.downloads import MEDIA
from boligsocial.portal.financing import services
from boligsocial.portal.financing.compared import compared
from boligsocial.portal.financing.definitions import period_of, rules
from boligsocial.portal.financing.excel.read import read_budget
from boligsocial.portal.financing.excel.upload import content_of
from boligsocial.portal.financing.excel.write import as_workbook
from boligsocial.portal.financing.form import (
    Written,
    blank_form,
    changed,
    first_years,
    form_of,
    read_form,
)
from boligsocial.portal.financing.models import PlanVersion
from boligsocial.portal.financing.shown import Checked
from boligsocial.portal.financing.stored import from_stored
from boligsocial.portal.financing.sums import Plan
from boligsocial.portal.free_text import CprQuestionError
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.gate import needs, person_of, who_of
from boligsocial.portal.people.models import today
from boligsocial.portal.writing import language

Context = dict[str, Any]


@needs("case.read")
def plan(request: HttpRequest, case: int) -> HttpResponse:
    """The plan of a case in the version asked for, else the latest."""
    shown = case_within_reach(who_of(request), case)
    versions = list(shown.plans.select_related("by", "organisation").order_by("-number"))
    context: Context = {
        "case": shown,
        "versions": versions,
        "may_change": may(who_of(request), WRITE, shown).allowed and not phase_of(shown).is_end,
        "rules": rules(),
    }
    if versions:
        version = _asked_for(request, versions)
        found = from_stored(version.content)
        context |= {"version": version, "checked": _checked(found, shown), "plan": found}
        earlier = next((each for each in versions if each.number == version.number - 1), None)
        if earlier:
            context["compared"] = compared(from_stored(earlier.content), found)
    return render(request, "financing/plan.html", context)


@needs("case.write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, case: int) -> HttpResponse:
    """The form of a plan: adding and removing rows, and saving."""
    shown = case_within_reach(who_of(request), case, WRITE)
    if request.method != "POST":
        return _form(request, shown, _form_to_begin_with(shown))
    written = _written(request)
    if "save" not in request.POST:
        written = changed(written, request.POST)
        return _form(request, shown, written, {"mistakes": written.mistakes})
    return _save(request, shown, written)


@needs("case.write")
@require_POST
def check(request: HttpRequest, case: int) -> HttpResponse:
    """What there is to say of the plan as it stands in the form, while it is written."""
    shown = case_within_reach(who_of(request), case, WRITE)
    written = _written(request)
    context = {"written": written, "checked": _checked(written.plan, shown), "rules": rules()}
    return render(request, "financing/_checked.html", context)


@needs("case.write")
@require_POST
def upload(request: HttpRequest, case: int) -> HttpResponse:
    """A budget from Excel: what was read beside the file, to be looked at before it is saved."""
    shown = case_within_reach(who_of(request), case, WRITE)
    try:
        file = request.FILES.get("file")
        if stopped := refusal(request):
            raise UserError(stopped)
        name, content = content_of(file)
        read = read_budget(content, name, today().year)
    except UserError as error:
        return _form(
            request, shown, _form_to_begin_with(shown), {"mistakes": (error.message,)}, 422
        )
    if read.plan is None:
        return render(
            request,
            "financing/unread.html",
            {"case": shown, "read": read, "rules": rules()},
            status=422,
        )
    latest = services.latest_version(shown)
    written = form_of(read.plan, latest.number if latest else 0, language(), "", name)
    return _form(request, shown, written, {"read": read})


@needs("case.read")
def download(request: HttpRequest, case: int) -> HttpResponse:
    """The latest plan as a workbook that can be changed in Excel and read again."""
    shown = case_within_reach(who_of(request), case)
    found = services.plan_of(shown)
    if found is None:
        raise Http404
    response = HttpResponse(as_workbook(found, str(shown)), content_type=MEDIA["xlsx"])
    name = f"{gettext('financing')}-{shown.reference}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _written(request: HttpRequest) -> Written:
    """The form as it was sent, of lines and sources that there are."""
    written = read_form(request.POST)
    services.refuse_unknown(written.plan)
    return written


def _save(request: HttpRequest, case: Case, written: Written) -> HttpResponse:
    if written.mistakes or written.unread:
        return _form(request, case, written, {"mistakes": written.mistakes}, 422)
    who, not_cpr = who_of(request), bool(request.POST.get("not_cpr"))
    saving = services.Saving(written.plan, written.made_from, written.note, written.file_name)
    try:
        services.save_plan(case, saving, person_of(who), require_for(who, WRITE, case), not_cpr)
    except ChangedMeanwhileError as error:
        return _moved_on(request, case, written, error)
    except UserError as error:
        asked = {
            "mistakes": (error.message,),
            "is_cpr_question": isinstance(error, CprQuestionError),
        }
        return _form(request, case, written, asked, 422)
    return redirect("financing:plan", case=case.pk)


def _moved_on(
    request: HttpRequest, case: Case, written: Written, error: ChangedMeanwhileError
) -> HttpResponse:
    """Both plans side by side; what was written now begins from the later version."""
    saved = from_stored(error.latest.content)
    asked: Context = {
        "mistakes": (error.message,),
        "moved_on": error.latest,
        "compared": compared(saved, written.plan),
        "made_from": error.latest.number,
    }
    return _form(request, case, written, asked, 422)


def _form(
    request: HttpRequest,
    case: Case,
    written: Written,
    more: Context | None = None,
    status: int = 200,
) -> HttpResponse:
    context: Context = {
        "case": case,
        "written": written,
        "made_from": written.made_from,
        "checked": _checked(written.plan, case),
        "period": period_of(written.period),
        "rules": rules(),
        "first_years": first_years(),
        "counts": range(1, rules().size.most_years + 1),
    }
    template = "financing/_form.html" if _is_piece(request) else "financing/edit.html"
    return render(request, template, context | (more or {}), status=status)


def _is_piece(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "save" not in request.POST


def _form_to_begin_with(case: Case) -> Written:
    latest = services.latest_version(case)
    if latest is None:
        return blank_form(today().year + 1)
    return form_of(from_stored(latest.content), latest.number, language(), latest.note)


def _checked(plan: Plan, case: Case) -> Checked:
    return Checked(plan, services.plans_of_other_cases(case))


def _asked_for(request: HttpRequest, versions: list[PlanVersion]) -> PlanVersion:
    wanted = request.GET.get("version", "")
    return next((each for each in versions if str(each.number) == wanted), versions[0])

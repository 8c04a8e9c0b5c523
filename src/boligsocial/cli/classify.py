"""`boligsocial classify`: area values to verdicts and statuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from boligsocial.cli.dates import list_date
from boligsocial.cli.options import Json
from boligsocial.cli.output import give, print_table
from boligsocial.definitions import read_definition
from boligsocial.law.classification import Classification
from boligsocial.law.classification import classify as classified
from boligsocial.law.references import national_rates
from boligsocial.law.reforms import Reform, built_in_reforms
from boligsocial.law.status_changes import status_changes
from boligsocial.law.verdicts import AreaVerdict, Verdict, area_verdicts
from boligsocial.registers.area_values import read_area_values, read_history, read_references


def classify(
    values: Path,
    /,
    *,
    on: Annotated[str, Parameter(help="The date of the list: 2017-12-01, or a year alone.")],
    reference: Path | None = None,
    history: Path | None = None,
    reform: str | None = None,
    json: Json = False,
    out: Path | None = None,
) -> None:
    """Test areas against the law in force on a date.

    Parameters
    ----------
    values
        CSV, Excel or Parquet with area, municipality, residents, pct_nonwestern,
        pct_no_attachment, pct_convicted, pct_basic_school, income_pct_of_region. Other columns are
        ignored and an empty cell is a missing figure. With residents_18_64, residents_18_plus and
        residents_30_59 the distance in residents is exact.
    reference
        CSV with list_date, quantity, value: national_conviction_rate_pct for the list's date.
        Without it a limit that follows the national rate is undetermined.
    history
        CSV with list_date, area, municipality, status, on_list: who was on the lists before.
        Without it a status that asks for several lists in a row is undetermined.
    reform
        A TOML file laid over the law, or the name of one that comes with the product.
    out
        Write the result to a .json file, or its verdicts, one a row, to a .csv or .parquet file.
    """
    rates = national_rates(read_references(reference)) if reference else None
    earlier = read_history(history) if history else None
    figures, day = read_area_values(values), list_date(on)
    tested = partial(classified, figures, day, national_rates=rates, history=earlier)
    result = _result(tested, _reform(reform))
    verdicts = [{**row, **criterion} for row in result for criterion in row["criteria"]]
    give(result, verdicts, out, json=json, show=lambda: _print(result))


def _result(tested: Callable[..., Classification], change: Reform | None) -> list[dict[str, Any]]:
    law = tested()
    shown = law if change is None else tested(reform=change)
    result = [as_result(each) for each in area_verdicts(shown)]
    if change is not None:
        _add_changes(result, law, shown, change)
    return result


def _reform(name: str | None) -> Reform | None:
    if name is None:
        return None
    built_in = {reform.id: reform for reform in built_in_reforms()}
    return built_in.get(name) or read_definition(Path(name), Reform)


def as_result(verdict: AreaVerdict) -> dict[str, Any]:
    """An area's verdicts as the JSON that scripts read."""
    return {
        "area": verdict.area["area"],
        "municipality": verdict.area["municipality"],
        "on": verdict.on,
        "rule_version": verdict.rules.id,
        "residents": verdict.area["residents"],
        "statuses": verdict.statuses,
        "criteria": [_criterion(each) for each in verdict.verdicts],
    }


def _criterion(verdict: Verdict) -> dict[str, Any]:
    return {
        "criterion": verdict.criterion.id,
        "value": verdict.value,
        "operator": verdict.criterion.operator,
        "threshold": verdict.threshold,
        "met": verdict.met,
        "margin": verdict.margin,
        "residents_to_flip": verdict.residents_to_flip,
        "residents_to_flip_is_at_most": verdict.flip_is_upper_bound,
        "legal_reference": verdict.criterion.legal_reference,
    }


def _add_changes(
    result: list[dict[str, Any]], law: Classification, reformed: Classification, reform: Reform
) -> None:
    """What the reform changes, on each row: the status before and after, and the criteria why."""
    for row in result:
        row["reform"], row["changes"] = reform.id, []
    for change in status_changes(law, reformed).iter_rows(named=True):
        result[change.pop("row")]["changes"].append(change)


def _print(result: list[dict[str, Any]]) -> None:
    statuses = list(result[0]["statuses"])
    print_table(
        f"{result[0]['on']}, rules of {result[0]['rule_version']}",
        ("Area", "Municipality", *statuses, "Criteria met"),
        [
            (
                row["area"],
                row["municipality"],
                *(row["statuses"][status] for status in statuses),
                ", ".join(each["criterion"] for each in row["criteria"] if each["met"]),
            )
            for row in result
        ],
    )

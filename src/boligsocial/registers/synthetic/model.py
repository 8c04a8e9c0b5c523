"""The numbers that the synthetic Denmark is drawn from, read from `denmark.toml` and its tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from boligsocial.definitions import Definition, read_definition
from boligsocial.registers.published_lists import FOLDER as PUBLISHED
from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.schema import OLDEST

FOLDER = Path(__file__).parent
LEVELS = ("nonwestern", "no_attachment", "convicted", "basic_school", "income")
Floats = NDArray[np.float64]
Steps = tuple[tuple[int, float], ...]


class Part(BaseModel):
    """A part of the model; its numbers are explained in `denmark.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class World(Part):
    full_population: int
    areas: int
    least_areas: int
    area_residents_low: int
    area_residents_log_mean: float
    area_residents_log_spread: float
    area_residents_high: int
    area_share_of_social: float
    dwellings_of_area_estate: int
    dwellings_of_estate: int
    dwellings_log_spread: float
    organisations_per_estate: float
    vacant_social: float
    vacant_private: float
    new_private_per_year: float
    special_estates: dict[str, float]
    areas_valid_from: date
    estates_leaving_area: float
    square_metres_per_dwelling: float
    position_accuracy_m: float


class Miniature(Part):
    least_persons: int
    share_in_towns: float
    towns: tuple[str, ...]
    persons_per_area: int
    areas_of_lists: int
    area_residents_low: int
    area_residents_log_mean: float
    area_residents_log_spread: float
    area_residents_high: int
    areas_together: tuple[int, ...]
    estates_beside: int
    gap_m: float
    area_exposure: float
    area_exposure_spread: float
    crime_spread: float
    beside_exposure: float
    move_within_quarter: float


class Exposure(Part):
    area_mean: float
    area_spread: float
    estate_mean: float
    estate_spread: float
    private_spread: float
    own_spread: float
    lowest: float
    highest: float


class Households(Part):
    at_home: Steps
    in_couple: Steps
    partner_age_spread: float
    mother_age: float
    mother_age_spread: float
    single_mother_weight: float
    other_origin_partner: float
    western: float
    western_descendant: float
    nonwestern_descendant: Steps


class Year(Part):
    fertility: Steps
    fertility_single: float
    fertility_couple: float
    boys: float
    mortality_at_40: float
    mortality_rise: float
    mortality_women: float
    mortality_infant: float
    leave_home: Steps
    separate: Steps
    meet: Steps
    move: Steps
    move_within_municipality: float
    towards_level: float
    emigrate: dict[str, float]
    immigrate: float
    immigrant_nonwestern: float
    immigrant_age: tuple[int, int]
    immigrant_couple: float
    immigrant_child: float
    immigrant_basic: tuple[float, float]
    child_basic: tuple[float, float]


class PersonModel(Part):
    final_education: dict[str, float]
    attained_at: dict[str, int]
    unknown_education: float
    education_abroad: float
    basic_by_age: Steps
    basic_nonwestern: float
    partner_alike: float
    stay_in_state: float
    stay_in_crime: float
    still_in_education: float
    grown_in_education: float
    basic_in_education: Steps


class Attachment(Part):
    ages: tuple[int, int]
    basic: float
    nonwestern: float
    student: float
    by_age: Steps
    highest: float
    partial: float
    employed_after: Steps
    student_with_job: float
    supported: float


class Crime(Part):
    adult: int
    ages: tuple[int, int]
    male: float
    basic: float
    by_age: Steps
    highest: float
    charged: float


class Income(Part):
    ages: tuple[int, int]
    spread: float
    by_age: Steps
    without_attachment: float
    by_education: dict[str, float]
    growth_outside_source: float


class Children(Part):
    daycare_ages: tuple[int, int]
    daycare: float
    daycare_loss: float
    school_ages: tuple[int, int]
    absence: float
    absence_rise: float
    grade_age: int
    grade: float
    grade_loss: float
    grade_spread: float


class Elections(Part):
    years: tuple[int, ...]
    adult: int
    residence: int
    by_age: Steps
    basic: float
    nonwestern: float
    without_attachment: float


class Wellbeing(Part):
    ages: tuple[int, int]
    scale: tuple[float, float]
    mean: float
    loss: float
    spread: float


class SpareTime(Part):
    ages: tuple[int, int]
    share: float
    loss: float


class Question(Part):
    scale: tuple[int, int]
    mean: float
    loss: float
    spread: float


class Survey(Part):
    adult: int
    share_in_areas: float
    share_elsewhere: float
    unanswered: float
    alike: float
    question: dict[str, Question]


class Model(Definition):
    """Everything in `denmark.toml`."""

    world: World
    miniature: Miniature
    social_share: dict[str, float]
    spread_m: dict[str, float]
    social_weight: dict[str, float]
    levels: dict[str, dict[str, float]]
    trend: dict[str, float]
    exposure: Exposure
    nonwestern_by_group: dict[str, float]
    households: Households
    year: Year
    people: PersonModel
    attachment: Attachment
    crime: Crime
    income: Income
    children: Children
    elections: Elections
    wellbeing: Wellbeing
    spare_time: SpareTime
    survey: Survey


class Names(Definition):
    """The parts of made-up names."""

    areas_first: tuple[str, ...]
    areas_last: tuple[str, ...]
    streets_last: tuple[str, ...]
    organisations_first: tuple[str, ...]
    organisations_last: tuple[str, ...]
    organisations_form: tuple[str, ...]


@dataclass(frozen=True)
class Municipalities:
    """The municipalities in the order of their codes, one element each.

    `share` of the country's residents; `lon` and `lat` of the middle (WGS84).
    """

    codes: tuple[str, ...]
    groups: tuple[str, ...]
    regions: tuple[str, ...]
    share: Floats
    lon: Floats
    lat: Floats

    def by_group(self, values: dict[str, float]) -> Floats:
        """The value of each municipality's group."""
        return np.array([values[group] for group in self.groups])


@cache
def load_model() -> Model:
    """The model that comes with the product."""
    return read_definition(FOLDER / "denmark.toml", Model)


@cache
def load_names() -> Names:
    """The parts of names that come with the product."""
    return read_definition(FOLDER / "names.toml", Names)


@cache
def load_municipalities() -> Municipalities:
    """The 98 municipalities with their residents in 2017."""
    residents = pl.read_csv(FOLDER / "municipalities.csv", schema_overrides={"residents": pl.Int64,
                            "municipality_code": pl.String})  # fmt: skip
    table = residents.join(load_published_lists().municipalities, on="municipality_code").sort(
        "municipality_code"
    )
    share = table["residents"].to_numpy().astype(np.float64)
    return Municipalities(
        tuple(table["municipality_code"]), tuple(table["group"]), tuple(table["region"]),
        share / share.sum(), table["lon"].to_numpy(), table["lat"].to_numpy(),
    )  # fmt: skip


@cache
def load_ages() -> tuple[NDArray[np.int64], Floats]:
    """Ages and the people of each, men in the first column and women in the second."""
    table = pl.read_csv(FOLDER / "ages.csv")
    people = table.select("men", "women").to_numpy().astype(np.float64)
    return table["age"].to_numpy(), people


def region_income(region: str, year: int, growth: float) -> float:
    """Mean gross income in kr. of a region's people, extended by growth outside the source."""
    table = pl.read_csv(PUBLISHED / "region_incomes.csv").filter(pl.col("region") == region)
    by_year: dict[int, float] = dict(
        table.select("income_year", "mean_gross_income_1000dkk").iter_rows()
    )
    nearest = min(max(year, min(by_year)), max(by_year))
    return float(by_year[nearest] * 1000 * (1 + growth) ** (year - nearest))


def by_age(steps: Steps) -> Floats:
    """A step table as an array with a value for each age from 0 to the oldest."""
    values = np.zeros(OLDEST + 1)
    for start, value in steps:
        values[start:] = value
    return values

"""The tables of a synthetic delivery, from arrays to columns with the names of the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from boligsocial.registers.schema import DWELLING_KINDS, EDUCATIONS, ORIGINS, PERSONS, SEXES
from boligsocial.registers.synthetic.model import Model, Municipalities
from boligsocial.registers.synthetic.names import area_names, organisation_names, street_names
from boligsocial.registers.synthetic.people import People
from boligsocial.registers.synthetic.places import Ints, Places, positions
from boligsocial.registers.synthetic.surveys import Answers
from boligsocial.registers.synthetic.writing import coded, ids, plain, polygons, write_table
from boligsocial.registers.synthetic.years import Moves

Slice = Callable[[slice], pa.Array]
_CODES = {"sex": SEXES, "origin": ORIGINS, "education": EDUCATIONS}

README = """\
Opdigtede mennesker på opdigtede afdelinger
===========================================

Alt i denne mappe er opdigtet: mennesker, boliger, afdelinger, områder, organisationer, navne,
grænser og tal. Kun kommunerne er virkelige. Intet tal siger noget om et virkeligt sted.

Everything in this folder is made up: people, dwellings, estates, areas, organisations, names,
outlines and figures. Only the municipalities are real. No figure says anything of a real place.

boligsocial synthesize --persons {persons} --years {first}:{last} --seed {seed}
"""


def write_readme(folder: Path, persons: int, years: range, seed: int) -> None:
    """The label that goes with the data."""
    text = README.format(persons=persons, first=years[0], last=years[-1], seed=seed)
    (folder / "README").write_text(text, "utf-8")
    (folder / "delivery.toml").write_text(
        'kind = "synthetic"\nname = "Synthetic Denmark"\n', "utf-8"
    )


def write_persons(folder: Path, year: int, people: People, columns: Mapping[str, Any]) -> None:
    """`persons/year=Y`."""
    ready: dict[str, Slice] = {
        "person_id": lambda part: ids("P", people.number[part], 8),
        "dwelling_id": lambda part: ids("D", people.home[part], 8),
    }
    for field in PERSONS.fields[2:]:
        ready[field.name] = _column(field.name, columns[field.name])
    write_table(folder / "persons" / f"year={year}" / "persons.parquet", ready, len(people))


def write_surveys(folder: Path, year: int, answers: Answers) -> int:
    """`surveys/year=Y`, where anyone has answered; gives back the number of rows."""
    count = len(answers.respondent)
    columns: dict[str, Slice] = {
        "respondent_id": lambda part: ids("S", answers.respondent[part], 8),
        "dwelling_id": lambda part: ids("D", answers.home[part], 8),
        "question": lambda part: coded(answers.questions, answers.question[part]),
        "answer": lambda part: plain(answers.answer[part]),
        "weight": lambda part: plain(answers.weight[part]),
        "age": lambda part: plain(answers.age[part]),
        "sex": lambda part: coded(SEXES, answers.male[part]),
        "origin": lambda part: coded(ORIGINS, answers.origin[part]),
    }
    if count:
        write_table(folder / "surveys" / f"year={year}" / "surveys.parquet", columns, count)
    return count


def write_moves(folder: Path, year: int, moves: Moves) -> int:
    """`moves/year=Y`; gives back the number of rows."""
    number, day, old, new = moves.sorted()
    start = (date(year, 1, 1) - date(1970, 1, 1)).days
    columns: dict[str, Slice] = {
        "person_id": lambda part: ids("P", number[part], 8),
        "date": lambda part: pa.array((start + day[part]).astype(np.int32)).cast(pa.date32()),
        "from_dwelling_id": lambda part: ids("D", old[part], 8),
        "to_dwelling_id": lambda part: ids("D", new[part], 8),
    }
    write_table(folder / "moves" / f"year={year}" / "moves.parquet", columns, len(number))
    return len(number)


def write_places(
    folder: Path, places: Places, years: range, model: Model, known: Municipalities,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Dwellings, estates, areas, and which estates an area has had."""
    corners, x, y = positions(places, model, known, rng)
    _write_dwellings(folder, places, known, x, y)
    names = area_names(len(places.area_municipality), rng)
    _write_estates(folder, places, known, polygons(corners), names, model, rng)
    _write_areas(folder, places, known, names, years, model, rng)


def _write_dwellings(folder: Path, places: Places, known: Municipalities, x: Any, y: Any) -> None:  # noqa: ANN401
    private = int(places.first[places.private])
    estate = places.place.astype(np.int64) - places.private
    kind = places.kind[places.place]

    def position(values: Any) -> Slice:  # noqa: ANN401
        whole = np.ma.masked_array(np.concatenate([np.zeros(private), values]), estate < 0)
        return lambda part: plain(whole[part])

    columns: dict[str, Slice] = {
        "dwelling_id": lambda part: ids("D", np.arange(part.start, part.stop), 8),
        "estate_id": lambda part: ids("E", np.where(estate[part] < 0, -1, estate[part] + 1), 5),
        "municipality_code": lambda part: coded(
            known.codes, places.municipality[places.place[part]]
        ),
        "kind": lambda part: coded(DWELLING_KINDS, kind[part]),
        "x": position(x),
        "y": position(y),
    }
    write_table(folder / "dwellings.parquet", columns, len(places.place))


def _write_estates(
    folder: Path, places: Places, known: Municipalities, outlines: list[bytes],
    areas: list[str], model: Model, rng: np.random.Generator,
) -> None:  # fmt: skip
    estates = np.array(places.estates)
    organisation, names = _organisations(places, model, rng)
    streets = street_names(len(estates), rng)
    told = [
        f"{areas[area]} {number}" if area >= 0 else street
        for area, number, street in zip(
            places.area[estates], _within_area(places), streets, strict=True
        )
    ]
    columns = {
        "estate_id": ids("E", np.arange(1, len(estates) + 1), 5),
        "name": pa.array(told),
        "organisation_id": ids("O", organisation + 1, 4),
        "organisation": pa.array([names[each] for each in organisation]),
        "municipality_code": coded(known.codes, places.municipality[estates]),
        "dwellings": pa.array(np.diff(places.first)[estates]),
        "geometry": pa.array(outlines),
    }
    write_table(folder / "estates.parquet", columns, len(estates))


def _organisations(
    places: Places, model: Model, rng: np.random.Generator
) -> tuple[Ints, list[str]]:
    """The organisation of each estate and the organisations' names; each works in one town."""
    home = places.municipality[np.array(places.estates)]
    wanted = np.bincount(home) * model.world.organisations_per_estate
    per_town = np.where(wanted > 0, np.maximum(1, np.round(wanted)), 0).astype(np.int64)
    first = np.cumsum(per_town) - per_town
    chosen = first[home] + (rng.random(len(home)) * per_town[home]).astype(np.int64)
    return chosen, organisation_names(int(per_town.sum()), rng)


def _within_area(places: Places) -> Ints:
    """The number of each estate within its area, from 1; estates of an area stand together."""
    area = places.area[np.array(places.estates)]
    start = np.searchsorted(np.arange(len(area))[np.append(True, area[1:] != area[:-1])],
                            np.arange(len(area)), side="right") - 1  # fmt: skip
    firsts = np.flatnonzero(np.append(True, area[1:] != area[:-1]))
    return np.arange(len(area)) - firsts[start] + 1


def _write_areas(
    folder: Path, places: Places, known: Municipalities, names: list[str], years: range,
    model: Model, rng: np.random.Generator,
) -> None:  # fmt: skip
    """Areas, and the dated estates of each; a few estates leave theirs half-way."""
    count, since = len(names), model.world.areas_valid_from
    areas = {
        "area_id": ids("A", np.arange(1, count + 1), 4),
        "name": pa.array(names),
        "municipality_code": coded(known.codes, places.area_municipality),
        "valid_from": pa.array([since] * count, pa.date32()),
        "valid_to": pa.array([None] * count, pa.date32()),
    }
    write_table(folder / "areas.parquet", areas, count)
    estates = np.flatnonzero(places.area >= 0)
    area, number = places.area[estates], _within_area(places)[estates - places.private]
    leaves = (number > 1) & (rng.random(len(estates)) < model.world.estates_leaving_area)
    last = date(years[len(years) // 2] - 1, 12, 31)
    belongs = {
        "area_id": ids("A", area + 1, 4),
        "estate_id": ids("E", estates - places.private + 1, 5),
        "valid_from": pa.array([since] * len(estates), pa.date32()),
        "valid_to": pa.array([last if each else None for each in leaves], pa.date32()),
    }
    write_table(folder / "area_estates.parquet", belongs, len(estates))


def _column(name: str, values: Any) -> Slice:  # noqa: ANN401
    codes = _CODES.get(name)
    if codes is not None:
        return lambda part: coded(codes, values[part])
    return lambda part: plain(values[part])

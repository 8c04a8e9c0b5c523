"""The figures once more, in plain Python: a person at a time, a sum at a time, nothing shared.

It follows the words of the definitions, not the code of the engines.
"""

from collections import defaultdict

ORIGINS = (
    "danish", "western_immigrant", "western_descendant", "nonwestern_immigrant",
    "nonwestern_descendant",
)  # fmt: skip


def passes(person, condition):
    value = person[condition.column]
    if value is None:
        return False
    if condition.is_ is not None:
        return value is condition.is_
    if condition.in_:
        return value in condition.in_
    low_enough = condition.to is None or value <= condition.to
    below = condition.below is None or value < condition.below
    return low_enough and below and (condition.from_ is None or value >= condition.from_)


def all_pass(person, conditions):
    return all(passes(person, each) for each in conditions)


def counted(person, indicator):
    """What a person adds to the numerator and the denominator."""
    numerator = indicator.numerator
    if not all_pass(person, indicator.population):
        return 0.0, 0
    if any(person[name] is None for name in numerator.columns):
        return 0.0, 0
    if numerator.where is None:
        amount = person[numerator.sum]
        return (1 - amount if numerator.less_one else amount), 1
    meets = all_pass(person, numerator.where)
    meets = meets or (bool(numerator.or_where) and all_pass(person, numerator.or_where))
    return float(meets), 1


def figures(registers, years, indicators, groups):
    """`{(geography, id, group, period, indicator): (numerator, denominator, value)}`."""
    found = {}
    for year in years:
        alone = of_year(registers, year, indicators, groups)
        found |= alone
    for indicator in indicators:
        for window in indicator.windows:
            if window > 1:
                found |= means(found, indicator, window, years)
    for indicator in indicators:
        if indicator.ratio is not None:
            found |= ratios(found, indicator, registers)
    return found


def of_year(registers, year, indicators, groups):
    counting = [each for each in indicators if each.numerator.moves is None]
    rows = {
        "persons": registers.persons[year],
        "households": households(registers, year),
        "surveys": registers.surveys.get(year, []),
    }
    sums = defaultdict(lambda: [0.0, 0, 0.0, 0.0])
    for indicator in counting:
        for row in rows[indicator.table]:
            amount, one = counted(row, indicator)
            weight = weight_of(row)
            for unit in units_of(registers, row["dwelling_id"]):
                for part in parts_of(row, groups):
                    total = sums[(*unit, part, indicator.id)]
                    for place, more in enumerate((amount, one, amount * weight, one * weight)):
                        total[place] += more
    if any(each.id == "residents" for each in indicators):
        for key, count in residents_by_kind(rows["households"], registers, groups).items():
            sums[key] = [count, count, count, count]
    kinds = {each.id: each.kind for each in indicators}
    anyone = {name for (*_, name), total in sums.items() if kinds[name] == "count" or total[1]}
    found = {
        (*unit, part, str(year), name): finished(*total, kinds[name])
        for (*unit, part, name), total in sums.items()
        if name in anyone
    }
    for indicator in indicators:
        if indicator.numerator.moves and year - 1 in registers.moves:
            found |= of_movers(registers, year, indicator, groups, found)
    return found


def weight_of(row):
    """What an answer counts for; everyone else counts for one."""
    weight = row.get("weight")
    return 1.0 if weight is None else weight


def units_of(registers, dwelling):
    return {("nation", "DK"), *registers.units[dwelling]}


def parts_of(row, groups):
    """Everyone, and the groups that the row's columns tell and that it is in."""
    return ["all"] + [
        each.id
        for each in groups
        if all(test.column in row for test in each.when) and all_pass(row, each.when)
    ]


def households(registers, year):
    homes = defaultdict(list)
    for person in registers.persons[year]:
        homes[person["dwelling_id"]].append(person)
    return [household(dwelling, inside) for dwelling, inside in homes.items()]


def household(dwelling, residents):
    oldest = max(each["age"] for each in residents)
    origins = {each["origin"] for each in residents if each["age"] == oldest}
    adults = sum(each["age"] >= 18 for each in residents)
    return {
        "dwelling_id": dwelling, "age": oldest, "origin": max(origins, key=ORIGINS.index),
        "residents": len(residents), "adults": adults, "children": len(residents) - adults,
    }  # fmt: skip


def residents_by_kind(rows, registers, groups):
    """The residents of households of each kind, which persons alone do not tell."""
    found = defaultdict(int)
    for row in rows:
        for part in parts_of(row, [each for each in groups if each.dimension == "household"]):
            for unit in units_of(registers, row["dwelling_id"]):
                if part != "all":
                    found[(*unit, part, "residents")] += row["residents"]
    return found


def of_movers(registers, year, indicator, groups, found):
    """Moves of the year before over the bounds of a unit, by what the mover is on 1 January."""
    after = {each["person_id"]: each for each in registers.persons[year]}
    homes = {each["dwelling_id"]: each for each in households(registers, year)}
    moved = defaultdict(int)
    for move in registers.moves[year - 1]:
        old, new = move["from_dwelling_id"], move["to_dwelling_id"]
        if old is None or new is None:
            continue
        mover = after.get(move["person_id"])
        known = {} if mover is None else {**homes[mover["dwelling_id"]], **mover}
        here, there = (new, old) if indicator.numerator.moves == "in" else (old, new)
        for unit in units_of(registers, here) - units_of(registers, there):
            for part in parts_of(known, groups):
                moved[(*unit, part)] += 1
    return {
        (*unit, period, indicator.id): (moved[tuple(unit)], count, moved[tuple(unit)] / count)
        for (*unit, period, name), (_, _, count) in found.items()
        if name == "residents"
    }


def finished(numerator, denominator, over, under, kind):
    """How many stand behind the figure, and the value by weight."""
    if kind == "count":
        return numerator, None, numerator
    return numerator, denominator, over / under if under > 0 else None


def means(found, indicator, window, years):
    result = {}
    for key in [key for key in found if key[4] == indicator.id and len(key[3]) == len("2017")]:
        year = int(key[3])
        needed = range(year - window + 1, year + 1)
        if all(each in years for each in needed):
            values = [found.get((*key[:3], str(each), key[4]), (0, 0, None))[2] for each in needed]
            value = None if None in values else sum(values) / window
            result[(*key[:3], f"{needed[0]}-{year}", key[4])] = (None, None, value)
    return result


def ratios(found, indicator, registers):
    result = {}
    for (geography, unit, part, period, name), (_, _, value) in found.items():
        if name != indicator.id:
            continue
        if indicator.ratio.to == "nation":
            whole = ("nation", "DK")
        elif geography == "nation":
            continue
        else:
            whole = ("region", registers.region_of[geography, unit])
        against = found.get((*whole, part, period, name), (0, 0, None))[2]
        both = value is not None and against not in (None, 0)
        key = (geography, unit, part, period, indicator.ratio.id)
        result[key] = (value, against, value / against if both else None)
    return result

"""The figures once more, in plain Python: a person at a time, a sum at a time, nothing shared.

It follows the words of the definitions, not the code of the engines.
"""

from collections import defaultdict

TABLES = ("estate", "area", "municipality", "region", "nation")


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
    sums, present = defaultdict(lambda: [0.0, 0]), set()
    for table in ("persons", "households"):
        mine = [each for each in indicators if each.table == table]
        rows = registers.persons[year] if table == "persons" else households(registers, year)
        for row in rows:
            units = [("nation", "DK"), *registers.units[row["dwelling_id"]]]
            parts = ["all"]
            if table == "persons":
                parts += [each.id for each in groups if all_pass(row, each.when)]
            for geography, unit in units:
                for part in parts:
                    for indicator in mine:
                        present.add((geography, unit, part, indicator.id))
                        amount, one = counted(row, indicator)
                        total = sums[geography, unit, part, indicator.id]
                        total[0] += amount
                        total[1] += one
    kinds = {each.id: each.kind for each in indicators}
    return {
        (geography, unit, part, str(year), name): finished(
            *sums[geography, unit, part, name], kinds[name]
        )
        for geography, unit, part, name in present
    }


def households(registers, year):
    homes = defaultdict(lambda: {"adults": 0, "children": 0})
    for person in registers.persons[year]:
        kind = "adults" if person["age"] >= 18 else "children"
        homes[person["dwelling_id"]][kind] += 1
    return [{"dwelling_id": dwelling, **counts} for dwelling, counts in homes.items()]


def finished(numerator, denominator, kind):
    if kind == "count":
        return numerator, None, numerator
    return numerator, denominator, numerator / denominator if denominator else None


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

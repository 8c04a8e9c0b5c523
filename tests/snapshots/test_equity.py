"""Two distributions by place."""

from decimal import Decimal

from boligsocial.allocation.comparison import compare
from boligsocial.allocation.principles import Tier, built_in_principles
from boligsocial.allocation.ranked import Candidate, ranked_distribution
from boligsocial.snapshots.equity import shares_by_place

PRINCIPLES = built_in_principles()["2019-26"]


def test_a_place_has_its_areas_amounts_and_the_residents_who_get_less():
    line = [
        Candidate("a", "Køge", Tier.LISTED, 1.2, 1000, 100_000_00),
        Candidate("b", "Køge", Tier.EDGE, 1.1, 2000, 200_000_00),
        Candidate("c", "Greve", Tier.LISTED, 1.0, 1500, 150_000_00),
    ]
    first = ranked_distribution(line, 10**9, PRINCIPLES)
    lower = PRINCIPLES.model_copy(
        update={"levels": PRINCIPLES.levels.model_copy(update={"edge": (Decimal(0),)})}
    )
    second = ranked_distribution(line, 10**9, lower)
    greve, køge = shares_by_place(compare(first, second), {"a": "Køge", "b": "Køge", "c": "Greve"})
    assert (køge.areas, køge.residents, køge.touched) == (2, 3000, 2000)
    assert (køge.first_øre, køge.second_øre) == (160_000_00, 100_000_00)
    assert (køge.first_per_resident_dkk, køge.second_per_resident_dkk) == (53, 33)
    assert (greve.place, greve.touched, greve.first_øre) == ("Greve", 0, greve.second_øre)

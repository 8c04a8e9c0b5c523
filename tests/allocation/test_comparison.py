"""Two frames side by side."""

from decimal import Decimal

from boligsocial.allocation.comparison import Change, compare
from boligsocial.allocation.principles import Tier, built_in_principles
from boligsocial.allocation.ranked import Candidate, ranked_distribution
from boligsocial.money import øre_from_mio

MIO = 100_000_000


def candidate(area_id, tier, residents):
    return Candidate(area_id, "Odense", Tier(tier), 1.0, residents, øre_from_mio(Decimal(2)))


def test_a_smaller_frame_with_narrower_principles_tells_who_loses_and_who_is_reduced():
    line = [
        candidate("a", "listed", 3000),
        candidate("b", "edge", 2000),
        candidate("c", "anchored", 1500),
    ]
    principles = built_in_principles()
    comparison = compare(
        ranked_distribution(line, 6 * MIO, principles["2015-18"]),
        ranked_distribution(line, 4 * MIO, principles["2019-26"]),
    )
    assert {area.candidate.area_id: area.change for area in comparison.areas} == {
        "a": Change.UNCHANGED,
        "b": Change.REDUCED,
        "c": Change.LOSES,
    }
    assert comparison.residents([Change.LOSES, Change.REDUCED]) == 3500


def test_the_other_way_round_the_same_areas_gain():
    line = [candidate("a", "listed", 3000), candidate("c", "exposed", 1500)]
    principles = built_in_principles()["2019-26"]
    small, large = (ranked_distribution(line, frame * MIO, principles) for frame in (2, 4))
    assert [area.change for area in compare(small, large).areas] == [Change.UNCHANGED, Change.GAINS]
    assert [area.change for area in compare(large, small).areas] == [Change.UNCHANGED, Change.LOSES]

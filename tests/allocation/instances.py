"""Small instances of the one-year problem, made at random."""

from dataclasses import replace

from hypothesis import strategies as st

from boligsocial.allocation.principles import Tier, principles_from
from boligsocial.allocation.ranked import Candidate

MIO = 100_000_000


def in_proportion(candidate):
    """The same candidate with need x residents in proportion to the grant: any money buys alike."""
    return replace(candidate, need=1.0, residents=candidate.full_grant_øre // 100_000)


@st.composite
def instances(draw, most=7, plain=False):
    """Candidates, frame, principles and pairs of neighbours; ties are common on purpose.

    Plain instances have no needs and amounts that only exact arithmetic can tell apart.
    """
    count = draw(st.integers(1, most))
    coarse = plain or draw(st.booleans())
    needs = st.sampled_from([0.0, 0.5, 1.0, 1.1, 1.5]) if coarse else st.floats(0, 3, width=32)
    residents = st.sampled_from([0, 500, 1000, 2000]) if coarse else st.integers(0, 9000)
    money = st.sampled_from([0, MIO // 2, MIO, 2 * MIO]) if coarse else st.integers(0, 5 * MIO)
    candidates = [
        Candidate(
            f"a{number}",
            draw(st.sampled_from(["Odense", "Odense", "Aarhus"])),
            draw(st.sampled_from([*Tier, Tier.EXPOSED, Tier.EXPOSED, Tier.EDGE])),
            draw(needs),
            draw(residents),
            draw(money),
            draw(st.booleans()),
        )
        for number in range(count)
    ]
    if draw(st.integers(0, 3)) == 0:
        candidates = [in_proportion(each) for each in candidates]
    pairs = draw(
        st.lists(
            st.tuples(*[st.integers(0, count - 1)] * 2).filter(lambda pair: pair[0] != pair[1]),
            max_size=2 * count,
        )
    )
    level = st.sampled_from(["1.0", "0.5", "[1.0, 0.5]", "0.3", "[0.7, 0.25]", "0.0"])
    principles = principles_from(
        f"coordination_cost_mio = {draw(st.sampled_from(['0', '0.5', '0.123', '1.5']))}\n"
        f"max_areas_per_plan = {draw(st.integers(1, 4))}\n"
        f"same_municipality = {draw(st.sampled_from(['true', 'true', 'false']))}\n"
        f"[levels]\nexposed = {draw(level)}\nedge = {draw(level)}\n"
        f"attached = {draw(level)}\nanchored = {draw(level)}",
        "random.toml",
    )
    listed = sum(each.full_grant_øre for each in candidates if each.tier is Tier.LISTED)
    frame = max(0, listed + draw(st.sampled_from([-MIO, 0, MIO, 3 * MIO])) + draw(money))
    ids = [each.area_id for each in candidates]
    return candidates, frame, principles, [(ids[a], ids[b]) for a, b in pairs]

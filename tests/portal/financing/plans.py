"""Plans for the tests: a whole one, and strategies that make any."""

from hypothesis import strategies as st

from boligsocial.portal.financing.definitions import ACROSS, period_of, rules
from boligsocial.portal.financing.sums import Cost, Funding, Plan

KR = 100
YEARS = (2026, 2027, 2028, 2029)
AREAS = (ACROSS, *(each.id for each in period_of("2019-26").area))


def kr(*amounts):
    return tuple(each * KR for each in amounts)


def a_plan(local=250_000, fund=750_000):
    """A million a year across the areas, paid by the Fund and a municipality."""
    return Plan(
        "2019-26",
        YEARS,
        (Cost("management", "", ACROSS, kr(*[local + fund] * 4)),),
        (
            Funding("fund", "", "cash", ACROSS, kr(*[fund] * 4)),
            Funding("municipality", "", "cash", ACROSS, kr(*[local] * 4)),
        ),
    )


names = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30
).map(lambda text: " ".join(text.split()))


UNNAMED = st.just("")


@st.composite
def plans(draw, named=UNNAMED):
    first, count = draw(st.integers(2019, 2040)), draw(st.integers(1, 6))
    øre = st.lists(
        st.one_of(st.just(0), st.integers(0, 10**12)), min_size=count, max_size=count
    ).map(tuple)
    area = st.sampled_from(AREAS)
    costs = st.builds(Cost, st.sampled_from([each.id for each in rules().line]), named, area, øre)
    funding = st.builds(
        Funding,
        st.sampled_from([each.id for each in rules().source]),
        named,
        st.sampled_from([each.id for each in rules().form]),
        area,
        øre,
    )
    return Plan(
        "2019-26",
        tuple(range(first, first + count)),
        tuple(draw(st.lists(costs, max_size=8))),
        tuple(draw(st.lists(funding, max_size=8))),
    )

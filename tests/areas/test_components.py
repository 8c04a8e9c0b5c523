"""Connected components against nx."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.areas.components import connected


@given(st.integers(1, 40).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60),
    )
))  # fmt: skip
def test_components_are_those_of_networkx_each_named_by_its_smallest(graph):
    count, edges = graph
    known = nx.Graph()
    known.add_nodes_from(range(count))
    known.add_edges_from(edges)
    expected = np.empty(count, int)
    for component in nx.connected_components(known):
        expected[list(component)] = min(component)
    ends = np.array(edges, int).reshape(-1, 2)
    assert connected(count, ends[:, 0], ends[:, 1]).tolist() == expected.tolist()


def test_a_long_chain_in_a_bad_order_is_one():
    order = np.random.default_rng(1).permutation(20_000)
    assert not connected(20_000, order[:-1], order[1:]).any()

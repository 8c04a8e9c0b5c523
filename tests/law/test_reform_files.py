"""A reform written as a file is the same reform when it is read again."""

import pytest

from boligsocial.definitions import definition_from
from boligsocial.law.reform_files import as_toml
from boligsocial.law.reforms import Reform, built_in_reforms

OWN = Reform(
    id="egen",
    name='Min "egen" regel\nmed to linjer',
    drop=["income"],
    criteria={"convicted": {"times_national_rate": "2.5", "operator": ">"}},
    statuses={"udsat": {"required": 3, "minimum_residents": 800}},
)


@pytest.mark.parametrize("reform", [OWN, *built_in_reforms()], ids=lambda reform: reform.id)
def test_a_reform_is_read_back_as_it_was(reform):
    assert definition_from(as_toml(reform), Reform, "reform.toml") == reform

"""The small charts: each series with its own figures, gaps where a figure is hidden."""

from boligsocial.portal.estates.charts import series_chart

POINTS = [("2016", 0.2), ("2017", None), ("2018", 0.4)]


def test_each_series_has_its_figures_in_per_cent_and_gaps():
    spec = series_chart({"unit": POINTS, "nation": [("2016", 0.1)]}, "share")
    data = {layer["name"]: layer["data"]["values"] for layer in spec["layer"]}
    assert set(data) == {"unit", "nation"}
    assert [row["value"] for row in data["unit"]] == [20, None, 40]
    assert {layer["encoding"]["y"]["scale"]["domain"][0] for layer in spec["layer"]} == {0}


def test_a_figure_without_others_beside_it_is_a_point():
    lines = {"unit": POINTS, "municipality": POINTS, "nation": [("2016", 0.1), ("2017", 0.2)]}
    marks = {layer["name"]: layer["mark"] for layer in series_chart(lines, "share")["layer"]}
    assert "point" in marks["municipality"]
    assert "point" not in marks["nation"]


def test_one_chart_does_not_carry_figures_of_another():
    first = series_chart({"unit": POINTS}, "share")
    series_chart({"unit": [("2016", 250_000.0)]}, "DKK")
    assert first["layer"][0]["data"]["values"][0]["value"] == 20
    assert "domain" in first["layer"][0]["encoding"]["y"]["scale"]

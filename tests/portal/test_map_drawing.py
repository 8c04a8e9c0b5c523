"""Areas stand where they are, and Bornholm in a frame of its own."""

from boligsocial.portal.components import AreaPoint
from boligsocial.portal.map_drawing import as_geojson, drawn_map, height, place
from boligsocial.portal.theme import theme


def test_north_is_up_and_east_is_right():
    aalborg, odense, copenhagen = place(9.92, 57.05), place(10.39, 55.40), place(12.57, 55.68)
    assert aalborg[1] < copenhagen[1] < odense[1]
    assert aalborg[0] < odense[0] < copenhagen[0]


def test_bornholm_is_moved_into_its_frame():
    inset = theme()["map"]["inset"]
    x, y = place(14.71, 55.10)
    assert inset["x"] < x < theme()["map"]["width"]
    assert inset["y"] < y < height() / 3


def test_areas_in_one_place_are_drawn_apart_with_a_line_back():
    areas = [AreaPoint(str(each), "Navn", "By", 12.5, 55.7) for each in range(3)]
    marks = drawn_map(areas).marks
    assert len({(mark.x, mark.y) for mark in marks}) == 3
    assert len({(mark.root_x, mark.root_y) for mark in marks}) == 1
    assert any(mark.is_moved for mark in marks)


def test_the_live_map_gets_each_area_at_its_place():
    (feature,) = as_geojson([AreaPoint("a", "Navn", "By", 12.5, 55.7, url="/a/")])["features"]
    assert feature["geometry"]["coordinates"] == [12.5, 55.7]
    assert feature["properties"] == {"id": "a", "url": "/a/"}

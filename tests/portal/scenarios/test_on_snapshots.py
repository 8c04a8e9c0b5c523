"""A scenario on a snapshot keeps to it, whatever figures the reader has chosen since."""

from django.test import Client
from django.urls import reverse

from boligsocial.portal.scenarios.models import Scenario


def test_a_scenario_on_a_snapshot_stands_on_it_for_every_reader(
    on_snapshots, save, settings, tmp_path
):
    first = save("Tidligere", snapshot=on_snapshots.earlier)
    second = save("Senere", snapshot=on_snapshots.later)
    assert [first.figures, second.figures] == [on_snapshots.earlier, on_snapshots.later]
    assert (
        f"snapshot={on_snapshots.earlier}"
        in Client()
        .get("/fordeling/", {"snapshot": on_snapshots.earlier})
        .text.split("scenarier/gem/?")[1]
        .split('"')[0]
    )

    page = Client().get(reverse("scenarios:scenario", args=[first.pk]))
    assert not page.context["found"].has_changed
    opened = Client().get(f"/fordeling/?{page.context['query']}").context["shared"]
    assert opened.distribution == page.context["shared"].distribution
    assert opened.figures_name == page.context["shared"].figures_name

    compared = reverse("scenarios:compared_scenarios")
    pair = Client().get(compared, {"s": [first.pk, second.pk]})
    assert pair.status_code == 200
    assert "forskellige tal eller lister" in pair.text

    empty = {"snapshots": tmp_path / "none"}
    settings.PORTAL = settings.PORTAL.model_copy(update=empty)
    gone = Client().get(reverse("scenarios:scenario", args=[first.pk]))
    assert "kan ikke længere beregnes" in gone.text
    assert Scenario.objects.count() == 2

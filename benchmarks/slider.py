"""From a move of the frame's slider to the painted ladder, with 1,100 candidates in a browser.

The portal is served by the server that serves it in use and looked at with Debian's Chromium. Its
lists are made up: the published figures of 2017 repeated with noise, so that there are as many
areas as are asked for. Beside it the same move as the whole page, which is what a portal without
pieces of pages does. Times are medians and the slowest; what the processor worked for a move, in
the page and in the server, is told too, since on a busy machine the clock tells more of the others.
`--areas` sets the size.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
from dataclasses import replace
from functools import cached_property

import numpy as np
import polars as pl

os.environ["BOLIGSOCIAL_HOME"] = tempfile.mkdtemp(prefix="boligsocial-slider-")
os.environ["DJANGO_SETTINGS_MODULE"] = "boligsocial.portal.settings"

from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from boligsocial.law.references import NationalRates
from boligsocial.portal import figures
from boligsocial.portal.upgrade import upgrade_database
from boligsocial.portal.wsgi import application
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists
from boligsocial.snapshots.candidates import need
from boligsocial.snapshots.near_the_list import beyond_the_limits, on_the_edge
from boligsocial.snapshots.published import published_snapshot

LIST = "2017-12-01"
MOVES = 40
ON_THE_LIST = 15
FLAGS = ["--no-sandbox", "--no-first-run", "--disable-background-networking"]
MOVE = """(mio) => new Promise((done) => {
  const range = document.querySelector("input[type=range]");
  const ladder = document.getElementById("ladder"), numbers = document.getElementById("numbers");
  const start = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  });
  const whole = { childList: true, subtree: true, attributes: true, characterData: true };
  watch.observe(ladder, whole);
  watch.observe(numbers.parentElement, { childList: true });
  range.value = mio;
  range.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""


class ManyAreas(AreaLists):
    """The list of 2017 with its areas repeated, each copy with other figures."""

    kind = "synthetic"

    def __init__(self, count: int) -> None:
        self.few, self.count = published_snapshot(), count

    @cached_property
    def lists(self) -> tuple[AreaList, ...]:
        this = self.few.list(LIST)
        return (replace(this, counts=dict.fromkeys(this.counts, ON_THE_LIST)),)

    @cached_property
    def areas(self) -> dict[str, Area]:
        rows = self.figures.select("area_id", "area", "of")
        return {
            area_id: replace(self.few.areas[of], area_id=area_id, name=name)
            for area_id, name, of in rows.iter_rows()
        }

    @cached_property
    def figures(self) -> pl.DataFrame:
        random = np.random.default_rng(1)
        few = self.few.figures.filter(pl.col("list_id") == LIST)
        few = few.with_columns(pl.col("area_id").alias("of"))
        many = pl.concat([few] * (self.count // len(few) + 1)).with_row_index("copy")
        many = many.head(self.count)
        shares = [name for name in many.columns if name.startswith("pct_")]
        noisy = [(pl.col(name) * random.normal(1.25, 0.2, len(many))).round(2) for name in shares]
        copies = pl.format("{}-{}", "of", "copy")
        return many.with_columns(
            *noisy, copies.alias("area_id"), copies.alias("area_key"),
            pl.format("{} {}", "area", "copy").alias("area"),
        )  # fmt: skip

    @cached_property
    def memberships(self) -> pl.DataFrame:
        by_need = sorted(self.verdicts.values(), key=need, reverse=True)
        rows = [
            {"list_date": self.lists[0].on, "list_id": LIST, "area_id": each.area["area_id"],
             "status": self.lists[0].rules.statuses[0].id, "on_list": True}
            for each in by_need[:ON_THE_LIST]
        ]  # fmt: skip
        return pl.DataFrame(rows, self.few.memberships.schema)

    @cached_property
    def history(self) -> pl.DataFrame:
        return self.few.history

    @property
    def national_rates(self) -> NationalRates:
        return self.few.national_rates

    @property
    def stated(self) -> pl.DataFrame:
        return self.few.stated.clear()

    @property
    def sources(self) -> pl.DataFrame:
        return self.few.sources

    def list_sources(self, list_id: str) -> tuple[str, ...]:
        return self.few.list_sources(list_id)

    def edge(self, list_id: str) -> set[str]:
        return on_the_edge(self, list_id)

    def exposed(self, list_id: str) -> set[str]:
        return beyond_the_limits(self, list_id)


def served(areas: int) -> str:
    """The address of a portal whose figures are made up."""
    many = ManyAreas(areas)
    vars(figures)["published_snapshot"] = lambda: many
    upgrade_database()
    server = create_server(application, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}"


def page_of(browser: Browser, address: str) -> Page:
    """The page, open and quiet."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="da-DK")
    page.goto(f"{address}/fordeling/?ramme=140")
    page.wait_for_load_state("networkidle")
    return page


def moves(page: Page) -> tuple[list[float], list[float]]:
    """For each move the milliseconds to the painted ladder, and those that the server took."""
    answers: list[float] = []
    page.on("requestfinished", lambda each: answers.append(each.timing["responseStart"]))
    painted = []
    for move in range(MOVES):
        painted.append(page.evaluate(MOVE, 100 + 37 * move % 130))
        page.wait_for_timeout(150)
    return painted, answers


def worked(page: Page) -> tuple[float, float]:
    """Seconds that the processor has worked: for the page, and for this process, the server."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return next(each["value"] for each in metrics if each["name"] == "ProcessTime"), (
        time.process_time()
    )


def whole_pages(page: Page) -> list[float]:
    """The milliseconds of the same moves as whole pages."""
    spent = []
    for move in range(5):
        start = time.perf_counter()
        page.goto(page.url.split("?")[0] + f"?ramme={100 + 37 * move % 130}")
        spent.append(1000 * (time.perf_counter() - start))
    return spent


def told(name: str, spent: list[float]) -> None:
    print(f"  {name:<34} median {statistics.median(spent):7.0f} ms, slowest {max(spent):7.0f} ms")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--areas", type=int, nargs="*", default=[60, 300, 1_150])
    for areas in arguments.parse_args().areas:
        address = served(areas)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            page = page_of(browser, address)
            count = page.locator(".rung[data-area]").count()
            print(
                f"the slider over {count:,} candidates, {MOVES} moves, "
                f"load {os.getloadavg()[0]:.1f}"
            )
            before = worked(page)
            painted, answers = moves(page)
            after = worked(page)
            told("move to painted", painted)
            told("the server's answer", answers)
            browser_ms, server_ms = (
                1000 * (b - a) / MOVES for a, b in zip(before, after, strict=True)
            )
            print(f"  processor a move: page {browser_ms:.0f} ms, server {server_ms:.0f} ms")
            told("the whole page instead", whole_pages(page))
            browser.close()


if __name__ == "__main__":
    main()

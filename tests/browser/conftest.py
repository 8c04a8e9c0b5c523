"""The portal served for real, and Debian's Chromium to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from boligsocial.snapshots.attachment import attachment_evidence
from boligsocial.snapshots.opening import opened_lists

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
# Without these Chromium asks hosts of its own at every start.
QUIET = [
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-quic", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]  # fmt: skip
# What a machine without a graphics card says of itself is no fault of a page.
NOT_OURS = ("swiftshader", "GPU stall", "software WebGL")

PREPARE = """
from boligsocial.portal.upgrade import upgrade_database
upgrade_database()
from boligsocial.portal.ledger.demo import make_demo_ledger
from boligsocial.portal.people.demo import make_demo_people
from boligsocial.portal.scenarios.demo import make_demo_scenarios
make_demo_people(), make_demo_ledger(), make_demo_scenarios()
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def portal():
    """The address of the portal, served by the server that serves it in use."""
    from waitress.server import create_server

    from boligsocial.portal.wsgi import application

    server = create_server(application, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.fail("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, portal):
    """Opens an address in a window of its own; complaints of the page are kept in `complaints`."""
    contexts = []

    def opened(address, *, width=1280, language="da", javascript=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="da-DK",
            base_url=portal,
            java_script_enabled=javascript,
        )
        contexts.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": portal}])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: _keep(page, message))
        page.on("request", lambda request: _keep_outside(page, request, portal))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()


@contextmanager
def demonstration(home, **settings):
    """The address of a portal served from a home with the people of the demonstration."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"BOLIGSOCIAL_HOME": str(home)} | settings
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    command = [sys.executable, "-m", "boligsocial", "serve", "--host", "127.0.0.1"]
    server = subprocess.Popen([*command, "--port", str(port)], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address):
    for _ in range(150):
        try:
            httpx.get(f"{address}/tilgaengelighed/")
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"nothing answers on {address}")


@pytest.fixture
def be(chromium, demo):
    """A browser window in which a person of the module's `demo` is logged in."""
    contexts = []

    def being(name, *, width=1280, language="da"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="da-DK", base_url=demo
        )
        contexts.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": demo}])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if name:
            page.goto("/konto/login/")
            page.get_by_role("button", name=name).click()
            page.wait_for_url(lambda address: "/konto/login/" not in address)
        return page

    yield being
    for context in contexts:
        context.close()


def _keep(page, message):
    if message.type == "error" and not any(each in message.text for each in NOT_OURS):
        page.complaints.append(message.text)


def _keep_outside(page, request, portal):
    if not request.url.startswith((portal, "data:", "blob:")):
        page.complaints.append(f"asks another site: {request.url}")


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@pytest.fixture
def faults(axe):
    """What is wrong with an open page: for screen readers, on the console, or out of its window."""

    def found(page, *, expected=""):
        page.evaluate(axe)
        violations = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
        told = [
            f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in violations
        ]
        told += [each for each in page.complaints if not expected or expected not in each]
        width = page.viewport_size["width"]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            told.append(f"wider than {width}")
        return told

    return found


@pytest.fixture
def names(on_snapshots):
    """What stands in addresses: snapshots, an area, and estates of every kind."""
    lists = opened_lists(on_snapshots.store, on_snapshots.later)
    estates, index = list(lists.estates.values()), lists.snapshot.table("index")
    large = max(estates, key=lambda each: each.residents or 0)
    return {
        "earlier": on_snapshots.earlier,
        "later": on_snapshots.later,
        "area": large.areas[0],
        "large": large.estate_id,
        "small": next(each.estate_id for each in estates if each.is_hidden),
        "pooled": index.filter("pooled")["estate_id"][0],
        "without": index.filter(index["rank"].is_null())["estate_id"][0],
        "beside": attachment_evidence(lists.snapshot)["estate_id"][0],
    }


@pytest.fixture(scope="session")
def axe():
    """The accessibility engine, as script."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

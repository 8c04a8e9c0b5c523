"""The portal served for real, and Debian's Chromium to look at it."""

import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

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


@pytest.fixture(scope="session")
def axe():
    """The accessibility engine, as script."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

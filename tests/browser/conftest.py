"""A real browser before the real page: Debian's Chromium, one rehearsal for all of its tests."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.demo import Demo
from tests.browser.visitor import Visitor

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # With the network off: whatever is not this machine has no address.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

Visit = Callable[..., Visitor]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, where there is one. It ends with these tests: while it lives, no other test can run an event loop."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A rehearsal of the sample campaign, two working days before its launch."""
    demo = Demo(tmp_path_factory.mktemp("demo"))
    yield demo
    demo.ends()


@pytest.fixture
def visit(browser: Browser, demo: Demo) -> Iterator[Visit]:
    """Open windows on the page; in the end nothing was complained of and nothing left the machine."""
    visitors: list[Visitor] = []

    def visit(*, phone: bool = False, dark: bool = False, **more: Any) -> Visitor:
        # axe is a script from outside, which the page's own policy would refuse.
        look: dict[str, Any] = {"viewport": PHONE if phone else DESKTOP, "color_scheme": "dark" if dark else "light"}
        context = browser.new_context(**look, reduced_motion="reduce", locale="vi-VN", **more)
        visitors.append(Visitor(context, demo.address))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.leaves()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, to be looked at; not committed."""
    return Path(__file__).resolve().parents[2] / "build" / "page"

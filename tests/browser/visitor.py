"""Somebody before the page, in a real browser: what they see and do, and what the browser complained of."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Route, expect

PATIENCE = 15_000
"""Milliseconds a test waits for something that must happen."""
GRAVE = {"serious", "critical"}


class Chat:
    """One open chat: a column of the page."""

    def __init__(self, page: Page, column: Locator) -> None:
        self.page = page
        self.column = column

    @property
    def messages(self) -> Locator:
        return self.column.locator(".message, .service")

    @property
    def field(self) -> Locator:
        return self.column.locator("textarea")

    def says(self, text: str) -> None:
        """Type it and press Enter; it stands in the chat before this returns."""
        before = self.column.locator(".message.own").count()
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.column.locator(".message.own")).to_have_count(before + 1)
        expect(self.field).to_have_value("")

    def button(self, label: str) -> Locator:
        """The newest inline button whose label begins so."""
        return self.column.locator(".keyboard button").filter(has_text=re.compile(rf"^\W*{re.escape(label)}")).last

    def taps(self, label: str) -> None:
        self.button(label).click()

    def does(self, what: str) -> None:
        """Choose something of the chat's own menu."""
        self.column.locator(".column-head [aria-haspopup=menu]").click()
        self.page.get_by_role("menuitem", name=what).click()

    def reads(self, text: str) -> Locator:
        """Wait until a message with these words is there."""
        found = self.messages.filter(has_text=text).last
        expect(found).to_be_visible()
        return found

    def newest(self, text: str) -> None:
        """Wait until the newest message holds these words."""
        expect(self.column.locator(".message").last).to_contain_text(text)

    def has_not_heard(self, text: str) -> None:
        expect(self.messages.filter(has_text=text)).to_have_count(0)


@dataclass
class Visitor:
    """A browser window on the page. Everything it asks for is kept, and nothing but this machine is let through."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.context.on("request", self._note)
        self.context.route("**/*", self._only_here)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(self.address)
        expect(self.entries.first).to_be_visible()

    @property
    def entries(self) -> Locator:
        return self.page.locator(".entry")

    def entry(self, name: str) -> Locator:
        return self.entries.filter(has=self.page.locator(".entry-name", has_text=name))

    def opens(self, name: str, *, beside: bool = False) -> Chat:
        """Open the chat of a person or a group, in the column in use or in one more."""
        way = self.entry(name).locator(".beside" if beside else ".entry-main")
        way.click()
        chat = self.chat(name)
        expect(chat.column.get_by_role("log")).to_have_attribute("aria-live", "polite")
        return chat

    def chat(self, name: str) -> Chat:
        heading = self.page.locator(".column-who h2", has_text=name)
        return Chat(self.page, self.page.locator(".column").filter(has=heading))

    def unread(self, name: str) -> Locator:
        return self.entry(name).locator(".count")

    def moves_clock_to(self, day: str) -> None:
        """Go to eight o'clock of a day (YYYY-MM-DD) and wait until it is there and everything has settled."""
        self.page.locator(".clock input[type=date]").fill(day)
        self.page.locator(".clock form button").click()
        self.settles(day)

    def settles(self, day: str) -> None:
        """Wait until the clock shows that day and moves no more."""
        clock = self.page.locator(".clock")
        expect(clock.locator(".clock-day")).to_contain_text(str(int(day[-2:])))
        expect(clock.locator("input[type=date]")).to_have_attribute("min", day)
        expect(clock).to_have_attribute("aria-busy", "false")

    def provokes(self, what: str) -> None:
        """Press a button of the bot's process: kill, restart, stop, start."""
        self.page.locator("#tab-troubles").click()
        self.page.locator(f".troubles button[data-what={what}]").click()

    def bot_is(self, state: str) -> None:
        expect(self.page.locator("#bot-state")).to_have_attribute("data-state", state)

    def faults(self) -> list[str]:
        """What axe finds serious or critical in what is shown now."""
        found: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in GRAVE]

    def pictured(self, folder: Path, name: str) -> Path:
        """A screenshot, to be looked at by people."""
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", animations="disabled")
        return folder / f"{name}.png"

    def leaves(self) -> None:
        """Close the window. Nothing was complained of and no request was meant for another machine."""
        self.context.close()
        assert self.complaints == []
        assert self.asked <= {urlsplit(self.address).netloc}

    def _note(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"blob", "data"}:
            self.asked.add(parts.netloc)

    def _only_here(self, route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(self.address).netloc:
            route.continue_()
        else:
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

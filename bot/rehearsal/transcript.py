"""The transcript of a rehearsal: who did what, and what the bot said to whom and when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.rehearsal.telegram import Event, Telegram

SHOWN_LINES, BOARD_LINES = 4, 16
WARNING = "⚠️"
"""From here on a text is shown to its end."""
WIDTH = 110
_EDITED = {"editMessageText", "editMessageMedia"}
_FILES = {"sendDocument", "sendPhoto", "sendVideo", "sendAnimation", "sendAudio", "sendVoice", "sendVideoNote"}
_PICTURES = {"sendPhoto", "editMessageMedia"}
_SPOKEN = {"sendMessage", "pinChatMessage"} | _EDITED | _FILES


@dataclass
class Said:
    """One text of the bot, to everybody who got it at the same minute; or one act of a person."""

    at: datetime
    method: str
    text: str
    buttons: tuple[str, ...] = ()
    to: list[str] = field(default_factory=list)
    by: str = ""


class Transcript:
    """Listens to the emulated Bot API and prints as it goes. `names` tells who a chat is."""

    def __init__(self, telegram: Telegram, timezone: str, language: str, out: Callable[[str], None]) -> None:
        self._zone = ZoneInfo(timezone)
        self._language = language
        self._out = out
        self._day: date | None = None
        self._open: Said | None = None
        self._boards: dict[str, str] = {}
        self.names: dict[int, str] = {}
        self.lines: list[Said] = []
        telegram.listeners.append(self._hear)

    def _hear(self, event: Event) -> None:
        if event.method not in _SPOKEN or event.chat is None or event.message is None:
            return
        buttons = tuple(button.text for row in event.message.buttons for button in row)
        self._add(Said(event.at.astimezone(self._zone), event.method, event.message.text, buttons), event.chat.id)

    def _add(self, said: Said, chat_id: int) -> None:
        name = self.names.get(chat_id, str(chat_id))
        last = self._open
        same = last is not None and (last.text, last.method, last.buttons) == (said.text, said.method, said.buttons)
        if last is not None and same and last.at.replace(second=0, microsecond=0) == _minute(said.at):
            last.to.append(name)
            return
        self.flush()
        said.to.append(name)
        self._open = said

    def goes_to(self, out: Callable[[str], None]) -> None:
        """From now on it is printed there."""
        self._out, self._day = out, None

    def act(self, at: datetime, who: str, what: str) -> None:
        """A person does something."""
        self.flush()
        line = Said(at.astimezone(self._zone), "", what, by=who)
        self.lines.append(line)
        self._date(line.at)
        self._out(f"{line.at:%H:%M}  {who}: {what}")

    def flush(self) -> None:
        """Print what was gathered for several chats."""
        said, self._open = self._open, None
        if said is None:
            return
        self.lines.append(said)
        self._date(said.at)
        mark = "✎" if said.method in _EDITED else "→"
        self._out(f"{said.at:%H:%M}    {mark} {', '.join(said.to)}")
        for line in _shown(said.text, self._most(said)):
            self._out(f"           {line}")
        if said.buttons:
            self._out("           " + " ".join(f"[{label}]" for label in said.buttons[:6]))

    def _most(self, said: Said) -> int:
        """A picture's text is shown whole where it says something new."""
        to = ", ".join(said.to)
        new = said.method in _PICTURES and self._boards.get(to) != said.text
        self._boards[to] = said.text if new else self._boards.get(to, "")
        return BOARD_LINES if new else SHOWN_LINES

    def _date(self, at: datetime) -> None:
        if at.date() != self._day:
            self._day = at.date()
            shown = format_date(self._day, "EEEE d/M/yyyy", locale=self._language)
            self._out(f"\n── {shown} " + "─" * 40)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _shown(text: str, most: int) -> list[str]:
    lines = [line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in text.splitlines() if line.strip()]
    warned = next((at for at, line in enumerate(lines) if WARNING in line), len(lines))
    more = ["…"] if len(lines) > most else []
    return lines[:most] + more + lines[max(most, warned) :]

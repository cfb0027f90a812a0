"""The town: a bloc with a launched campaign and people who speak with the bot through the emulated Bot API.

The cast: leader Mai (unit stttt), head Bình and his staff Lan (unit syt), head Tú and her staff Hoa (unit sgddt),
council member Dũng (unit bdt), and the stranger Quân.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.rehearsal.stage import Stage
from bot.rehearsal.telegram import Message, Person
from store.blocs import init_bloc
from store.campaign_file import CampaignFile, read_campaign_file
from store.campaign_file.samples import sample
from store.campaigns import import_campaign
from store.engine import begin, reading
from store.tables import (
    Account,
    Appointment,
    Bloc,
    BlocRole,
    Campaign,
    Chat,
    ChatKind,
    Duty,
    Letter,
    LetterState,
    Member,
    Membership,
    MembershipState,
    Milestone,
    Unit,
    UnitRole,
)

T = TypeVar("T")

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAUNCH = datetime(2020, 1, 2, 9, 0, tzinfo=HANOI)


@cache
def sample_file() -> CampaignFile:
    """The campaign the town has: two phases, four dated duties, seven units."""
    return read_campaign_file(sample("khoi-vhxh-2020").read_bytes())


def keep_schema(_engine: Engine) -> None:
    """The test's database has its tables already."""


class Actor:
    """One of the cast. Every act is followed by all that the bot does about it; `acts` counts them."""

    def __init__(self, town: "Town", person: Person) -> None:
        self.town = town
        self.person = person
        self.acts = 0

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def heard(self) -> list[Message]:
        """What the bot said in private, oldest first."""
        return self.person.heard

    @property
    def last(self) -> Message:
        return self.person.last

    def reads(self) -> str:
        """The newest text of the bot in private."""
        return self.last.text

    def buttons(self) -> list[str]:
        """The labels on the newest message of the bot."""
        return [button.text for row in self.last.buttons for button in row]

    def _acted(self) -> None:
        self.acts += 1
        self.town.settles()

    def sends(self, text: str, **where: Any) -> Message:
        message = self.person.sends(text, **where)
        self._acted()
        return message

    def starts(self, token: str = "") -> None:
        self.person.starts(token)
        self._acted()

    def follows(self, link: str, **where: Any) -> None:
        self.person.follows(link, **where)
        self._acted()

    def sends_file(self, name: str, **more: Any) -> Message:
        message = self.person.sends_file(name, **{"data": b"content of " + name.encode(), **more})
        self._acted()
        return message

    def sends_photo(self, **more: Any) -> Message:
        message = self.person.sends_photo(**more)
        self._acted()
        return message

    def sends_video(self, name: str = "phim.mp4", **more: Any) -> Message:
        return self.sends_file(name, kind="video", mime="video/mp4", **more)

    def sends_voice(self, **more: Any) -> Message:
        """A voice message, which has no name."""
        return self.sends_file("voice.ogg", kind="voice", mime="audio/ogg", **more)

    def sends_album(self, files: list[Any], **more: Any) -> list[Message]:
        messages = self.person.sends_album(files, **more)
        self._acted()
        return messages

    def forwards(self, message: Message, **where: Any) -> Message:
        forwarded = self.person.forwards(message, **where)
        self._acted()
        return forwarded

    def forwards_album(self, messages: list[Message], **where: Any) -> list[Message]:
        forwarded = self.person.forwards_album(messages, **where)
        self._acted()
        return forwarded

    def edits(self, message: Message, text: str) -> None:
        self.person.edits(message, text)
        self._acted()

    def taps(self, label: str, message: Message | None = None, **where: Any) -> None:
        """Tap the button with this label (or one that begins so) on the newest message that has it."""
        on = message or self._with_button(label)
        self.person.taps(on, _full_label(on, label), **where)
        self._acted()

    def taps_twice(self, label: str, message: Message | None = None) -> None:
        """Two taps before the bot answers the first."""
        on = message or self._with_button(label)
        full = _full_label(on, label)
        self.person.taps(on, full)
        self.person.taps(on, full)
        self._acted()

    def taps_data(self, message: Message, data: str) -> None:
        """A tap with any data at all: a forged or forwarded button."""
        self.person.taps_stale(message, data)
        self._acted()

    def _with_button(self, label: str) -> Message:
        for message in reversed(self.heard):
            if any(button.text.startswith(label) for row in message.buttons for button in row):
                return message
        raise AssertionError(f"{self.name} sees no button {label!r}; the newest: {self.last!r} {self.buttons()}")


def _full_label(message: Message, label: str) -> str:
    labels = [button.text for row in message.buttons for button in row]
    if label in labels:
        return label
    for one in labels:
        if one.startswith(label):
            return one
    return label


class Town:
    """The cast around one rehearsal. Everything a test does is over before the next line."""

    def __init__(self, folder: Path, database_url: str, *, launched: bool = True, language: str = "vi") -> None:
        self._runner = asyncio.Runner()
        self._folder = folder
        self.stage = Stage(folder, start=LAUNCH.astimezone(UTC), database_url=database_url, migrate=keep_schema)
        self.engine = self.stage.engine
        self.language = language
        self._found()
        self.runs(self.stage.open())
        telegram = self.stage.telegram
        self.mai = self._joins("Mai", "stttt", UnitRole.HEAD, BlocRole.LEADER)
        self.binh = self._joins("Bình", "syt", UnitRole.HEAD)
        self.lan = self._joins("Lan", "syt")
        self.tu = self._joins("Tú", "sgddt", UnitRole.HEAD)
        self.hoa = self._joins("Hoa", "sgddt")
        self.dung = self._joins("Dũng", "bdt", None, BlocRole.COUNCIL)
        self.quan = Actor(self, telegram.person("Quân"))
        if launched:
            self._launches()
        self.settles()
        for actor in (self.mai, self.binh, self.lan, self.tu, self.hoa, self.dung):
            actor.acts = 0

    def _found(self) -> None:
        file = sample_file()
        with begin(self.engine) as session:
            new = init_bloc(session, file, timezone="Asia/Ho_Chi_Minh", locale=self.language, now=self.now)
            campaign = import_campaign(session, new.bloc, file.campaign, by=None, now=self.now)
            assert new.bloc.id is not None and campaign.id is not None
            self.bloc_id, self.campaign_id = new.bloc.id, campaign.id

    def _launches(self) -> None:
        from store.launches import launch_campaign

        with begin(self.engine) as session:
            mai = session.exec(select(Member).where(col(Member.name) == "Mai")).one()
            launch_campaign(session, self.campaign_id, by=mai, now=self.now)

    def _joins(
        self, name: str, unit: str, role: UnitRole | None = UnitRole.MEMBER, bloc_role: BlocRole | None = None
    ) -> Actor:
        """Somebody who joined before the story begins."""
        person = self.stage.telegram.person(name)
        person.starts()
        self.stage.telegram.updates.drop()
        day = (self.now - timedelta(days=1)).date()
        with begin(self.engine) as session:
            session.add(
                Account(
                    id=person.id,
                    language=self.language,
                    telegram_name=name,
                    bloc_id=self.bloc_id,
                    consent_version=1,
                    consented_at=self.now,
                )
            )
            session.flush()
            private = Chat(telegram_id=person.id, kind=ChatKind.PRIVATE, account_id=person.id, language=self.language)
            session.add(private)
            member = Member(bloc_id=self.bloc_id, account_id=person.id, name=name)
            session.add(member)
            session.flush()
            assert member.id is not None
            unit_id = session.exec(select(Unit.id).where(col(Unit.code) == unit)).one()
            assert unit_id is not None
            session.add(
                Membership(
                    member_id=member.id,
                    unit_id=unit_id,
                    role=role or UnitRole.MEMBER,
                    state=MembershipState.ACTIVE,
                    first_day=day,
                )
            )
            if bloc_role is not None:
                session.add(Appointment(member_id=member.id, bloc_id=self.bloc_id, role=bloc_role, first_day=day))
        return Actor(self, person)

    def newcomer(self, name: str) -> Actor:
        """Somebody who has not met the bot."""
        return Actor(self, self.stage.telegram.person(name))

    # Time and the bot

    def runs(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    @property
    def now(self) -> datetime:
        return self.stage.clock.now()

    def settles(self) -> None:
        """The bot does everything it has to do now."""
        self.runs(self.stage.settle())

    def moves_to(self, day: date | str, clock: time = time(8, 30)) -> None:
        """The clock goes to that time of the day in Hanoi, through all that happens before."""
        on = date.fromisoformat(day) if isinstance(day, str) else day
        self.runs(self.stage.move_to(datetime.combine(on, clock, HANOI)))

    def sleeps_until(self, day: date | str) -> None:
        """The bot is down until 8:30 of that day and then makes good what was missed: for months without a story."""
        on = date.fromisoformat(day) if isinstance(day, str) else day
        self.stage.clock.advance_to(datetime.combine(on, time(8, 30), HANOI))
        self.settles()

    def restarts(self) -> None:
        """The bot's process ends and another takes over its database."""
        self.runs(self.stage.restart())
        self.settles()

    def closes(self) -> None:
        self.runs(self.stage.close())
        self._runner.close()

    # What is true

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with reading(self.engine) as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        with begin(self.engine) as session:
            yield session

    def all(self, table: type[T]) -> list[T]:
        """Every row of a table, by id."""
        with self.reading() as session:
            return list(session.exec(select(table).order_by(table.id)))  # type: ignore[attr-defined]

    def one(self, table: type[T], **values: Any) -> T:
        """The one row with these values."""
        found = [row for row in self.all(table) if all(getattr(row, name) == value for name, value in values.items())]
        assert len(found) == 1, f"{len(found)} rows of {table.__name__} with {values}"
        return found[0]

    def unit(self, code: str) -> Unit:
        return self.one(Unit, code=code)

    def member(self, name: str) -> Member:
        return self.one(Member, name=name)

    @property
    def bloc(self) -> Bloc:
        return self.one(Bloc, id=self.bloc_id)

    @property
    def campaign(self) -> Campaign:
        return self.one(Campaign, id=self.campaign_id)

    def duty(self, milestone: str, unit: str | None = None) -> Duty:
        """The duty of a unit (None: of the office) for a milestone, by code."""
        milestone_id = self.one(Milestone, code=milestone, campaign_id=self.campaign_id).id
        return self.one(Duty, milestone_id=milestone_id, unit_id=self.unit(unit).id if unit else None)

    def letters(self, template: str, *, state: LetterState | None = None) -> list[Letter]:
        """The letters of a template, oldest first."""
        return [one for one in self.all(Letter) if one.template == template and state in (None, one.state)]

    def is_sound(self) -> None:
        """Nothing was refused by the Bot API as misuse, and no update failed."""
        assert self.stage.telegram.misuses == []
        with self.reading() as session:
            from store.tables import Inbox, UpdateState

            failed = session.exec(select(Inbox).where(col(Inbox.state) == UpdateState.FAILED)).all()
            assert [row.error_id for row in failed] == []

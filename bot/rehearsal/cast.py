"""The cast of a rehearsal: a bloc's people, and how each unit keeps its dates."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.rehearsal.player import LostPlayer, Player, Verdict
from bot.rehearsal.stage import Stage
from bot.rehearsal.telegram import Group
from bot.rehearsal.transcript import Transcript
from messages.actions import Action
from messages.actions.forms import Submit
from messages.actions.groups import AddGroup
from messages.actions.invites import ChooseOffice, InviteHead, InviteOffice, InviteStaff, OpenInvites, OpenUnit
from messages.actions.joining import ApproveMember
from messages.actions.pledges import AskSign, SignPledge
from messages.actions.reports import GiveFiles
from messages.actions.reviews import ConfirmTarget, NextReview
from messages.actions.units import OpenUnits
from messages.actions.verification import AdjustAchievement, ConfirmAchievement, NextAchievement, VerifyAchievement
from store.campaign_file import BlocFile
from store.tables import BlocRole

HEADS = (
    "Nguyễn Thị Mai",
    "Phạm Thị Tú",
    "Lê Quang Dũng",
    "Trần Văn Bình",
    "Hoàng Minh Đức",
    "Đỗ Thu Hà",
    "Vũ Đình Khoa",
    "Bùi Thanh Sơn",
)
STAFF = (
    "Nguyễn Hữu Quý",
    "Phan Thị Hoa",
    "Ngô Gia Bảo",
    "Trần Thị Lan",
    "Dương Khánh Linh",
    "Đặng Ngọc Ánh",
    "Lý Thành Nam",
    "Mai Xuân Trường",
)


GOOD: tuple[type[Action], ...] = (ConfirmTarget, ConfirmAchievement, VerifyAchievement)
ONWARD: tuple[type[Action], ...] = (NextReview, NextAchievement)
"""The buttons that decide without a question, and those that lead to what waits next."""


class Habit(StrEnum):
    """How a unit keeps its dates."""

    PROMPT = "prompt"
    EVE = "eve"
    LAST_DAY = "last_day"
    LATE = "late"
    SILENT = "silent"
    CLUMSY = "clumsy"
    RETURNED = "returned"


@dataclass
class Team:
    """A unit's players: the head, one member of staff, and their habit."""

    code: str
    name: str
    head: Player
    staff: Player
    habit: Habit


class Cast:
    """Everybody of the bloc. They do nothing but what a person can do in the chat."""

    def __init__(self, stage: Stage, transcript: Transcript, bloc: BlocFile, language: str) -> None:
        self.stage, self.transcript, self.bloc, self.language = stage, transcript, bloc, language
        habits = list(Habit)
        units = sorted(bloc.units, key=lambda unit: unit.code != bloc.leader_unit)
        self.teams = [
            Team(
                unit.code,
                unit.name,
                self._player(_name(HEADS, place)),
                self._player(_name(STAFF, place)),
                habits[place % len(habits)],
            )
            for place, unit in enumerate(units)
        ]
        for team in self.teams:
            team.head.known_as(f"{team.head.title} ({team.code})")
            team.staff.known_as(f"{team.staff.title} ({team.code})")
        self.leader = self.teams[0].head
        self.council = self.teams[1 % len(self.teams)].head
        self.group: Group | None = None

    def _player(self, name: str) -> Player:
        person = self.stage.telegram.person(name, language_code=self.language)
        return Player(self.stage, self.transcript, person, self.language)

    def joins(self, name: str) -> Player:
        """Somebody more, who is nobody yet."""
        return self._player(name)

    async def gathers(self, leader_token: str, unit_ids: Mapping[str, int], *, pins: bool) -> None:
        """The leader joins by the one-time link and brings the heads in, the heads their staff; the group is linked.

        One head joins the council, since nobody verifies what is of their own unit. `pins`: the bot may pin.
        """
        await self.leader.opens(leader_token)
        await self.leader.taps(Submit)
        for team in self.teams[1:]:
            await self.leader.types("/quanly")
            await self.leader.taps(OpenUnits)
            await self.leader.taps(OpenUnit, unit_id=unit_ids[team.code])
            await self.leader.taps(InviteHead, unit_id=unit_ids[team.code])
            await team.head.opens(_token(self.leader.link()))
            await team.head.taps(Submit)
        for team in self.teams:
            await team.head.types("/donvi")
            await team.head.taps(InviteStaff, unit_id=unit_ids[team.code])
            await team.staff.opens(_token(team.head.link()))
            await team.staff.taps(Submit)
            await team.head.taps(ApproveMember)
        if self.council is not self.leader:
            await self.invites_office(self.council, BlocRole.COUNCIL)
        await self._links_group(pins)

    async def invites_office(self, player: Player, role: BlocRole) -> None:
        """The leader makes a link for a role of the bloc's office, and the player uses it."""
        await self.leader.types("/quanly")
        await self.leader.taps(OpenInvites)
        await self.leader.taps(ChooseOffice)
        await self.leader.taps(InviteOffice, role=role)
        await player.opens(_token(self.leader.link()))
        await player.taps(Submit)

    async def _links_group(self, pins: bool) -> None:
        people = [team.head.person for team in self.teams]
        self.group = self.stage.telegram.group(self.bloc.name[:100], people)
        self.transcript.names[self.group.id] = f"👥 {self.group.title}"
        await self.leader.types("/quanly")
        await self.leader.taps(AddGroup, unit_id=None)
        await self.leader.adds_bot(self.group, self.leader.link())
        if pins:
            await self.leader.promotes_bot(self.group)

    async def registers(self, player: Player, *, title: str, goal: bool = False) -> None:
        """/dangky with the first product of the list, or a goal."""
        await player.types("/dangky")
        choices = {"what": "g" if goal else "p0"}
        await player.fills({"title": title, "measured": "95 %"}, choices)

    async def registers_clumsily(self, player: Player, *, title: str) -> None:
        """The same with what people get wrong: too short, then right."""
        await player.types("/dangky")
        await player.fills({}, {"what": "p0"}, until="title")
        await player.types("x")
        await player.types(title)
        await player.taps(Submit)

    async def registers_title(self, player: Player) -> None:
        await player.types("/dangky")
        await player.fills({}, {"what": "t", "honour": "LDTT"})

    async def signs(self, team: Team) -> None:
        """Read the pledge, tap, tap again."""
        await team.head.types("/giaouoc")
        await team.head.taps(AskSign)
        await team.head.taps(SignPledge)

    async def reviews(self, player: Player, verdicts: dict[str, Verdict]) -> None:
        """Work through /duyet. What has a title of `verdicts` gets that verdict, once; the rest is found good."""
        await player.types("/duyet")
        while True:
            if any(map(player.shows, (*GOOD, AdjustAchievement))):
                await self._decides(player, verdicts)
            elif (onward := next(filter(player.shows, ONWARD), None)) is not None:
                await player.taps(onward)
            else:
                return

    async def _decides(self, player: Player, verdicts: dict[str, Verdict]) -> None:
        text = player.person.last.text
        title = next((one for one in sorted(verdicts) if one in text and player.shows(verdicts[one].tap)), None)
        if title is not None:
            await player.gives(verdicts.pop(title))
        elif (good := next(filter(player.shows, GOOD), None)) is not None:
            await player.taps(good)
        else:
            raise LostPlayer(f"{player.title} has no points for {text!r}")

    async def amends(self, player: Player, button: type[Action], *, title: str) -> None:
        """What was returned is mended, from the message that says so, and sent again."""
        await player.taps(button)
        await player.edits_step("title", title)
        await player.taps(Submit)

    async def hands_in(self, team: Team, *, name: str, duty_id: int) -> None:
        """Simply send the file and say with a tap what it is."""
        await team.head.sends_file(name, zlib.compress(f"{team.code} {name}".encode()))
        await team.head.taps(GiveFiles, duty_id=duty_id)


def _name(names: tuple[str, ...], place: int) -> str:
    round_, index = divmod(place, len(names))
    return names[index] if not round_ else f"{names[index]} {round_ + 1}"


def _token(link: str) -> str:
    return link.rpartition("=")[2]

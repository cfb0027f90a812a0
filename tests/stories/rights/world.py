"""Somebody of every role, for the cells of the rights table; `things.py` puts something of theirs at every place.

Places are those of `tests/store/rights_table.py`: `own` is Lan's in the unit "syt", `unit` the rest of that unit,
`other` another unit of the bloc, `bloc` the bloc's own, `foreign` another bloc. Texts that must not be seen say SECRET.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from store.tables import (
    Account,
    Appointment,
    BlocRole,
    Chat,
    ChatKind,
    Member,
    Membership,
    MembershipState,
    UnitRole,
)
from tests.store.founding import Founded
from tests.store.rights_table import ROLES

SECRET = "Bí mật"
DAY = date(2020, 1, 1)
UNITS = {"own": "syt", "unit": "syt", "other": "sgddt", "foreign": "van-phong"}
OUTSIDE = ("stranger", "waiting", "gone")
"""Who is no member: never was, asked to join and waits, or whose place and role ended yesterday."""

SPEAKERS = (*ROLES, *OUTSIDE)


def marked(place: str) -> str:
    """Where a text was put, so that a screen shows from where it took it."""
    return f"<{place}>"


@dataclass
class World:
    """`people`: role -> account id. Every other mapping is place -> row id."""

    session: Session
    now: datetime
    here: Founded
    there: Founded
    people: dict[str, int] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: int = 7_000_000

    def at(self, kind: str, place: str) -> int:
        """The row id of the thing of this kind at that place."""
        return self.rows[kind][place]

    def keep(self, kind: str, place: str, row: SQLModel) -> None:
        self.session.add(row)
        self.session.flush()
        self.rows.setdefault(kind, {})[place] = row.id  # type: ignore[attr-defined]

    def town(self, place: str) -> Founded:
        return self.there if place == "foreign" else self.here

    def bloc_id(self, place: str) -> int:
        return self.town(place).bloc.id or 0

    def unit_id(self, place: str) -> int:
        return self.town(place).unit(UNITS[place]).id or 0

    def account(self, town: Founded) -> int:
        self.numbers += 1
        self.session.add(Account(id=self.numbers, bloc_id=town.bloc.id, consent_version=1))
        self.session.flush()
        self.session.add(Chat(telegram_id=self.numbers, kind=ChatKind.PRIVATE, account_id=self.numbers))
        self.session.flush()
        return self.numbers

    def member(self, town: Founded, name: str) -> Member:
        member = Member(bloc_id=town.bloc.id or 0, account_id=self.account(town), name=name)
        self.session.add(member)
        self.session.flush()
        return member

    def sits(self, member: Member, unit_id: int, role: UnitRole = UnitRole.MEMBER, **more: Any) -> Membership:
        values = {"state": MembershipState.ACTIVE, "first_day": DAY, **more}
        place = Membership(member_id=member.id or 0, unit_id=unit_id, role=role, **values)
        self.session.add(place)
        self.session.flush()
        return place

    def serves(self, member: Member, role: BlocRole, **more: Any) -> None:
        values = {"first_day": DAY, **more}
        self.session.add(Appointment(member_id=member.id or 0, bloc_id=member.bloc_id, role=role, **values))
        self.session.flush()


def leader_of(world: World, town: Founded) -> Member:
    leader = world.member(town, f"{SECRET} Trưởng khối")
    world.serves(leader, BlocRole.LEADER)
    return leader


def add_speakers(world: World) -> None:
    """One person a role; who has a role in the bloc has no unit. `gone` was a head and the leader until yesterday."""
    syt, ended = world.unit_id("own"), {"first_day": DAY, "last_day": DAY}
    for role in SPEAKERS:
        if role == "stranger":
            world.people[role] = world.account(world.here)
            continue
        member = world.member(world.here, f"{SECRET} {role}")
        world.people[role] = member.account_id or 0
        if role in ("member", "head"):
            world.sits(member, syt, UnitRole(role))
        elif role == "waiting":
            world.sits(member, syt, state=MembershipState.WAITING)
        elif role == "gone":
            world.sits(member, syt, UnitRole.HEAD, **ended)
            world.serves(member, BlocRole.LEADER, **ended)
        elif role == "acting":
            world.serves(member, BlocRole.DEPUTY, acting=True)
        else:
            world.serves(member, BlocRole(role), unit_id=syt if role == "observer" else None)


def add_owners(world: World) -> None:
    """Whose work lies where; and a head in each unit, who speaks in no test, so that units have somebody to ask."""
    lan = world.session.exec(select(Member).where(col(Member.account_id) == world.people["member"])).one()
    world.owners["own"] = lan.id or 0
    for place in ("unit", "other", "foreign"):
        colleague = world.member(world.town(place), f"{SECRET} đồng nghiệp")
        world.sits(colleague, world.unit_id(place))
        world.owners[place] = colleague.id or 0
        head = world.member(world.town(place), f"{SECRET} thủ trưởng")
        world.sits(head, world.unit_id(place), UnitRole.HEAD)
        world.owners[f"{place} head"] = head.id or 0


def head_at(world: World, place: str) -> int:
    return world.owners["unit head" if place == "own" else f"{place} head"]


Make = Callable[[World, str, str], Any]
"""(world, place, role) -> the action a forged button carries."""

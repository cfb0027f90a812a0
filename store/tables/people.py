"""Who there is: accounts, blocs, units, members, their roles, invites and chats."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import BIG, FACTS, INSTANT, choice, key_to


class BlocKind(StrEnum):
    BLOC = "bloc"
    AGENCY = "agency"


class UnitKind(StrEnum):
    OFFICE = "office"
    DEPARTMENT = "department"
    MASS_ORG = "mass_org"


class UnitRole(StrEnum):
    MEMBER = "member"
    HEAD = "head"


class BlocRole(StrEnum):
    LEADER = "leader"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    COUNCIL = "council"
    OBSERVER = "observer"


class MembershipState(StrEnum):
    """waiting for the head's approval -> active | refused; active -> ended."""

    WAITING = "waiting"
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"


class ChatState(StrEnum):
    """ready: may be written to; closed: blocked by the person, or the bot was removed from the group."""

    READY = "ready"
    CLOSED = "closed"


class DocumentStyle(StrEnum):
    """How a bloc's papers are laid out: as the state's bodies do, or as the Party's."""

    STATE = "state"
    PARTY = "party"


class Bloc(SQLModel, table=True):
    """A bloc, or an agency whose departments compete. `contact` is {name, phone, email} or empty.

    `documents` None is the state's layout.
    """

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    kind: BlocKind = Field(sa_type=choice(BlocKind))
    timezone: str
    locale: str
    contact: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    documents: DocumentStyle | None = Field(default=None, sa_type=choice(DocumentStyle))


class Unit(SQLModel, table=True):
    """A unit of a bloc. `staff` is a number of people; `place` its order in lists; closed after `closed_on`.

    `successor_id`: the unit it was merged into when it closed.
    """

    __table_args__ = (UniqueConstraint("bloc_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    code: str
    name: str
    kind: UnitKind = Field(sa_type=choice(UnitKind))
    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    staff: int | None = None
    in_charge: str | None = None
    place: int = 0
    closed_on: date | None = None
    successor_id: int | None = Field(default=None, sa_column=key_to("unit.id", "fk_unit_successor"))


class LeadingUnits(SQLModel, table=True):
    """Which units lead a bloc in a year."""

    __tablename__ = "leading_units"
    __table_args__ = (UniqueConstraint("bloc_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id")
    year: int
    leader_unit_id: int = Field(foreign_key="unit.id")
    deputy_unit_id: int | None = Field(default=None, foreign_key="unit.id")


class DayOverride(SQLModel, table=True):
    """An official day off, or working day, that the calendar does not know; corrected by the office."""

    __tablename__ = "day_override"
    __table_args__ = (UniqueConstraint("bloc_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id")
    day: date
    off: bool
    note: str = ""


class Account(SQLModel, table=True):
    """A Telegram user; `id` is Telegram's. Names are kept only after consent. `bloc_id` is the bloc last used."""

    id: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    language: str = "vi"
    telegram_name: str = ""
    bloc_id: int | None = Field(default=None, foreign_key="bloc.id")
    consent_version: int | None = None
    consented_at: datetime | None = Field(default=None, sa_type=INSTANT)
    unreachable: str | None = None
    edited_told_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Member(SQLModel, table=True):
    """A person a bloc knows, with or without an account. `name` is the official name, NFC.

    `former_names`: what they were called before, so that it is found when the person is deleted.
    """

    __table_args__ = (UniqueConstraint("bloc_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True, sa_type=BIG)
    name: str
    position: str = ""
    former_names: list[Any] | None = Field(default=None, sa_type=FACTS)


class Membership(SQLModel, table=True):
    """A member's place in a unit, from the first to the last day (both included).

    `claims_id`: whom of the imported list somebody who waits says to be.
    """

    __table_args__ = (UniqueConstraint("member_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: UnitRole = Field(sa_type=choice(UnitRole))
    state: MembershipState = Field(sa_type=choice(MembershipState))
    first_day: date
    last_day: date | None = None
    claims_id: int | None = Field(default=None, sa_column=key_to("member.id", "fk_membership_claims"))


class Appointment(SQLModel, table=True):
    """A member's role in the bloc, from the first to the last day. An observer has one row a named unit.

    `acting`: a deputy who stands in for the leader during these days.
    """

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    role: BlocRole = Field(sa_type=choice(BlocRole))
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    acting: bool = False
    first_day: date
    last_day: date | None = None


class Invite(SQLModel, table=True):
    """A link that gives a role, or links a group. Only the token's SHA-256 is kept.

    `member_id`: the one person of the imported list for whom it is.
    """

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    bloc_id: int = Field(foreign_key="bloc.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    unit_role: UnitRole | None = Field(default=None, sa_type=choice(UnitRole))
    bloc_role: BlocRole | None = Field(default=None, sa_type=choice(BlocRole))
    member_id: int | None = Field(default=None, sa_column=key_to("member.id", "fk_invite_member"))
    for_group: bool = False
    needs_approval: bool = False
    max_uses: int = 1
    uses: int = 0
    expires_at: datetime = Field(sa_type=INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)
    created_by_id: int | None = Field(default=None, foreign_key="member.id")
    created_at: datetime = Field(sa_type=INSTANT)


class Chat(SQLModel, table=True):
    """A private chat or a linked group. `posts` says what a group wants: {kind: bool}; `topic_id` its topic.

    `standing`: what Telegram last said the bot is in a group (member, administrator, restricted, ...).
    """

    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(unique=True, sa_type=BIG)
    kind: ChatKind = Field(sa_type=choice(ChatKind))
    state: ChatState = Field(default=ChatState.READY, sa_type=choice(ChatState))
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BIG)
    title: str = ""
    language: str = "vi"
    bloc_id: int | None = Field(default=None, foreign_key="bloc.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    topic_id: int | None = None
    posts: dict[str, Any] = Field(default_factory=dict, sa_type=FACTS)
    standing: str | None = None
    may_pin: bool | None = None

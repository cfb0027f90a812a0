"""A launched campaign with the cast: leader Mai, head Bình and his staff Lan, head Tú and her staff Hoa."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from store.blocs import init_bloc
from store.campaign_file import read_campaign_file
from store.campaign_file.samples import sample
from store.campaigns import import_campaign
from store.launches import launch_campaign
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
    Member,
    Membership,
    MembershipState,
    Milestone,
    Target,
    TargetKind,
    TargetState,
    Unit,
    UnitRole,
)
from store.targets import Case, TargetText, confirm_target, register_target, return_target, waiting_for, withdraw_target

LAUNCH = datetime(2020, 1, 2, 1, 0, tzinfo=UTC)
IN_TIME = datetime(2020, 2, 3, 2, 0, tzinfo=UTC)
LATE = datetime(2020, 3, 6, 2, 0, tzinfo=UTC)
"""Registration ends with 4/3: this is two days late."""


def at(day: date, clock: time = time(9)) -> datetime:
    return datetime.combine(day, clock, ZoneInfo("Asia/Ho_Chi_Minh")).astimezone(UTC)


def text(
    title: str = "Chuyển đổi số", kind: TargetKind = TargetKind.PRODUCT, item: str = "Đề án", **body: str
) -> TargetText:
    said: Mapping[str, str] = body
    return TargetText(kind, item, title, said)


@dataclass
class Cast:
    """The people, and short words for what they do."""

    session: Session
    bloc: Bloc
    campaign: Campaign
    units: dict[str, Unit]
    people: dict[str, Member]

    @property
    def campaign_id(self) -> int:
        assert self.campaign.id is not None
        return self.campaign.id

    def __getitem__(self, name: str) -> Member:
        return self.people[name]

    def unit_id(self, code: str) -> int:
        found = self.units[code].id
        assert found is not None
        return found

    def registers(
        self, name: str, said: TargetText, *, unit: str = "syt", for_unit: bool = False, now: datetime = IN_TIME
    ) -> Target:
        by = self[name]
        case = register_target(
            self.session,
            self.campaign_id,
            said,
            unit_id=self.unit_id(unit),
            member_id=None if for_unit else by.id,
            by=by,
            now=now,
        )
        return case.target

    def confirms(self, name: str, target: Target, now: datetime = IN_TIME) -> Case:
        return confirm_target(self.session, target.id or 0, version=target.version, by=self[name], now=now)

    def returns(self, name: str, target: Target, reason: str = "Chưa rõ", now: datetime = IN_TIME) -> Case:
        return return_target(
            self.session, target.id or 0, version=target.version, reason=reason, by=self[name], now=now
        )

    def withdraws(self, name: str, target: Target, now: datetime = IN_TIME) -> Case:
        return withdraw_target(self.session, target.id or 0, version=target.version, by=self[name], now=now)

    def queue(self, name: str) -> list[int]:
        return [one for _, one, _ in waiting_for(self.session, self.bloc, by=self[name], now=IN_TIME)]

    def told(self, template: str) -> list[str]:
        """Who got a letter of this template, in order."""
        rows = self.session.exec(
            select(Member.name)
            .join(Chat, col(Chat.account_id) == col(Member.account_id))
            .join(Letter, col(Letter.chat_id) == col(Chat.id))
            .where(col(Letter.template) == template)
            .order_by(col(Letter.id))
        )
        return list(rows)

    def letter(self, template: str) -> dict[str, Any]:
        """The facts of the newest letter of this template."""
        found = self.session.exec(
            select(Letter).where(col(Letter.template) == template).order_by(col(Letter.id).desc())
        ).first()
        assert found is not None
        return found.facts

    def registration(self, unit: str = "syt") -> Duty:
        return self.session.exec(
            select(Duty)
            .join(Milestone, col(Milestone.id) == col(Duty.milestone_id))
            .where(col(Milestone.code) == "dang-ky", col(Duty.unit_id) == self.unit_id(unit))
        ).one()

    def in_state(self, state: TargetState) -> Target:
        """A product of Lan's in this state."""
        target = self.registers("Lan", text())
        if state == TargetState.CONFIRMED:
            self.confirms("Bình", target)
        elif state == TargetState.RETURNED:
            self.returns("Bình", target)
        elif state == TargetState.WITHDRAWN:
            self.withdraws("Lan", target)
        return target


@pytest.fixture
def cast(session: Session) -> Cast:
    file = read_campaign_file(sample("khoi-vhxh-2020").read_bytes())
    new = init_bloc(session, file, timezone="Asia/Ho_Chi_Minh", locale="vi", now=LAUNCH)
    campaign = import_campaign(session, new.bloc, file.campaign, by=None, now=LAUNCH)
    units = {unit.code: unit for unit in session.exec(select(Unit))}
    cast = Cast(session, new.bloc, campaign, units, {})
    joins(cast, "Mai", "stttt", UnitRole.HEAD, BlocRole.LEADER)
    joins(cast, "Bình", "syt", UnitRole.HEAD)
    joins(cast, "Lan", "syt")
    joins(cast, "Tú", "sgddt", UnitRole.HEAD)
    joins(cast, "Hoa", "sgddt")
    launch_campaign(session, cast.campaign_id, by=cast["Mai"], now=LAUNCH)
    return cast


def joins(
    cast: Cast, name: str, unit: str, role: UnitRole = UnitRole.MEMBER, bloc_role: BlocRole | None = None
) -> Member:
    session, number = cast.session, 1000 + len(cast.people)
    session.add(Account(id=number, telegram_name=name, bloc_id=cast.bloc.id))
    session.flush()
    session.add(Chat(telegram_id=number, kind=ChatKind.PRIVATE, account_id=number))
    member = Member(bloc_id=cast.bloc.id or 0, account_id=number, name=name)
    session.add(member)
    session.flush()
    day = date(2020, 1, 1)
    place = Membership(
        member_id=member.id or 0,
        unit_id=cast.unit_id(unit),
        role=role,
        state=MembershipState.ACTIVE,
        first_day=day,
    )
    session.add(place)
    if bloc_role is not None:
        session.add(Appointment(member_id=member.id or 0, bloc_id=cast.bloc.id or 0, role=bloc_role, first_day=day))
    session.flush()
    cast.people[name] = member
    return member

"""A bloc from a sample file, with people in place, for tests that speak to the store directly."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from store.blocs import init_bloc
from store.campaign_file import read_campaign_file, sample
from store.campaigns import import_campaign
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
    Rung,
    Unit,
    UnitRole,
)

LONG_AGO = date(2019, 1, 1)


@dataclass
class Founded:
    """A bloc with its campaign as a draft; people join by `joins`."""

    session: Session
    bloc: Bloc
    campaign: Campaign
    next_account: int = field(default=1000)

    def unit(self, code: str) -> Unit:
        found = select(Unit).where(col(Unit.bloc_id) == self.bloc.id, col(Unit.code) == code)
        return self.session.exec(found).one()

    def joins(
        self,
        name: str,
        unit: str,
        role: UnitRole = UnitRole.HEAD,
        office: BlocRole | None = None,
        *,
        reachable: bool = True,
    ) -> Member:
        """A member of a unit, with an account and a private chat when reachable."""
        account_id = None
        assert self.bloc.id is not None
        if reachable:
            self.next_account += 1
            account_id = self.next_account
            self.session.add(Account(id=account_id, bloc_id=self.bloc.id))
            self.session.flush()
            self.session.add(Chat(telegram_id=account_id, kind=ChatKind.PRIVATE, account_id=account_id))
        member = Member(bloc_id=self.bloc.id, account_id=account_id, name=name)
        self.session.add(member)
        self.session.flush()
        unit_id = self.unit(unit).id
        assert member.id is not None and unit_id is not None
        self.session.add(
            Membership(
                member_id=member.id, unit_id=unit_id, role=role, state=MembershipState.ACTIVE, first_day=LONG_AGO
            )
        )
        if office is not None:
            self.session.add(Appointment(member_id=member.id, bloc_id=self.bloc.id, role=office, first_day=LONG_AGO))
        self.session.flush()
        return member

    def group(self, title: str, unit: str | None = None, **posts: bool) -> Chat:
        """A linked group of the bloc, or of a unit."""
        self.next_account += 1
        chat = Chat(
            telegram_id=-self.next_account,
            kind=ChatKind.GROUP,
            title=title,
            bloc_id=self.bloc.id,
            unit_id=self.unit(unit).id if unit else None,
            posts=posts,
        )
        self.session.add(chat)
        self.session.flush()
        return chat

    def milestone(self, code: str) -> Milestone:
        found = select(Milestone).where(col(Milestone.campaign_id) == self.campaign.id, col(Milestone.code) == code)
        return self.session.exec(found).one()

    def duties(self, milestone: str | None = None) -> list[Duty]:
        query = select(Duty).where(col(Duty.campaign_id) == self.campaign.id).order_by(col(Duty.id))
        if milestone is not None:
            query = query.where(col(Duty.milestone_id) == self.milestone(milestone).id)
        return list(self.session.exec(query))

    def duty(self, milestone: str, unit: str | None = None) -> Duty:
        unit_id = self.unit(unit).id if unit else None
        (found,) = [duty for duty in self.duties(milestone) if duty.unit_id == unit_id]
        return found

    def rungs(self, duty: Duty) -> list[Rung]:
        """As they stand in the database: planning anew goes past the rows that this session has in hand."""
        query = select(Rung).where(col(Rung.duty_id) == duty.id).order_by(col(Rung.morning))
        return list(self.session.exec(query, execution_options={"populate_existing": True}))

    def letters(self, template: str) -> list[Letter]:
        query = select(Letter).where(col(Letter.template) == template).order_by(col(Letter.id))
        return list(self.session.exec(query))


def found(session: Session, name: str, *, now: datetime) -> Founded:
    """The bloc of a sample campaign file and its campaign, not launched."""
    file = read_campaign_file(sample(name).read_bytes())
    new = init_bloc(session, file, timezone="Asia/Ho_Chi_Minh", locale="vi", now=now)
    campaign = import_campaign(session, new.bloc, file.campaign, by=None, now=now)
    return Founded(session, new.bloc, campaign)

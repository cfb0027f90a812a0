"""A database with a launched campaign of this year, a head a unit and people who have joined."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import Session, col, select

from store.blocs import init_bloc
from store.campaign_file import CampaignFile, read_campaign_file
from store.campaigns import import_campaign
from store.engine import begin, open_engine
from store.launches import launch_campaign
from store.schema import upgrade
from store.tables import (
    Account,
    Appointment,
    BlocRole,
    Chat,
    ChatKind,
    Letter,
    Member,
    Membership,
    MembershipState,
    Unit,
    UnitRole,
)

UNITS = 40
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def campaign_of(year: int) -> CampaignFile:
    """A campaign without deadlines: whenever it is measured, nothing else happens."""
    units = "\n".join(f"    - {{code: u{number}, name: Sở {number}, kind: office}}" for number in range(UNITS))
    return read_campaign_file(
        f"""
bloc:
  code: bench
  name: Khối thi đua
  kind: bloc
  leader_unit: u0
  units:
{units}
campaign:
  code: bench
  title: Phong trào thi đua năm {year}
  starts: {year}-01-01
  ends: {year}-12-31
  products: [Đề án, Báo cáo chuyên đề, Hướng dẫn, Văn bản tham mưu, "Tin, bài"]
""".encode()
    )


def settle_office(folder: Path, heads: list[tuple[int, str]], staff: list[tuple[int, str]]) -> str:
    """Make the database in `folder`; people are (Telegram id, name), spread over the units. Returns its address."""
    url = f"sqlite:///{folder}/thidua.db"
    engine = open_engine(url)
    upgrade(engine)
    now = datetime.now(UTC)
    file = campaign_of(now.astimezone(HANOI).year)
    with begin(engine) as session:
        bloc = init_bloc(session, file, timezone="Asia/Ho_Chi_Minh", locale="vi", now=now).bloc
        campaign = import_campaign(session, bloc, file.campaign, by=None, now=now)
        assert bloc.id is not None and campaign.id is not None
        _joins(session, bloc.id, heads, UnitRole.HEAD, now)
        leader = session.exec(select(Member)).first()
        assert leader is not None and leader.id is not None
        day = (now - timedelta(days=1)).date()
        session.add(Appointment(member_id=leader.id, bloc_id=bloc.id, role=BlocRole.LEADER, first_day=day))
        session.flush()
        launch_campaign(session, campaign.id, by=leader, now=now)
        _joins(session, bloc.id, staff, UnitRole.MEMBER, now)
        session.execute(delete(Letter))
    engine.dispose()
    return url


def _joins(session: Session, bloc_id: int, people: Iterable[tuple[int, str]], role: UnitRole, now: datetime) -> None:
    units = [unit for unit in session.exec(select(Unit.id).order_by(col(Unit.id))) if unit is not None]
    day = (now - timedelta(days=1)).date()
    for number, (telegram_id, name) in enumerate(people):
        account = Account(
            id=telegram_id,
            language="vi",
            telegram_name=name,
            bloc_id=bloc_id,
            consent_version=1,
            consented_at=now,
        )
        session.add(account)
        session.flush()
        member = Member(bloc_id=bloc_id, account_id=telegram_id, name=name)
        session.add(Chat(telegram_id=telegram_id, kind=ChatKind.PRIVATE, account_id=telegram_id, language="vi"))
        session.add(member)
        session.flush()
        assert member.id is not None
        session.add(
            Membership(
                member_id=member.id,
                unit_id=units[number % len(units)],
                role=role,
                state=MembershipState.ACTIVE,
                first_day=day,
            )
        )

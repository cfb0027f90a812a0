"""A launch is an announcement too: who has it, who said "received", who is reminded, all by the same rows.

Its letters are the launch's own, posted by `store/launches.py`; here they are counted.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from store.announcements.sweeping import answered_at
from store.facts import local_day
from store.people import my_units
from store.tables import (
    Announcement,
    AnnouncementReader,
    AnnouncementState,
    Asks,
    Bloc,
    Campaign,
    LaunchReceipt,
    Letter,
    Member,
    ReaderKind,
    Reply,
)


def follow_launch(
    session: Session, campaign: Campaign, groups: Sequence[int], people: Sequence[Member], *, by: Member, now: datetime
) -> Announcement:
    """Keep whom the launch went to, with its letters. `groups`: row ids of chats."""
    found = Announcement(
        bloc_id=campaign.bloc_id,
        unit_id=campaign.owner_unit_id,
        campaign_id=campaign.id,
        author_id=by.id or 0,
        body="",
        asks=Asks.RECEIVED,
        state=AnnouncementState.SENT,
        made_at=now,
        send_at=now,
        planned=True,
    )
    session.add(found)
    session.flush()
    letters = {f"launch:{campaign.id}:g{chat}": f"g{chat}" for chat in groups}
    letters |= {f"launch:{campaign.id}:{one.account_id}": f"m{one.id}" for one in people if one.account_id}
    rows = session.exec(select(Letter.id, Letter.key, Letter.chat_id).where(col(Letter.key).in_(list(letters))))
    posted = {letters[key or ""]: (letter_id, chat_id) for letter_id, key, chat_id in rows}
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    for chat in groups:
        _keep(session, found, f"g{chat}", ReaderKind.GROUP, posted)
    kind = ReaderKind.HEAD if campaign.owner_unit_id is None else ReaderKind.MEMBER
    for one in people:
        places = my_units(session, one, today)
        unit_id = campaign.owner_unit_id or next((place.unit_id for place in places if place.role == "head"), None)
        _keep(session, found, f"m{one.id}", kind, posted, member_id=one.id, unit_id=unit_id)
    session.flush()
    return found


def _keep(
    session: Session,
    found: Announcement,
    who: str,
    kind: ReaderKind,
    posted: dict[str, tuple[int | None, int]],
    *,
    member_id: int | None = None,
    unit_id: int | None = None,
) -> None:
    letter_id, chat_id = posted.get(who, (None, None))
    session.add(
        AnnouncementReader(
            announcement_id=found.id or 0,
            who=who,
            kind=kind,
            chat_id=chat_id,
            member_id=member_id,
            unit_id=unit_id,
            letter_id=letter_id,
        )
    )


def launch_of(session: Session, campaign_id: int) -> Announcement | None:
    """What follows a campaign's launch."""
    return session.exec(select(Announcement).where(col(Announcement.campaign_id) == campaign_id)).first()


def receive_launch(session: Session, campaign_id: int, *, by: Member, now: datetime) -> None:
    """Their "received" counts in the launch's announcement too."""
    found = launch_of(session, campaign_id)
    if found is None:
        return
    mine = (col(AnnouncementReader.announcement_id) == found.id) & (col(AnnouncementReader.who) == f"m{by.id}")
    reader = session.exec(select(AnnouncementReader).where(mine)).first()
    if reader is None:
        reader = AnnouncementReader(
            announcement_id=found.id or 0, who=f"m{by.id}", kind=ReaderKind.PASSER, member_id=by.id
        )
        session.add(reader)
    if reader.answered_at is None:
        reader.answer, reader.answered_at, reader.answered_version = Reply.RECEIVED, now, found.version
        answered_at(found, now)
    session.flush()


def keep_receipt(session: Session, found: Announcement, *, by: Member, now: datetime) -> None:
    """ "Received" that was tapped under a reminder of the launch is the launch's receipt."""
    mine = (col(LaunchReceipt.campaign_id) == found.campaign_id) & (col(LaunchReceipt.account_id) == by.account_id)
    if by.account_id is not None and session.exec(select(LaunchReceipt).where(mine)).first() is None:
        session.add(LaunchReceipt(campaign_id=found.campaign_id or 0, account_id=by.account_id, at=now))

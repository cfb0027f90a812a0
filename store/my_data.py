"""What the bot keeps about a person: in short for a screen, and everything for a file."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from store.approvals import my_requests
from store.deletion import members_of_account
from store.facts import flat, local
from store.home import contacts_of, shown_roles
from store.people import bloc_day
from store.rights import seats
from store.tables import (
    Account,
    Achievement,
    AnnouncementReader,
    Appointment,
    Bloc,
    Campaign,
    Chat,
    Delegation,
    Entry,
    Evidence,
    Feedback,
    FeedbackMessage,
    File,
    Letter,
    Member,
    Membership,
    Pledge,
    Report,
    Target,
    Unit,
)

Lines = list[dict[str, Any]]

ZONE = "Asia/Ho_Chi_Minh"
"""Of somebody who is in no bloc."""


def data_in_short(session: Session, account: Account, *, now: datetime) -> dict[str, Any]:
    """What a screen says: names, places, roles and how much there is of each kind."""
    zone = _zone(session, account)
    return flat(
        {
            "telegram_name": account.telegram_name,
            "consented_at": local(account.consented_at, zone) if account.consented_at else None,
            "consented": account.consent_version is not None,
            "people": [_person(session, member, now) for member in members_of_account(session, account)],
        }
    )


def _person(session: Session, member: Member, now: datetime) -> dict[str, Any]:
    bloc = session.get_one(Bloc, member.bloc_id)
    held = seats(session, member, bloc_day(session, member.bloc_id, now))
    units = dict.fromkeys(seat.unit_id for seat in held if seat.unit_id is not None)
    return {
        "bloc": bloc.name,
        "name": member.name,
        "roles": shown_roles(held),
        "units": [session.get_one(Unit, unit_id).name for unit_id in units],
        "asked": [unit.name for unit in my_requests(session, member)],
        "targets": _count(session, Target, col(Target.member_id) == member.id),
        "achievements": _count(session, Achievement, col(Achievement.member_id) == member.id),
        "evidence": _count(session, Evidence, col(Evidence.added_by_id) == member.id),
        "reports": _count(session, Report, col(Report.handed_in_by_id) == member.id),
        "feedback": _count(session, Feedback, col(Feedback.member_id) == member.id),
        "contacts": contacts_of(session, bloc),
    }


def _count(session: Session, table: Any, where: Any) -> int:
    return int(session.execute(select(func.count()).select_from(table).where(where)).scalar_one())


def everything_about(session: Session, account: Account, *, now: datetime) -> dict[str, Any]:
    """All that is kept, as flat data: of the account, and of the person in each bloc. Letters without their words."""
    zone = _zone(session, account)
    chats = session.exec(select(Chat).where(col(Chat.account_id) == account.id)).all()
    letters = select(Letter).where(col(Letter.chat_id).in_([chat.id for chat in chats])).order_by(col(Letter.id))
    return flat(
        {
            "at": local(now, zone),
            "telegram_id": account.id,
            "telegram_name": account.telegram_name,
            "language": account.language,
            "reachable": account.unreachable is None,
            "consent_version": account.consent_version,
            "consented_at": local(account.consented_at, zone) if account.consented_at else None,
            "people": [_all_of_person(session, one, zone) for one in members_of_account(session, account)],
            "letters": [
                {"template": one.template, "at": local(one.posted_at, zone), "state": one.state}
                for one in session.exec(letters)
            ],
        }
    )


def _all_of_person(session: Session, member: Member, zone: str) -> dict[str, Any]:
    mine = select(Entry.id).where((col(Entry.subject) == "member") & (col(Entry.subject_id) == member.id))
    acted = select(Entry.id).where(col(Entry.actor_id) == member.id)
    return {
        "bloc": session.get_one(Bloc, member.bloc_id).name,
        "name": member.name,
        "former_names": member.former_names or [],
        "position": member.position,
        "places": _places(session, member),
        "roles": _roles(session, member),
        "targets": _targets(session, member, zone),
        "achievements": _achievements(session, member, zone),
        "evidence": _evidence(session, member, zone),
        "reports": _reports(session, member, zone),
        "pledges": _pledges(session, member, zone),
        "feedback": _feedback(session, member, zone),
        "announcements": _announcements(session, member, zone),
        "history": sorted({*session.exec(mine), *session.exec(acted)}),
    }


def _places(session: Session, member: Member) -> Lines:
    places = session.exec(select(Membership).where(col(Membership.member_id) == member.id)).all()
    acting = session.exec(select(Delegation).where(col(Delegation.member_id) == member.id)).all()
    lines = [
        {
            "unit": session.get_one(Unit, one.unit_id).name,
            "role": one.role,
            "state": one.state,
            "first_day": one.first_day,
            "last_day": one.last_day,
        }
        for one in places
    ]
    return lines + [
        {
            "unit": session.get_one(Unit, one.unit_id).name,
            "role": "head",
            "state": "acting",
            "first_day": one.first_day,
            "last_day": one.last_day,
        }
        for one in acting
    ]


def _roles(session: Session, member: Member) -> Lines:
    found = session.exec(select(Appointment).where(col(Appointment.member_id) == member.id)).all()
    return [
        {"role": one.role, "acting": one.acting, "first_day": one.first_day, "last_day": one.last_day} for one in found
    ]


def _targets(session: Session, member: Member, zone: str) -> Lines:
    found = session.exec(select(Target).where(col(Target.member_id) == member.id).order_by(col(Target.id))).all()
    return [
        {
            "campaign": session.get_one(Campaign, one.campaign_id).title,
            "kind": one.kind,
            "title": one.title,
            "body": one.body,
            "state": one.state,
            "at": local(one.registered_at, zone),
        }
        for one in found
    ]


def _achievements(session: Session, member: Member, zone: str) -> Lines:
    mine = select(Achievement).where(col(Achievement.member_id) == member.id).order_by(col(Achievement.id))
    return [
        {
            "campaign": session.get_one(Campaign, one.campaign_id).title,
            "criterion": one.criterion,
            "title": one.title,
            "quantity": one.quantity,
            "day": one.day,
            "state": one.state,
            "points": one.points,
            "reason": one.reason,
            "at": local(one.recorded_at, zone),
        }
        for one in session.exec(mine)
    ]


def _evidence(session: Session, member: Member, zone: str) -> Lines:
    lines = []
    for one in session.exec(select(Evidence).where(col(Evidence.added_by_id) == member.id).order_by(col(Evidence.id))):
        file = session.get(File, one.file_id) if one.file_id else None
        what = (file.name or file.kind) if file else one.link or one.paper_number
        lines.append({"what": what, "sha256": file.sha256 if file else None, "at": local(one.added_at, zone)})
    return lines


def _reports(session: Session, member: Member, zone: str) -> Lines:
    mine = select(Report).where(col(Report.handed_in_by_id) == member.id).order_by(col(Report.id))
    return [
        {
            "version": one.version,
            "text": one.text,
            "files": session.exec(select(File.name).where(col(File.report_id) == one.id)).all(),
            "at": local(one.handed_in_at, zone),
        }
        for one in session.exec(mine)
    ]


def _pledges(session: Session, member: Member, zone: str) -> Lines:
    found = session.exec(select(Pledge).where(col(Pledge.signed_by_id) == member.id)).all()
    return [
        {
            "campaign": session.get_one(Campaign, one.campaign_id).title,
            "hash": one.signed_hash,
            "at": local(one.signed_at, zone) if one.signed_at else None,
        }
        for one in found
    ]


def _feedback(session: Session, member: Member, zone: str) -> Lines:
    said = select(FeedbackMessage).where(col(FeedbackMessage.by_id) == member.id).order_by(col(FeedbackMessage.id))
    return [{"text": one.text, "files": len(one.files), "at": local(one.at, zone)} for one in session.exec(said)]


def _announcements(session: Session, member: Member, zone: str) -> Lines:
    mine = select(AnnouncementReader).where(col(AnnouncementReader.member_id) == member.id)
    answered = session.exec(mine.order_by(col(AnnouncementReader.id))).all()
    return [
        {"answer": one.answer, "reason": one.reason, "deputy": one.deputy, "at": local(one.answered_at, zone)}
        for one in answered
        if one.answered_at is not None
    ]


def _zone(session: Session, account: Account) -> str:
    bloc = session.get(Bloc, account.bloc_id) if account.bloc_id is not None else None
    return bloc.timezone if bloc else ZONE

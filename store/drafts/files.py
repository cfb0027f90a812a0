"""A campaign file that somebody sends in the chat: read by a job, kept as a draft or answered with its mistakes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from store.campaign_file import CampaignFile, Mistake
from store.campaigns import import_campaign
from store.errors import BadAnswer, NotAllowed, NotFound, Taken
from store.jobs import add_job
from store.outbox import post_to_accounts
from store.people import bloc_day
from store.rights import Right, demand, may, seats, units_with
from store.tables import Bloc, Letter, Member

LARGEST_FILE = 1024 * 1024
"""In bytes; a campaign file is a page or ten of text."""

SHOWN, BESIDE = 12, 5
"""Mistakes that a message lists; of more than these so many, beside the file with all of them."""


def is_campaign_file(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def demand_sender(session: Session, *, by: Member, now: datetime) -> None:
    """Who may bring in campaigns: the office, and heads for their own unit's."""
    today = bloc_day(session, by.bloc_id, now)
    if not may(session, by, Right.EDIT_DRAFT, bloc_id=by.bloc_id, today=today) and not units_with(
        seats(session, by, today), Right.UNIT_CAMPAIGN
    ):
        demand(session, by, Right.EDIT_DRAFT, bloc_id=by.bloc_id, today=today)


def send_campaign_file(session: Session, sent: Mapping[str, Any], *, by: Member, now: datetime) -> None:
    """Ask for a file to be read; the answer comes by letter. The same file at the same instant is read once."""
    demand_sender(session, by=by, now=now)
    if not is_campaign_file(sent["name"]):
        raise BadAnswer("yaml_kind")
    if (sent["size"] or 0) > LARGEST_FILE:
        raise BadAnswer("file_too_large", name=sent["name"], size=sent["size"], limit=LARGEST_FILE)
    key = f"campaign_file:{by.id}:{sent['unique_id']}:{int(now.timestamp())}"
    facts = {"source": key, "member": by.id, "file": sent["file_id"], "name": sent["name"]}
    add_job(session, "read_campaign_file", key=key, now=now, **facts)


def campaign_from_file(
    session: Session,
    facts: Mapping[str, Any],
    read: CampaignFile | None,
    mistakes: Sequence[Mistake],
    *,
    now: datetime,
) -> None:
    """Keep what was read as a draft, and answer who sent it; answered once, however often the job is done."""
    by = session.get_one(Member, facts["member"])
    if (
        session.exec(select(Letter.id).where(col(Letter.key) == f"{facts['source']}:{by.account_id}")).first()
        is not None
    ):
        return
    if read is None:
        lines = [{"line": one.line, "code": one.code, "facts": dict(one.facts)} for one in mistakes]
        many = len(lines) > SHOWN
        told = {"mistakes": lines[: BESIDE if many else SHOWN], "count": len(lines)}
        more = {"made": "campaign_mistakes", "data": {"mistakes": lines}} if many else {}
        _answer(session, "drafts/mistakes", facts, by, now, **told, **more)
        return
    bloc = session.get_one(Bloc, by.bloc_id)
    if read.bloc.code not in ("", bloc.code):
        _answer(session, "drafts/not_taken", facts, by, now, why="other_bloc", code=read.bloc.code)
        return
    try:
        campaign = import_campaign(session, bloc, read.campaign, by=by, now=now)
    except NotFound as missing:
        _answer(session, "drafts/not_taken", facts, by, now, why="unknown", code=missing.facts.get("code", ""))
    except Taken:
        _answer(session, "drafts/not_taken", facts, by, now, why="taken", code=read.campaign.code)
    except NotAllowed:
        _answer(session, "drafts/not_taken", facts, by, now, why="not_allowed", code="")
    else:
        _answer(session, "drafts/imported", facts, by, now, campaign_id=campaign.id, title=campaign.title)


def lose_campaign_file(session: Session, facts: Mapping[str, Any], now: datetime) -> None:
    """The file cannot be had from Telegram: who sent it is asked to send it again."""
    by = session.get_one(Member, facts["member"])
    _answer(session, "drafts/not_taken", facts, by, now, why="lost", code="")


def _answer(session: Session, template: str, facts: Mapping[str, Any], by: Member, now: datetime, **more: Any) -> None:
    if by.account_id is not None:
        told: dict[str, Any] = {"name": facts["name"], **more}
        post_to_accounts(session, template, [by.account_id], now=now, key=facts["source"], **told)

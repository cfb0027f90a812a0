"""The plan's own file (Word, PDF), which everybody who takes part may have."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, desc, select

from store.campaigns import campaign_for
from store.changes import demand_editor
from store.changes.listing import hidden
from store.errors import NotFound
from store.facts import local_day
from store.history import record
from store.originals import keep_original
from store.reports import with_file
from store.tables import Bloc, Campaign, CampaignState, File, FileState, Member, PlanDocument


def attach_plan(
    session: Session, campaign_id: int, sent: Mapping[str, Any], *, by: Member, now: datetime
) -> PlanDocument:
    """Keep a file as the campaign's plan, in place of the one before. The same file again changes nothing."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    demand_editor(session, campaign, by=by, now=now)
    (file,) = with_file([], dict(sent))
    kept = _newest(session, campaign_id)
    if kept is not None and kept[1].unique_id == file["unique_id"]:
        return kept[0]
    original = keep_original(session, file, now=now)
    document = PlanDocument(campaign_id=campaign_id, file_id=original.id or 0, added_by_id=by.id or 0, added_at=now)
    session.add(document)
    session.flush()
    record(session, campaign, "plan_attached", by=by, now=now, file=original.id)
    return document


def plan_document(session: Session, campaign_id: int, *, by: Member, now: datetime) -> dict[str, Any]:
    """The newest plan of a campaign for whom it is meant, by Telegram's id; refuses where there is none."""
    campaign = campaign_for(session, by.bloc_id, campaign_id)
    today = local_day(now, session.get_one(Bloc, campaign.bloc_id).timezone)
    if campaign.state == CampaignState.DRAFT:
        demand_editor(session, campaign, by=by, now=now)
    found = _newest(session, campaign_id)
    if found is None or hidden(session, campaign, by, today):
        raise NotFound()
    file = found[1]
    return {"file_id": file.telegram_file_id, "file_kind": file.kind, "name": file.name, "campaign": campaign.title}


def plan_name(session: Session, campaign: Campaign) -> str:
    """The name of the plan's file; empty where there is none."""
    found = _newest(session, campaign.id or 0)
    return found[1].name if found else ""


def _newest(session: Session, campaign_id: int) -> tuple[PlanDocument, File] | None:
    rows = (
        select(PlanDocument, File)
        .join(File, col(File.id) == col(PlanDocument.file_id))
        .where(col(PlanDocument.campaign_id) == campaign_id)
        .where(col(File.state).in_((FileState.LOADING, FileState.STORED)))
    )
    return session.exec(rows.order_by(desc(col(PlanDocument.id))).limit(1)).first()

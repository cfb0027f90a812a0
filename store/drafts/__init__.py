"""Drafts made in the chat: a new campaign with proposals, last year's with its dates shifted, one from a file."""

from store.drafts.bases import Basis, bases, basis_of
from store.drafts.copying import copy_campaign, copy_preview
from store.drafts.files import (
    campaign_from_file,
    demand_sender,
    is_campaign_file,
    lose_campaign_file,
    send_campaign_file,
)
from store.drafts.listing import editable_campaigns
from store.drafts.making import Outline, drop_draft, new_campaign, outline_preview, usual_span
from store.drafts.plans import attach_plan, plan_document, plan_name

__all__ = [
    "Basis",
    "Outline",
    "attach_plan",
    "bases",
    "basis_of",
    "campaign_from_file",
    "copy_campaign",
    "copy_preview",
    "demand_sender",
    "drop_draft",
    "editable_campaigns",
    "is_campaign_file",
    "lose_campaign_file",
    "new_campaign",
    "outline_preview",
    "plan_document",
    "plan_name",
    "send_campaign_file",
    "usual_span",
]

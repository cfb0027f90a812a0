"""Consent to what is kept: its version, and agreeing again when the words have changed."""

from datetime import datetime

from sqlmodel import Session, col, select

from store.errors import NotFound, Refusal, TextChanged
from store.history import record
from store.tables import Account, Member

CONSENT_VERSION = 1
"""Of the words on the joining screen that say what is kept and why. A new one asks everybody again."""


class ConsentNeeded(Refusal):
    """The words have changed since the person agreed; `version` is the one to agree to."""

    code = "consent_needed"


def demand_consent(account: Account | None) -> None:
    """Refuses who agreed to other words than today's."""
    if account is not None and account.consent_version not in (None, CONSENT_VERSION):
        raise ConsentNeeded(version=CONSENT_VERSION)


def consent_again(session: Session, account: Account, version: int, *, now: datetime) -> None:
    """Agree to the words as they were shown. Twice changes nothing; refuses who never agreed, and older words."""
    if account.consent_version is None:
        raise NotFound()
    if version != CONSENT_VERSION:
        raise TextChanged()
    if account.consent_version == version:
        return
    account.consent_version, account.consented_at = version, now
    for member in session.exec(select(Member).where(col(Member.account_id) == account.id)):
        record(session, member, "consented", by=member, now=now, version=version)
    session.flush()

"""Where the bot itself copied a name to: letters, jobs, forms, details of history, signed texts, contacts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, delete, or_, select, update
from sqlmodel import Session, SQLModel, col

from store.columns import table_of
from store.deletion.typed import TYPED
from store.pledge_texts import text_hash
from store.rules.hiding import hide_in
from store.tables import (
    Bloc,
    Campaign,
    Chat,
    ChatKind,
    Entry,
    EntryDetails,
    Form,
    Job,
    Letter,
    LetterState,
    Member,
    PinnedBoard,
    Pledge,
)


@dataclass(frozen=True)
class Hidden:
    """Whose names are hidden and where. `keep`: names of other people that hold one of these, or are the same."""

    names: tuple[str, ...]
    blocs: tuple[int, ...]
    keep: tuple[str, ...]

    def without(self, value: Any, *, copied: bool = False) -> Any:
        """The value without the names. In what the bot `copied` a namesake's is hidden too: nobody can tell them."""
        keep = [one for one in self.keep if one not in self.names] if copied else self.keep
        return hide_in(value, self.names, keep=keep)

    def in_json(self, column: Any) -> ColumnElement[bool]:
        """Rows of a JSON column that hold one of the names as it is written."""
        needles = [json.dumps(name)[1:-1] for name in self.names]
        return or_(*[cast(column, String).contains(needle, autoescape=True) for needle in needles])


def hide_typed(session: Session, hidden: Hidden) -> None:
    """What people typed in the bloc's work."""
    for typed in TYPED:
        _rewrite(session, table_of(typed.table), typed.columns, typed.of(list(hidden.blocs)), hidden, copied=False)


def _rewrite(
    session: Session,
    table: Table,
    columns: Sequence[str],
    where: ColumnElement[bool],
    hidden: Hidden,
    *,
    copied: bool,
) -> None:
    rows = session.execute(select(table.c.id, *[table.c[name] for name in columns]).where(where)).all()
    for row_id, *values in rows:
        pairs = zip(columns, values, strict=True)
        changed = {name: new for name, old in pairs if (new := hidden.without(old, copied=copied)) != old}
        if changed:
            session.execute(update(table).where(table.c.id == row_id).values(**changed))


def hide_copied(session: Session, hidden: Hidden, *, now: datetime) -> None:
    """Letters to the bloc's people and groups, jobs, forms that are open, and boards, which are drawn anew."""
    members = select(col(Member.account_id)).where(col(Member.bloc_id).in_(hidden.blocs))
    chats = select(col(Chat.id)).where(or_(col(Chat.bloc_id).in_(hidden.blocs), col(Chat.account_id).in_(members)))
    for table, column, of in (
        (Letter, "facts", col(Letter.chat_id).in_(chats)),
        (Form, "answers", col(Form.account_id).in_(members)),
        (Job, "facts", col(Job.id).is_not(None)),
    ):
        rows = table_of(table)
        _rewrite(session, rows, [column], of & hidden.in_json(rows.c[column]), hidden, copied=True)
    groups = select(col(Chat.id)).where(col(Chat.kind) == ChatKind.GROUP, col(Chat.bloc_id).in_(hidden.blocs))
    session.execute(update(table_of(PinnedBoard)).where(col(PinnedBoard.chat_id).in_(groups)).values(stale=True))


def hide_signed(session: Session, hidden: Hidden) -> None:
    """A signed pledge that names the person is signed still: its hash follows what it says now."""
    campaigns = select(col(Campaign.id)).where(col(Campaign.bloc_id).in_(hidden.blocs))
    for pledge in session.execute(select(Pledge).where(col(Pledge.campaign_id).in_(campaigns))).scalars():
        content = pledge.signed_content
        said = hidden.without(content)
        if content is not None and said != content:
            if pledge.signed_hash == text_hash(content):
                pledge.signed_hash = text_hash(said)
            pledge.signed_content = said
    session.flush()


def hide_contacts(session: Session, hidden: Hidden) -> None:
    """Somebody who was named as the contact of a bloc or a campaign is so no longer."""
    for bloc in session.execute(select(Bloc).where(col(Bloc.id).in_(hidden.blocs))).scalars():
        if hidden.without(bloc.contact) != bloc.contact:
            bloc.contact = {}
    for campaign in session.execute(select(Campaign).where(col(Campaign.bloc_id).in_(hidden.blocs))).scalars():
        contact = campaign.plan.get("contact")
        if contact and hidden.without(contact) != contact:
            campaign.plan = {name: value for name, value in campaign.plan.items() if name != "contact"}
    session.flush()


def clear_details(session: Session, hidden: Hidden, subjects: Sequence[tuple[type[SQLModel], Sequence[int]]]) -> None:
    """Empty the details of history about these rows, and those that name the person. The chain still holds."""
    about = [
        (col(Entry.subject) == str(table.__tablename__)) & col(Entry.subject_id).in_(ids)
        for table, ids in subjects
        if ids
    ]
    entries = select(col(Entry.id)).where(or_(col(Entry.bloc_id).in_(hidden.blocs), col(Entry.bloc_id).is_(None)))
    details = table_of(EntryDetails)
    mine = details.c.entry_id.in_(entries.where(or_(*about)))
    session.execute(update(details).where(mine).values(details=None))
    named = details.c.entry_id.in_(entries) & hidden.in_json(details.c.details)
    session.execute(update(details).where(named).values(details=None))


def empty_own_chat(session: Session, account_id: int, *, now: datetime) -> None:
    """What was said to the person, and what they were answering: emptied; what still waits is not sent."""
    letter, chats = table_of(Letter), select(col(Chat.id)).where(col(Chat.account_id) == account_id)
    mine = letter.c.chat_id.in_(chats)
    pending = mine & letter.c.state.in_((LetterState.WAITING, LetterState.TAKEN))
    session.execute(update(letter).where(pending).values(state=LetterState.VOID, closed_at=now, reason="deleted"))
    session.execute(update(letter).where(mine).values(facts={}))
    form = table_of(Form)
    session.execute(delete(form).where(form.c.account_id == account_id))

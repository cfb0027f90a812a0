"""Moves of registrations: which are allowed, while what is open, and what follows from each."""

from sqlmodel import Session

from store.duties import settle_registration
from store.errors import Closed, IllegalMove, NotFound, Refusal, TextChanged
from store.pledges import ask_to_sign_again
from store.tables import TARGET_MOVES, CampaignState, Member, Phase, PhaseState, Target, TargetState
from store.targets.reading import Case


class OwnWork(Refusal):
    """Nobody decides on a registration of their own while somebody else can."""

    code = "own_work"


class RegistrationOver(Refusal):
    """Amended or withdrawn `days` after the last valid day without having been returned."""

    code = "registration_over"


class TargetChanged(TextChanged):
    """The registration `target_id` was amended since it was shown."""

    code = "target_changed"


class StaffUnknown(Refusal):
    """A maximum is a percentage of the people of `unit_id`, whose number is not known."""

    code = "staff_unknown"


class QuotaFull(Refusal):
    """Confirming would break a maximum: `most` of a `kind`, perhaps of one `title`."""

    code = "quota_full"


def move(target: Target, state: TargetState, action: str) -> None:
    if state not in TARGET_MOVES[target.state]:
        raise IllegalMove(state=target.state, action=action)
    target.state = state


def still_open(session: Session, case: Case) -> None:
    if case.campaign.state == CampaignState.DRAFT:
        raise NotFound()
    if case.campaign.state == CampaignState.SEALED:
        raise Closed(title=case.campaign.title)
    phase = session.get(Phase, case.target.phase_id) if case.target.phase_id else None
    if phase is not None and phase.state == PhaseState.SEALED:
        raise Closed(title=phase.name)


def settle(session: Session, case: Case, by: Member) -> None:
    session.flush()
    settle_registration(session, case.campaign, case.target.unit_id, now=case.now, by=by)
    ask_to_sign_again(session, case.campaign, case.target.unit_id, now=case.now)

"""A unit's evidence as archives with an index, for its head, the council and the office."""

from handlers.turn import Feature, On, Turn
from messages.actions.evidence_packs import PackEvidence
from store.evidence_packs import ask_for_pack


def pack(turn: Turn, action: PackEvidence) -> None:
    unit, files = ask_for_pack(turn.session, action.unit_id, by=turn.me, now=turn.now)
    turn.say("evidence_packs/making", unit=unit.name, unit_id=unit.id, files=files)


FEATURE = Feature(actions=[On(PackEvidence, pack)])

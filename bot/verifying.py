"""`thidua verify`: whether history is as it was written, and every total what its lines come to."""

from dataclasses import asdict

from bot.terminal import Terminal
from store.engine import reading
from store.history import ChainReport, verify_history
from store.points import WrongTotal, verify_totals

SHOWN = 20
"""How many of what is wrong are named."""


def everything_holds(terminal: Terminal) -> bool:
    """Look, and say what was found: what is wrong on stderr."""
    with reading(terminal.engine()) as session:
        report, wrong = verify_history(session), verify_totals(session)
    _tell_history(terminal, report)
    _tell_totals(terminal, wrong)
    return not report.broken and not wrong


def _tell_history(terminal: Terminal, report: ChainReport) -> None:
    if report.broken:
        numbers = ", ".join(map(str, report.broken[:SHOWN]))
        terminal.complain("history_broken", numbers=numbers, count=len(report.broken))
        return
    facts = {"entries": report.entries, "cleared": report.cleared}
    terminal.say("history_holds", **facts, number=report.last_number, hash=report.last_hash)


def _tell_totals(terminal: Terminal, wrong: list[WrongTotal]) -> None:
    if not wrong:
        terminal.say("totals_hold")
        return
    terminal.complain("totals_wrong", count=len(wrong))
    for one in wrong[:SHOWN]:
        terminal.complain("wrong_total", **asdict(one))

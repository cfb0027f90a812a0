"""How the doctor's findings reach a terminal: a mark and a sentence a line, as they come."""

from collections import Counter
from collections.abc import AsyncIterator

import typer

from bot.doctor.findings import Finding, Mark
from bot.logs import redact
from messages.render import Renderer

COLOURS = {Mark.OK: typer.colors.GREEN, Mark.WARNING: typer.colors.YELLOW, Mark.FAILED: typer.colors.RED}
SIGN_WIDTH = 6


async def tell(findings: AsyncIterator[Finding], renderer: Renderer, language: str) -> Counter[Mark]:
    """Say each finding, and at the end how many there were of each mark."""
    counts: Counter[Mark] = Counter()
    async for finding in findings:
        counts[finding.mark] += 1
        sign = renderer.render_plain(f"doctor/sign_{finding.mark}", {}, language)
        sentence = renderer.render_plain(finding.template, finding.facts, language)
        coloured = typer.style(sign.rjust(SIGN_WIDTH), fg=COLOURS[finding.mark])
        typer.echo(f"{coloured}  {redact(sentence)}")
    facts = {"failed": counts[Mark.FAILED], "warnings": counts[Mark.WARNING], "good": counts[Mark.OK]}
    typer.echo(renderer.render_plain("doctor/summary", facts, language))
    return counts

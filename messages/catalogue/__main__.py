"""python -m messages.catalogue extract | check | merge FILE.po, each for all template folders or those named."""

import argparse
import sys
from pathlib import Path

from messages.catalogue import LOCALE
from messages.catalogue.checking import check
from messages.catalogue.extraction import extract, merge
from messages.render import TEMPLATES


def main(arguments: list[str] | None = None, *, templates: Path = TEMPLATES, locale: Path = LOCALE) -> int:
    """Returns the exit code: 1 when check finds something."""
    given = _parser().parse_args(arguments)
    lines: list[str] = []
    if given.command == "check":
        lines = [str(problem) for problem in check(templates, locale, given.folders)]
    elif given.command == "extract":
        lines = [f"changed: {path.name}" for path in extract(templates, locale, given.folders)]
    else:
        changed, unused = merge(templates, locale, given.file, given.folders)
        lines = [f"changed: {path.name}" for path in changed] + [f"not used: {text}" for text in unused]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if given.command == "check" and lines else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m messages.catalogue")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="bring the .po files in step with the templates")
    commands.add_parser("check", help="list what is missing or wrong in English; exit 1 if anything is")
    merging = commands.add_parser("merge", help="take over translations from another .po file")
    merging.add_argument("file", type=Path)
    for command in commands.choices.values():
        command.add_argument("folders", nargs="*", help="template folders; all when none is named")
    return parser


if __name__ == "__main__":
    sys.exit(main())

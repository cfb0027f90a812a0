"""A short right file, and how to put something wrong or something more into it."""

import textwrap

from store.campaign_file import BadCampaignFile, CampaignFile, read_campaign_file

SHORT = """\
bloc:
  code: khoi
  name: Khối mẫu
  leader_unit: syt
  units:
    - {code: syt, name: Sở Y tế, kind: office}
    - {code: bdt, name: Ban Dân tộc, kind: office}
campaign:
  code: mau-2020
  title: Phong trào mẫu
  starts: 2020-01-01
  ends: 2020-12-31
"""
NEXT_LINE = len(SHORT.splitlines()) + 1
"""The line on which what is added to the campaign begins."""


def with_more(more: str) -> str:
    """The short file with more keys in its campaign."""
    return SHORT + textwrap.indent(textwrap.dedent(more).strip("\n"), "  ") + "\n"


def changed(old: str, new: str) -> str:
    """The short file with one piece of text replaced, which must be there once."""
    assert SHORT.count(old) == 1
    return SHORT.replace(old, new)


def read_more(more: str) -> CampaignFile:
    return read_campaign_file(with_more(more))


def mistakes_of(content: str | bytes, *, for_import: bool = False) -> list[tuple[int, str]]:
    """Lines and codes of the mistakes of a file; none when it is right."""
    try:
        read_campaign_file(content, for_import=for_import)
    except BadCampaignFile as bad:
        return [(mistake.line, mistake.code) for mistake in bad.mistakes]
    return []

"""Campaign files: YAML that a person writes, read whole and checked before anything of it is used."""

from store.campaign_file.data import as_data, from_data
from store.campaign_file.entries import (
    BlocFile,
    CampaignEntry,
    CampaignFile,
    ClassEntry,
    ContactEntry,
    ExemplarsEntry,
    MilestoneEntry,
    MovementEntry,
    OccasionEntry,
    PhaseEntry,
    PledgeEntry,
    PostEntry,
    RemindersEntry,
    SeatsEntry,
    StandingsEntry,
    UnitEntry,
)
from store.campaign_file.mistakes import MISTAKE_CODES, BadCampaignFile, Mistake
from store.campaign_file.samples import SAMPLES, sample

__all__ = [
    "MISTAKE_CODES",
    "SAMPLES",
    "BadCampaignFile",
    "BlocFile",
    "CampaignEntry",
    "CampaignFile",
    "ClassEntry",
    "ContactEntry",
    "ExemplarsEntry",
    "MilestoneEntry",
    "Mistake",
    "MovementEntry",
    "OccasionEntry",
    "PhaseEntry",
    "PledgeEntry",
    "PostEntry",
    "RemindersEntry",
    "SeatsEntry",
    "StandingsEntry",
    "UnitEntry",
    "as_data",
    "from_data",
    "read_campaign_file",
    "sample",
]


def read_campaign_file(content: str | bytes, *, for_import: bool = False, in_bloc: bool = False) -> CampaignFile:
    """Read a campaign file whole. Raises BadCampaignFile with every mistake, each at its line.

    For an import the bloc may be only named by its code; codes of units are then the importer's to check.
    `in_bloc`: it was sent within a bloc, which it need not name at all; its code is then empty.
    """
    from store.campaign_file.reader import read  # with YAML and all the rules: nothing a bot at work needs

    return read(content, for_import=for_import or in_bloc, in_bloc=in_bloc)

"""A campaign file from its text to checked values, or to the list of all its mistakes."""

from store.campaign_file.blocs import read_bloc, read_named_bloc
from store.campaign_file.campaigns import read_campaign
from store.campaign_file.entries import BlocFile, CampaignFile
from store.campaign_file.mistakes import BadCampaignFile, Mistakes
from store.campaign_file.section import Section
from store.campaign_file.tree import Fields, read_tree


def read(content: str | bytes, *, for_import: bool, in_bloc: bool) -> CampaignFile:
    mistakes = Mistakes()
    tree = read_tree(content, mistakes)
    if not isinstance(tree, Fields):
        mistakes.add(tree.line, "not_a_mapping", key="")
        raise BadCampaignFile(mistakes.found)
    section = Section(tree, mistakes)
    read_one = read_named_bloc if for_import else read_bloc
    bloc = section.part("bloc", read_one) or BlocFile("") if in_bloc else section.need_part("bloc", read_one)
    units = section.told("bloc", "units", "code") or None
    lenient = section.good("bloc") and bloc.lenient
    campaign = section.need_part("campaign", lambda part: read_campaign(part, units=units, lenient=lenient))
    section.close()
    if mistakes.found:
        raise BadCampaignFile(mistakes.found)
    return CampaignFile(bloc, campaign)

"""/xephang: in a group the units, as a picture with the same as text; in private my unit's place, mine, and why."""

from handlers.turn import Command, Feature, On, Turn, Where
from messages.actions.standings import (
    OpenScore,
    OpenScoreCriterion,
    OpenScoreGroup,
    OpenStandings,
    SendBoard,
    ShowBoard,
    ShowPeople,
)
from store.campaigns import campaign_for
from store.errors import NotFound
from store.points import Subject
from store.points.boards import board_facts, last_places
from store.standings import (
    Score,
    all_units,
    campaigns_with_points,
    group_campaigns,
    my_standings,
    people_standings,
    picture_board,
    why_criterion,
    why_group,
    why_total,
)
from store.standings_posts import group_board
from store.tables import Campaign


def standings(turn: Turn) -> None:
    """The one campaign with points, or a choice."""
    if not turn.said.is_private:
        _in_group(turn)
        return
    campaigns = campaigns_with_points(turn.session, by=turn.me, now=turn.now)
    if len(campaigns) == 1:
        _show(turn, OpenStandings(campaigns[0].id or 0))
        return
    turn.edit("standings/choose", campaigns=_named(campaigns), in_group=False)


def _named(campaigns: list[Campaign]) -> list[dict[str, object]]:
    return [{"campaign_id": one.id, "campaign": one.title} for one in campaigns]


def _in_group(turn: Turn) -> None:
    if turn.chat.bloc_id is None:
        turn.say("groups/not_linked")
        return
    campaigns = group_campaigns(turn.session, turn.chat.bloc_id, turn.chat.unit_id)
    if len(campaigns) == 1:
        _say_in_group(turn, campaigns[0])
        return
    turn.say("standings/choose", campaigns=_named(campaigns), in_group=True)


def _say_in_group(turn: Turn, campaign: Campaign) -> None:
    """The picture; where the list does not fit under it, the list follows."""
    mine = [] if turn.chat.unit_id is None else [turn.chat.unit_id]
    before = last_places(turn.session, campaign, chat_id=turn.chat_id)
    board = board_facts(turn.session, campaign, now=turn.now, before=before, mine=mine)
    _say_board(turn, board)


def _say_board(turn: Turn, board: dict[str, object]) -> None:
    if not board["began"]:
        turn.say("standings/nothing", data=board)
        return
    letter = group_board(turn.session, board)
    if turn.said.is_private:
        letter["mine_url"] = ""
    turn.say("standings/board", **letter)
    if letter["long"]:
        turn.say("standings/rows", data=board)


def send_board(turn: Turn, action: SendBoard) -> None:
    """In a group the choice between campaigns; there a campaign is shown that is the group's own business."""
    if turn.said.is_private:
        _say_board(turn, picture_board(turn.session, action.campaign_id, action.phase_id, by=turn.me, now=turn.now))
        return
    if turn.chat.bloc_id is None:
        raise NotFound()
    campaign = campaign_for(turn.session, turn.chat.bloc_id, action.campaign_id)
    if campaign.id not in [one.id for one in group_campaigns(turn.session, turn.chat.bloc_id, turn.chat.unit_id)]:
        raise NotFound()
    _say_in_group(turn, campaign)


def _show(turn: Turn, action: OpenStandings) -> None:
    me = turn.me
    found = my_standings(turn.session, action.campaign_id, action.phase_id, by=me, now=turn.now)
    if found["units"]:
        turn.edit("standings/mine", **found)
    else:
        show_board(turn, ShowBoard(action.campaign_id, action.phase_id))


def show_board(turn: Turn, action: ShowBoard) -> None:
    found = all_units(turn.session, action.campaign_id, action.phase_id, by=turn.me, now=turn.now)
    turn.edit("standings/units", **found)


def show_people(turn: Turn, action: ShowPeople) -> None:
    found = people_standings(
        turn.session, action.campaign_id, action.phase_id, action.unit_id, by=turn.me, now=turn.now
    )
    turn.edit("standings/people", **found)


def _score(turn: Turn, action: OpenScore | OpenScoreGroup | OpenScoreCriterion) -> Score:
    subject = Subject(action.unit_id, action.member_id)
    return Score(turn.session, action.campaign_id, action.phase_id, subject, by=turn.me, now=turn.now)


def open_score(turn: Turn, action: OpenScore) -> None:
    turn.edit("standings/score", **why_total(_score(turn, action)))


def open_group(turn: Turn, action: OpenScoreGroup) -> None:
    turn.edit("standings/group", **why_group(_score(turn, action), action.group))


def open_criterion(turn: Turn, action: OpenScoreCriterion) -> None:
    found = why_criterion(_score(turn, action), action.group, action.place, action.page)
    turn.edit("standings/criterion", **found)


FEATURE = Feature(
    commands=[Command("xephang", "standings", standings, where=Where.BOTH, menu=18)],
    actions=[
        On(OpenStandings, _show),
        On(ShowBoard, show_board),
        On(SendBoard, send_board),
        On(ShowPeople, show_people),
        On(OpenScore, open_score),
        On(OpenScoreGroup, open_group),
        On(OpenScoreCriterion, open_criterion),
    ],
)

"""The book of all features: from what was said to the one function that answers it."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

from handlers.forms import FormBook, bare_screen, left_alone
from handlers.turn import Command, Feature, Handler, On, Turn, Where
from messages.actions import Action
from messages.actions.forms import Answer, Back, CancelForm, EditStep, Home, Resume, Submit
from messages.actions.home import OpenCommand
from store.approvals import my_requests
from store.consents import demand_consent
from store.errors import NotAllowed, Refusal
from store.forms import close_form, current_form, screen_of
from store.outbox import post
from store.rights import RIGHTS, Right, Role, Seat, has_anywhere
from store.runs import bot_username
from store.tables import Form, FormState, Lane

DOUBLE_TAP = 10
"""Seconds within which a second tap on a screen that is done means nothing."""


class NotJoined(Refusal):
    """Only for members of a bloc; `waiting`: asked to join, no answer yet."""

    code = "not_joined"


class WrongPlace(Refusal):
    """The command is for another kind of chat: `where` is private or group; `bot`: the bot's username."""

    code = "wrong_place"


class Book:
    """Every command, action and form of the bot. Refuses two of the same name."""

    def __init__(self, features: Sequence[Feature], home: Handler) -> None:
        self.features = features
        self._home = home
        self.commands: dict[str, Command] = {}
        self.actions: dict[type[Action], On] = {}
        for feature in features:
            for command in feature.commands:
                for name in (command.name, command.alias):
                    if name in self.commands:
                        raise ValueError(f"two commands are called {name}")
                    self.commands[name] = command
            for on in feature.actions:
                if on.action in self.actions:
                    raise ValueError(f"two features take {on.action.__name__}")
                self.actions[on.action] = on
        self.forms = FormBook([form for feature in features for form in feature.forms])
        self._form_actions: dict[type[Action], Callable[[Turn], None]] = {
            Answer: self._answer,
            Back: self._back,
            CancelForm: self._cancel,
            EditStep: self._edit,
            Submit: self._submit,
            Resume: self.resume,
            Home: self.home,
            OpenCommand: self._open,
        }

    def command(self, turn: Turn) -> None:
        """Run a command, or say for whom or where it is; an unknown one is answered with the likeliest of their own."""
        turn.desk = self
        if not self.run(turn, turn.said.command.lower()) and turn.said.is_private:
            open_to = {name: one.name for one in self.open_with(turn.seats) for name in (one.name, one.alias)}
            near = get_close_matches(turn.said.command.lower(), list(open_to), n=6, cutoff=0.3)
            likely = list(dict.fromkeys([open_to[name] for name in near] or open_to.values()))
            turn.say("home/unknown_command", typed=turn.said.command[:40], likely=likely[:3])

    def run(self, turn: Turn, name: str) -> bool:
        """Run a command, or say for whom or where it is; whether there is one of this name."""
        command = self.commands.get(name)
        if command is None:
            return False
        here = Where.PRIVATE if turn.said.is_private else Where.GROUP
        if command.where not in (here, Where.BOTH):
            raise WrongPlace(command=command.name, where=command.where.value, bot=bot_username(turn.session))
        shared = command.where == Where.BOTH and not turn.said.is_private
        self._admit(turn, () if shared else command.rights, command.joined)
        command.run(turn)
        return True

    def home(self, turn: Turn) -> None:
        """Show the home screen; in a group there is none."""
        turn.desk = self
        if turn.said.is_private:
            self._home(turn)

    def open_with(self, seats: Sequence[Seat]) -> list[Command]:
        """The commands of the menu that are open to these seats in private, most used first."""
        return commands_with(self, seats)

    def tap(self, turn: Turn) -> None:
        """Run what a button stands for. A button nobody knows any more reopens the current screen."""
        turn.desk = self
        action = turn.said.action
        if action is None:
            self.resume(turn)
            return
        on = self.actions.get(type(action))
        if on is None:
            self._form_actions.get(type(action), self.resume)(turn)
            return
        self._admit(turn, on.rights, on.joined)
        on.run(turn, action)

    def words(self, turn: Turn) -> None:
        """Words or a file in private: the open form's answer, else for a feature that takes files, else home."""
        turn.desk = self
        form = current_form(turn.session, turn.who.id)
        if form is None:
            taken = turn.seats and any(feature.files(turn) for feature in self.features if feature.files is not None)
            if not taken and turn.seats and turn.said.file is not None:
                self._no_file(turn)
            elif not taken:
                self.home(turn)
            return
        if left_alone(form, turn):
            turn.say("forms/left_alone", form_id=form.id, name=form.name)
            return
        if turn.seats:
            demand_consent(turn.account)
        self.forms.take(turn, form, None)

    def _no_file(self, turn: Turn) -> None:
        """Say that nothing waits for a file; for an album once."""
        album = f"no_file:{turn.chat_id}:{turn.said.media_group}" if turn.said.media_group else None
        heads = has_anywhere(turn.seats, Right.HAND_IN)
        post(turn.session, "home/no_file", to=turn.chat_id, now=turn.now, lane=Lane.REPLY, key=album, head=heads)

    def edited(self, turn: Turn) -> None:
        """An edited message never acts; the person is told so once."""
        if turn.said.is_private and turn.who.edited_told_at is None:
            turn.who.edited_told_at = turn.now
            turn.say("home/edited")

    def standing(self, turn: Turn) -> None:
        """The bot's place in a chat changed: every feature that watches it is told."""
        for feature in self.features:
            if feature.standing is not None:
                feature.standing(turn)

    def resume(self, turn: Turn) -> None:
        """Show the open form's current step again, else the home screen."""
        if not turn.said.is_private:
            return
        form = current_form(turn.session, turn.who.id)
        if form is None:
            self.home(turn)
            return
        form.touched_at = turn.now
        elsewhere = turn.said.action is None or screen_of(turn.session, form) != turn.said.message_id
        self.forms.show(turn, form, fresh=elsewhere)

    def cancel(self, turn: Turn) -> None:
        """Close the open form; nothing of it is kept."""
        form = current_form(turn.session, turn.who.id)
        if form is None:
            self.home(turn)
            return
        if turn.said.action is None:
            bare_screen(turn, form)
        close_form(turn.session, form, FormState.CANCELLED, now=turn.now)
        turn.edit("forms/cancelled")

    def _admit(self, turn: Turn, rights: tuple[Right, ...], joined: bool) -> None:
        if joined and not turn.seats:
            waiting = turn.member is not None and bool(my_requests(turn.session, turn.member))
            raise NotJoined(waiting=waiting)
        if joined and turn.said.is_private:
            demand_consent(turn.account)
        if rights and not any(has_anywhere(turn.seats, right) for right in rights):
            roles = dict.fromkeys(role.value for right in rights for role in RIGHTS[right] if role != Role.ACTING)
            raise NotAllowed(right=rights[0].value, roles=list(roles))

    def _form_meant(self, turn: Turn, form_id: int, step: str | None) -> Form | None:
        """The open form the tapped button belongs to; shows the current screen when it is another or an old step."""
        form = current_form(turn.session, turn.who.id)
        if form is not None and form.id == form_id and (step is None or form.step == step):
            return form
        closed = turn.session.get(Form, form_id)
        mine = closed is not None and closed.account_id == turn.who.id and closed.state != FormState.OPEN
        if mine and closed is not None and (turn.now - closed.touched_at).total_seconds() < DOUBLE_TAP:
            return None
        if form is not None and form.id == form_id and screen_of(turn.session, form) == turn.said.message_id:
            return None
        if form is None:
            self.home(turn)
        else:
            self.forms.show(turn, form, fresh=True)
        return None

    def _open(self, turn: Turn) -> None:
        action = turn.said.action
        assert isinstance(action, OpenCommand)
        if not self.run(turn, action.name):
            self.home(turn)

    def _answer(self, turn: Turn) -> None:
        action = turn.said.action
        assert isinstance(action, Answer)
        form = self._form_meant(turn, action.form_id, action.step)
        if form is not None:
            self.forms.take(turn, form, action.value)

    def _back(self, turn: Turn) -> None:
        action = turn.said.action
        assert isinstance(action, Back)
        form = self._form_meant(turn, action.form_id, action.step)
        if form is not None and not self.forms.back(turn, form):
            leave, answers = self.forms.kind(form).leave, form.answers
            close_form(turn.session, form, FormState.CANCELLED, now=turn.now)
            if leave is None:
                self.home(turn)
            else:
                leave(turn, answers)

    def _cancel(self, turn: Turn) -> None:
        action = turn.said.action
        assert isinstance(action, CancelForm)
        if self._form_meant(turn, action.form_id, None) is not None:
            self.cancel(turn)

    def _edit(self, turn: Turn) -> None:
        action = turn.said.action
        assert isinstance(action, EditStep)
        form = self._form_meant(turn, action.form_id, "preview")
        if form is not None:
            self.forms.edit_step(turn, form, action.step)

    def _submit(self, turn: Turn) -> None:
        action = turn.said.action
        assert isinstance(action, Submit)
        form = self._form_meant(turn, action.form_id, "preview")
        if form is not None:
            self.forms.submit(turn, form)


def commands_with(book: Book, seats: Sequence[Seat]) -> list[Command]:
    """The commands of the menu that are open to these seats in private, most used first."""
    unique = {command.name: command for command in book.commands.values()}.values()
    fits = [
        command
        for command in unique
        if command.menu
        and command.where != Where.GROUP
        and (not command.joined or seats)
        and (not command.rights or any(has_anywhere(list(seats), right) for right in command.rights))
    ]
    return sorted(fits, key=lambda command: command.menu)

"""Forms: conversations that survive. A list of steps, each with a prompt, a reader and perhaps a condition.

The open form with its answers is one row, so a restart loses nothing. A form asks what has no answer yet, then shows
the preview with an edit button a line, then `finish` calls its one store operation.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.said import SaidKind
from handlers.turn import Turn
from store.errors import BadAnswer
from store.forms import LEFT_FOR, close_form, current_form, keep_answers, open_form, screen_of
from store.outbox import post
from store.tables import Form, FormState, Lane, LetterKind

PREVIEW = "preview"
PATH = "path"
"""The answer under which the steps shown so far stand."""

Answers = Mapping[str, Any]


def _always(_answers: Answers) -> bool:
    return True


def _no_facts(_turn: Turn, _answers: Answers) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Step:
    """One question. `prompt` is its template; `facts` what the prompt needs besides the answers so far.

    `read` takes the tapped value, or the typed words or file of `turn.said`, and returns the answers to keep, or
    refuses with `BadAnswer`. An answer of None is none: its step is asked (again). `when`: asked only then.
    `optional`: asked only by its edit button on the preview. `many`: an answer adds to the step and stays on it
    (files) until its value is "done".
    """

    name: str
    prompt: str
    read: Callable[[Turn, Answers, str | None], dict[str, Any]]
    facts: Callable[[Turn, Answers], dict[str, Any]] = _no_facts
    when: Callable[[Answers], bool] = _always
    optional: bool = False
    many: bool = False


@dataclass(frozen=True)
class FormKind:
    """A kind of form. Without a preview it finishes after the last answer.

    `finish` may return answers to keep in the closed form. `gather` is asked first at every step and on the preview:
    the answers from something said that is no answer to the step (a file for the evidence), or None. `ahead`: says what
    goes before the preview, if there is anything; the preview then stands below it. `leave`: the screen to which going
    back from the first question leads; without it the home screen.
    """

    name: str
    steps: Sequence[Step]
    finish: Callable[[Turn, Answers], dict[str, Any] | None]
    preview: str | None = None
    preview_facts: Callable[[Turn, Answers], dict[str, Any]] = _no_facts
    gather: Callable[[Turn, Answers], dict[str, Any] | None] | None = None
    ahead: Callable[[Turn, Form], bool] | None = None
    leave: Callable[[Turn, Answers], None] | None = None
    names: Mapping[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", {step.name: step for step in self.steps})


class FormBook:
    """All kinds of forms by name, and the moves within them."""

    def __init__(self, kinds: Sequence[FormKind]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}

    def kind(self, form: Form) -> FormKind:
        return self._kinds[form.name]

    def advance(self, turn: Turn, form: Form) -> None:
        """Show the first question without an answer, else the preview, else finish."""
        kind = self.kind(form)
        step = _next_open(kind, form.answers)
        if step is not None:
            edited = [form.step] if form.editing else []
            path = [*form.answers.get(PATH, []), *edited, step.name]
            keep_answers(form, now=turn.now, **{PATH: path})
            form.step, form.editing = step.name, False
        elif kind.preview is not None:
            form.step, form.editing = PREVIEW, False
        else:
            self._finish(turn, form)
            return
        self.show(turn, form)

    def show(self, turn: Turn, form: Form, *, fresh: bool = False) -> None:
        """Show the current step: edits the tapped screen, or says it anew and takes the old screen's buttons away."""
        with turn.session.no_autoflush:  # the answers, the step and the screen are written at once
            self._show(turn, form, fresh=fresh)
        turn.session.flush()

    def _show(self, turn: Turn, form: Form, *, fresh: bool) -> None:
        ahead = self.kind(form).ahead
        fresh = (form.step == PREVIEW and ahead is not None and ahead(turn, form)) or fresh
        template, shown = self._screen(turn, form)
        tapped = turn.said.action is not None and not fresh
        if not tapped:
            bare_screen(turn, form)
        letter_id = turn.edit(template, **shown) if tapped else turn.say(template, **shown)
        form.screen_letter_id = None if tapped else letter_id
        form.screen_message_id = turn.said.message_id if tapped else None
        form.touched_at = turn.now

    def _screen(self, turn: Turn, form: Form) -> tuple[str, dict[str, Any]]:
        """The current step's template and its facts."""
        kind = self.kind(form)
        if form.step == PREVIEW:
            template, facts = kind.preview or "", kind.preview_facts(turn, form.answers)
        else:
            step = kind.names[form.step]
            template, facts = step.prompt, step.facts(turn, form.answers)
        shown = {**form.answers, **facts, "form_id": form.id, "step": form.step}
        shown.pop(PATH, None)
        return template, shown

    def take(self, turn: Turn, form: Form, value: str | None) -> None:
        """Take an answer to the current step: tapped (`value`) or what was said."""
        kind = self.kind(form)
        gathered = kind.gather(turn, form.answers) if kind.gather is not None and value is None else None
        if gathered is not None:
            self._gather(turn, form, gathered)
            return
        if form.step == PREVIEW:
            raise BadAnswer("preview")
        step = kind.names[form.step]
        answers = step.read(turn, form.answers, value)
        form.media_group = turn.said.media_group or form.media_group
        keep_answers(form, now=turn.now, **answers)
        if step.many and value != "done":
            if turn.said.kind == SaidKind.TEXT:
                self.show(turn, form)
            else:
                self._show_same_screen(turn, form)
            return
        self.advance(turn, form)

    def _gather(self, turn: Turn, form: Form, gathered: dict[str, Any]) -> None:
        """Keep what came beside the question, which goes on unless it is answered by it."""
        form.media_group = turn.said.media_group or form.media_group
        keep_answers(form, now=turn.now, **gathered)
        if not form.editing and form.step in gathered:
            self.advance(turn, form)
        else:
            self._show_same_screen(turn, form)

    def _show_same_screen(self, turn: Turn, form: Form) -> None:
        """One keyed edit of the screen, however many parts an album has."""
        if form.screen_letter_id is None and form.screen_message_id is None:
            self.show(turn, form)
            return
        template, shown = self._screen(turn, form)
        post(
            turn.session,
            template,
            to=turn.chat_id,
            now=turn.now,
            lane=Lane.REPLY,
            kind=LetterKind.EDIT,
            message_id=form.screen_message_id,
            letter_id=form.screen_letter_id,
            **shown,
        )

    def _finish(self, turn: Turn, form: Form) -> None:
        if turn.said.action is None:
            bare_screen(turn, form)
        close_form(turn.session, form, FormState.DONE, now=turn.now)
        kept = self.kind(form).finish(turn, form.answers)
        if kept:
            keep_answers(form, now=turn.now, **kept)

    def submit(self, turn: Turn, form: Form) -> None:
        self._finish(turn, form)

    def back(self, turn: Turn, form: Form) -> bool:
        """One step back. False when there is none: the form is at its first question."""
        path = list(form.answers.get(PATH, []))
        if form.editing:
            form.editing, form.step = False, PREVIEW
        elif form.step == PREVIEW and path:
            form.step = path[-1]
        elif len(path) > 1:
            path.pop()
            form.step = path[-1]
        else:
            return False
        if form.step != PREVIEW:
            form.answers = {**{name: value for name, value in form.answers.items() if name != form.step}, PATH: path}
        self.show(turn, form)
        return True

    def edit_step(self, turn: Turn, form: Form, step: str) -> None:
        if step not in self.kind(form).names:
            raise BadAnswer("preview")
        form.step, form.editing = step, True
        self.show(turn, form)


def _next_open(kind: FormKind, answers: Answers) -> Step | None:
    for step in kind.steps:
        if not step.optional and answers.get(step.name) is None and step.when(answers):
            return step
    return None


def bare_screen(turn: Turn, form: Form) -> None:
    """Take the buttons off the form's last screen, which stands further up in the chat."""
    if form.screen_letter_id is None and form.screen_message_id is None:
        return
    post(
        turn.session,
        "forms/bare",
        to=turn.chat_id,
        now=turn.now,
        lane=Lane.REPLY,
        kind=LetterKind.BARE,
        message_id=form.screen_message_id,
        letter_id=form.screen_letter_id,
    )
    form.screen_letter_id = form.screen_message_id = None


def start_form(turn: Turn, kind: FormKind, **answers: Any) -> None:
    """Open a form and show its first question. Opening another closes the one that was open."""
    old = current_form(turn.session, turn.who.id)
    if old is not None and (turn.said.action is None or screen_of(turn.session, old) != turn.said.message_id):
        bare_screen(turn, old)
    form = open_form(turn.session, turn.who.id, turn.chat_id, kind.name, now=turn.now, **answers)
    form.media_group = turn.said.media_group
    FormBook([kind]).advance(turn, form)


def left_alone(form: Form, turn: Turn) -> bool:
    """Whether the form was left so long that going on is asked about first."""
    return turn.now - form.touched_at > LEFT_FOR

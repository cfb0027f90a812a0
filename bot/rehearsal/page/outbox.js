// The outbox: what waits to be said, what was said, and what could not be and why.
import { Refused, get } from "./api.js";
import { button, calmly, el } from "./dom.js";
import { either, moment, say } from "./words.js";

const STATES = ["waiting", "sent", "dead"];
const MOST = 50;

export class Outbox {
  constructor(town, openChat) {
    Object.assign(this, { town, openChat, state: "waiting" });
    this.figures = el("div", { class: "figures", role: "group" });
    this.letters = el("ol", { class: "letters" });
    this.element = el("div", {}, this.figures, this.letters);
    this.soon = calmly(300, () => this.element.isConnected && this.fetch());
    town.on("outbox", () => this.element.isConnected && (this.showFigures(), this.soon()));
  }

  respeak() {
    this.figures.setAttribute("aria-label", say("panel_outbox"));
    this.figures.replaceChildren(...STATES.map((state) => button("", () => this.choose(state), { data: { state } })));
    this.showFigures();
    this.fetch();
  }

  choose(state) {
    this.state = state;
    this.showFigures();
    this.fetch();
  }

  showFigures() {
    for (const figure of this.figures.children) {
      const { state } = figure.dataset;
      figure.setAttribute("aria-pressed", String(state === this.state));
      figure.replaceChildren(el("b", { text: String(this.town.outbox[state]) }), say(`letters_${state}`));
    }
  }

  async fetch() {
    const { state } = this;
    try {
      const body = await get(`/page/outbox?state=${state}&most=${MOST}`);
      if (state !== this.state) return;
      const empty = el("li", { class: "muted", text: say(`no_letters_${state}`) });
      this.letters.replaceChildren(...(body.letters.length ? body.letters.map((letter) => this.line(letter)) : [empty]));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.letters.replaceChildren(el("li", { class: "wrong", text: error.message }));
    }
  }

  line(letter) {
    const parts = [el("b", { text: letter.to }), el("span", { text: either(letter.what) })];
    const at = letter.sent ?? letter.due;
    parts.push(el("span", { text: [at && moment(at), either(letter.lane)].filter(Boolean).join(" · ") }));
    if (letter.tries > 1) parts.push(el("span", { text: say("tries", { n: letter.tries }) }));
    if (letter.may_repeat) parts.push(el("span", { text: say("may_repeat") }));
    if (letter.reason) parts.push(el("span", { class: "reason", text: either(letter.reason) }));
    if (letter.message) parts.push(button(say("show_in_chat"), () => this.openChat(letter.chat, letter.message), { class: "quiet small" }));
    return el("li", {}, ...parts);
  }
}

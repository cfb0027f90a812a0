// The middle pane: the chats that are open, side by side.
import { Column } from "./column.js";
import { button, el, fill } from "./dom.js";
import { say } from "./words.js";

const MOST = 4;
const NARROWEST = 300;

export class Columns {
  /** `pane(name)` shows a pane on a phone; `changed()` is told when a chat was opened or closed. */
  constructor(town, element, { pane, changed }) {
    Object.assign(this, { town, element, pane, changed });
    this.open_ = [];
    this.current = null;
    town.on("message", (message) => this.at(message.chat).forEach((column) => column.showMessages()));
    town.on("toast", (toast) => this.open_.forEach((column) => column.answered(toast.message)));
    for (const kind of ["person", "group"]) town.on(kind, ({ id }) => this.refresh(id));
    town.on("moved", (move) => this.moved(move));
    town.on("unread", (id) => this.seen(id));
    element.addEventListener("focusin", (event) => this.chosen(event.target.closest(".column")));
    document.addEventListener("visibilitychange", () => this.open_.forEach((column) => this.seen(column.id)));
  }

  at(id) {
    return this.open_.filter((column) => column.id === id);
  }

  isOpen(id) {
    return this.at(id).length > 0;
  }

  /** Open a chat in the column in use, or in one more beside it; one that is open already is only gone to. */
  async open(id, reader, beside, focus = true) {
    const known = this.open_.find((column) => column.id === id && (id > 0 || reader === undefined || column.reader === reader));
    const column = known ?? this.add(id, reader, beside);
    this.choose(column);
    this.pane("chat");
    if (!known) {
      this.keep();
      this.changed();
      await column.open();
      this.seen(id);
    }
    if (focus) column.composer.focus();
    return column;
  }

  add(id, reader, beside) {
    const as = id > 0 ? id : (reader ?? this.town.at(id).members[0] ?? null);
    const house = {
      town: this.town,
      open: (chat, who, aside) => this.open(chat, who, aside),
      close: (column) => this.close(column),
      back: () => this.pane("list"),
      keep: () => this.keep(),
    };
    const column = new Column(id, as, house);
    const instead = this.givesWay(beside);
    const at = instead ? this.open_.indexOf(instead) : this.open_.length;
    this.open_.splice(at, instead ? 1 : 0, column);
    this.draw();
    return column;
  }

  /** The column that a new one takes the place of; null while there is room beside. */
  givesWay(beside) {
    const room = Math.min(MOST, Math.max(1, Math.floor(this.element.clientWidth / NARROWEST)));
    if (!beside) return this.current ?? this.open_[0] ?? null;
    if (this.open_.length < room) return null;
    return this.open_.find((one) => one !== this.current) ?? this.current;
  }

  close(column) {
    this.open_ = this.open_.filter((one) => one !== column);
    if (this.current === column) this.current = null;
    this.draw();
    if (this.open_.length > 0) this.choose(this.open_[0]);
    else this.pane("list");
    this.keep();
    this.changed();
    (this.current?.composer ?? this.element).focus();
  }

  choose(column) {
    this.current = column;
    for (const one of this.open_) one.element.classList.toggle("current", one === column);
  }

  chosen(element) {
    const column = this.open_.find((one) => one.element === element);
    if (column) this.choose(column);
  }

  draw() {
    fill(this.element, this.open_.length > 0 ? this.open_.map((column) => column.element) : [this.welcome()]);
  }

  /** What a newcomer reads while no chat is open; the first of the people is who leads. */
  welcome() {
    const steps = ["welcome_1", "welcome_2", "welcome_3"].map((key) => el("li", { text: say(key) }));
    const [leader] = this.town.people.values();
    const go = leader && button(say("welcome_go", { name: leader.name }), () => this.open(leader.id, undefined, false), { class: "main" });
    const told = [el("h2", { text: say("welcome") }), el("p", { text: say("welcome_about") }), el("ol", {}, ...steps)];
    return el("div", { class: "welcome" }, ...told, go ?? "");
  }

  respeak() {
    if (this.open_.length === 0) this.draw();
    for (const column of this.open_) column.respeak();
  }

  refresh(id) {
    for (const column of this.open_) if (column.id === id || column.reader === id) column.showHead();
  }

  moved({ from, to }) {
    for (const column of this.at(from)) {
      column.id = to;
      column.element.dataset.chat = to;
      column.said.forget();
      column.open();
    }
    this.keep();
    this.changed();
  }

  /** Fetch anew what is open: the town begins again. */
  async reload() {
    this.open_ = this.open_.filter((column) => this.town.at(column.id));
    this.draw();
    await Promise.all(this.open_.map((column) => column.open()));
    this.open_.forEach((column) => this.seen(column.id));
  }

  seen(id) {
    if (!document.hidden && this.isOpen(id) && this.at(id).some((column) => column.element.offsetParent !== null)) this.town.see(id);
  }

  keep() {
    this.town.kept.set("open", this.open_.map((column) => [column.id, column.reader]));
  }

  /** Open what was open before the page was loaded again. */
  async restore() {
    const before = this.town.kept.get("open", null) ?? [];
    for (const [id, reader] of before) if (this.town.at(id)) await this.open(id, reader, true, false);
  }
}

// The list of commands over the place to write: opened by its button or by a "/", walked with the arrows.
import { el } from "./dom.js";
import { say } from "./words.js";

let lists = 0;

export class Commands {
  /** `field`: where one writes; `fetch()`: the commands; `pick(command)`: one was chosen. */
  constructor(field, fetch, pick) {
    this.field = field;
    this.fetch = fetch;
    this.pick = pick;
    this.at = -1;
    this.id = `commands-${(lists += 1)}`;
    this.element = el("ul", { class: "commands", role: "listbox", id: this.id, hidden: true });
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("aria-autocomplete", "list");
  }

  get open() {
    return !this.element.hidden;
  }

  /** Show those that begin with what was typed, all for an empty one. */
  async show(typed) {
    const asked = (this.asked = {});
    const all = await this.fetch();
    if (asked !== this.asked) return;
    const found = all.filter((one) => one.command.startsWith(typed.replace(/^\//, "").toLowerCase()));
    this.element.setAttribute("aria-label", say("commands"));
    this.element.replaceChildren(...found.map((one, number) => this.line(one, number)));
    this.element.hidden = found.length === 0;
    this.choose(found.length > 0 ? 0 : -1);
  }

  hide() {
    this.asked = null;
    this.element.hidden = true;
    this.choose(-1);
  }

  line(one, number) {
    const chosen = (event) => {
      event.preventDefault();
      this.hide();
      this.pick(`/${one.command}`);
    };
    return el(
      "li",
      { role: "option", id: `${this.id}-${number}`, "aria-selected": "false", on: { mousedown: chosen } },
      el("b", { text: `/${one.command}` }),
      el("span", { text: one.description }),
    );
  }

  choose(at) {
    this.at = at;
    const lines = [...this.element.children];
    lines.forEach((line, number) => line.setAttribute("aria-selected", String(number === at)));
    lines[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) this.field.setAttribute("aria-activedescendant", `${this.id}-${at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** Take a key that is meant for the list; false when it is not. */
  takes(event) {
    if (!this.open) return false;
    const count = this.element.children.length;
    if (event.key === "ArrowDown") this.choose((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.choose((this.at + count - 1) % count);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Enter" || event.key === "Tab") this.element.children[this.at]?.dispatchEvent(new MouseEvent("mousedown", { cancelable: true }));
    else return false;
    event.preventDefault();
    return true;
  }
}

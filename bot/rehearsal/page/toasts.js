// Short notes that come and go: what the bot answers to a tap, links that lead away.
import { alertOf } from "./dialogs.js";
import { el, signButton } from "./dom.js";
import { say } from "./words.js";

const STAY = 6000;
const MOST = 4;

export class Toasts {
  constructor(town, element) {
    Object.assign(this, { town, element });
    town.on("toast", (toast) => this.heard(toast));
    town.on("opened", ({ person, url }) => this.opened(person, url));
  }

  heard({ person, text, alert }) {
    if (text === "") return;
    const name = this.town.people.get(person)?.name ?? "";
    if (alert) alertOf(name, text);
    else this.note(name, text);
  }

  opened(person, url) {
    const link = el("a", { href: url, target: "_blank", rel: "noopener noreferrer", text: url });
    this.note(this.town.people.get(person)?.name ?? "", say("leads_away"), /^https?:/i.test(url) ? link : el("span", { text: url }));
  }

  note(name, text, more = null) {
    const away = signButton("close", say("close"), () => made.remove());
    const made = el("div", { class: "toast" }, el("div", {}, el("strong", { text: name }), el("span", { text }), more && el("br"), more), away);
    this.element.append(made);
    while (this.element.children.length > MOST) this.element.firstChild.remove();
    setTimeout(() => !made.matches(":hover, :focus-within") && made.remove(), STAY);
  }
}

// The left pane: people and groups, with what they are and how much of it is unread.
import { button, calmly, el, fill, signButton } from "./dom.js";
import { either, language, say } from "./words.js";
import { face } from "./faces.js";
import { newGroup, newPerson } from "./newcomers.js";

/** What somebody is, or why nobody hears from them. */
function about(one) {
  if (one.gone) return say("gone");
  return one.blocked ? say("blocked") : either(one.what);
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();

export class List {
  /** `open(id, beside)` opens a chat; `isOpen(id)` tells whether it is. */
  constructor(town, element, { open, isOpen }) {
    Object.assign(this, { town, element, open, isOpen });
    this.entries = new Map();
    this.search = el("input", { type: "search", on: { input: () => this.show(), keydown: (event) => this.key(event) } });
    this.head = el("div", { class: "list-head" }, this.search);
    this.scroll = el("div", { class: "list-scroll" });
    element.append(this.head, this.scroll);
    this.soon = calmly(30, () => this.show());
    for (const kind of ["person", "group", "moved", "unread"]) town.on(kind, this.soon);
  }

  respeak() {
    this.entries.clear();
    this.search.placeholder = say("find");
    this.search.setAttribute("aria-label", say("find"));
    const person = signButton("person", say("new_person"), () => this.made(newPerson(this.town)));
    const group = signButton("group", say("new_group"), () => this.made(newGroup(this.town)));
    this.head.replaceChildren(this.search, person, group);
    this.show();
  }

  async made(asked) {
    const id = await asked;
    if (id !== null) this.open(id, false);
  }

  show() {
    const wanted = folded(this.search.value.trim());
    const fits = (one) => folded(`${one.name ?? one.title} ${either(one.what)}`).includes(wanted);
    const people = [...this.town.people.values()].filter(fits);
    const groups = [...this.town.groups.values()].filter(fits);
    const parts = [];
    if (groups.length) parts.push(this.heading("groups"), ...groups.map((group) => this.entry(group)));
    if (people.length) parts.push(this.heading("people"), ...people.map((person) => this.entry(person)));
    if (parts.length === 0) parts.push(this.heading("nobody_found"));
    fill(this.scroll, parts);
  }

  /** Enter opens the first that was found. */
  key(event) {
    if (event.key !== "Enter" || event.isComposing || this.search.value.trim() === "") return;
    event.preventDefault();
    this.show();
    this.scroll.querySelector(".entry-main")?.click();
  }

  heading(key) {
    const name = `heading ${key}`;
    if (!this.entries.has(name)) this.entries.set(name, { element: el("h2", { text: say(key) }) });
    return this.entries.get(name).element;
  }

  entry(one) {
    const unread = this.town.unread(one.id);
    const drawn = JSON.stringify([one.name ?? one.title, one.what, unread, this.isOpen(one.id), one.blocked, one.gone, language()]);
    const known = this.entries.get(one.id) ?? { element: el("div", { class: "entry", data: { chat: one.id } }) };
    if (known.drawn !== drawn) this.draw(known.element, one, unread);
    known.drawn = drawn;
    this.entries.set(one.id, known);
    return known.element;
  }

  draw(element, one, unread) {
    const name = one.name ?? one.title;
    const had = element.contains(document.activeElement) ? [...element.children].indexOf(document.activeElement) : -1;
    const text = el("span", { class: "entry-text" }, el("span", { class: "entry-name", text: name }), el("span", { class: "entry-about", text: about(one) }));
    const count = unread ? el("span", { class: "count" }, String(unread), el("span", { class: "unseen", text: ` ${say("unread")}` })) : null;
    const main = button("", () => this.open(one.id, false), { class: "entry-main" });
    main.append(...[face(one), text, count].filter(Boolean));
    const open = this.isOpen(one.id);
    if (open) main.setAttribute("aria-current", "true");
    element.classList.toggle("open", open);
    element.replaceChildren(main, signButton("beside", say("open_beside", { name }), () => this.open(one.id, true), { class: "beside" }));
    if (had >= 0) element.children[had]?.focus();
  }

  focus() {
    this.search.focus();
    this.search.select();
  }
}

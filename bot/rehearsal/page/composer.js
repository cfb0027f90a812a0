// The place to write: text, files, an answer to a message, a change of one's own. What was typed stays until it is sent.
import { Attached } from "./attached.js";
import { button, el, signButton } from "./dom.js";
import { Commands } from "./commands.js";
import { Refused, post } from "./api.js";
import { summary } from "./bubble.js";
import { icon } from "./icons.js";
import { language, say } from "./words.js";

const TALLEST = 160;

export class Composer {
  /** `column`: {town, id, as(), topic(), ownLast(), act(body)}. */
  constructor(column) {
    this.column = column;
    this.sending = false;
    this.reply = null;
    this.edited = null;
    this.build();
    this.field.value = this.drafts()[this.draftKey()] ?? "";
  }

  build() {
    this.field = el("textarea", { rows: "1", on: { input: () => this.typed(), keydown: (event) => this.key(event) } });
    this.field.addEventListener("paste", (event) => this.pasted(event));
    this.field.addEventListener("blur", () => this.commands.hide());
    this.commands = new Commands(this.field, () => this.column.menu(), (command) => this.say(command));
    this.attached = new Attached(() => this.renew());
    this.picker = el("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true" });
    this.picker.addEventListener("change", () => {
      this.attach([...this.picker.files]);
      this.picker.value = "";
    });
    this.refusal = el("div", { class: "refused", role: "alert", hidden: true });
    this.strip = el("div", { class: "strip", hidden: true });
    this.above = el("div");
    this.row = el("div", { class: "composer-row" });
    this.element = el("div", { class: "composer" }, this.refusal, this.above, this.strip, this.attached.element, this.row, this.commands.element, this.picker);
  }

  /** The row of this kind: for writing, or what stands `instead` of it. Drawn anew only when that changes. */
  show(kind, instead = null) {
    const drawn = `${kind} ${language()}`;
    if (drawn === this.shown) return;
    this.shown = drawn;
    const focused = this.row.contains(document.activeElement);
    if (instead === null) this.showRow();
    else this.row.replaceChildren(instead);
    if (focused) this.focus();
  }

  /** Go to where one writes, or to what stands instead. */
  focus() {
    this.row.querySelector("textarea, .wide")?.focus();
  }

  showRow() {
    this.field.placeholder = say("write");
    this.field.setAttribute("aria-label", say("write_to", { name: this.column.title() }));
    const menu = button("", () => this.toggleMenu(), { class: "commands-button", "aria-haspopup": "listbox" });
    menu.append(icon("menu"), el("span", { text: say("menu") }));
    menu.addEventListener("mousedown", (event) => event.preventDefault());
    const attach = signButton("attach", say("attach"), () => this.picker.click());
    const send = signButton("send", say("send"), () => this.send(), { class: "send" });
    send.classList.remove("quiet");
    send.classList.add("main");
    this.row.replaceChildren(menu, attach, this.field, send);
    this.renew();
    this.grow();
  }

  toggleMenu() {
    this.field.focus();
    if (this.commands.open) this.commands.hide();
    else this.commands.show("").catch((error) => this.refuse(error));
  }

  /** Answer that message with what is sent next. */
  answer(message) {
    this.edited = null;
    this.reply = message;
    this.renew();
    this.field.focus();
  }

  /** Change that message of one's own. */
  edit(message) {
    this.reply = null;
    this.edited = message;
    this.field.value = message.text;
    this.renew();
    this.grow();
    this.field.focus();
  }

  attach(files) {
    if (files.length === 0) return;
    this.refuse(this.attached.add(files));
    this.field.focus();
  }

  renew() {
    const about = this.edited ?? this.reply;
    this.strip.hidden = about === null;
    if (about === null) return;
    const told = el("div", {}, el("b", { text: say(this.edited ? "editing" : "answering") }), el("span", { text: summary(about) }));
    this.strip.replaceChildren(told, signButton("close", say("cancel"), () => this.leave()));
  }

  /** No answer and no change after all. */
  leave() {
    if (this.edited) this.empty();
    this.reply = null;
    this.edited = null;
    this.renew();
    this.field.focus();
  }

  typed() {
    this.grow();
    if (!this.edited) this.keepDraft();
    const text = this.field.value;
    if (/^\/[a-z0-9_]*$/i.test(text)) this.commands.show(text).catch((error) => this.refuse(error));
    else this.commands.hide();
  }

  grow() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight > 0) this.field.style.height = `${Math.min(TALLEST, this.field.scrollHeight + 2)}px`;
  }

  key(event) {
    if (event.isComposing || this.commands.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && (this.reply || this.edited)) {
      event.stopPropagation();
      this.leave();
    } else if (event.key === "ArrowUp" && this.field.value === "" && this.column.ownLast()) {
      event.preventDefault();
      this.edit(this.column.ownLast());
    }
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.attach(files);
  }

  async send() {
    const text = this.field.value.trim();
    const { files } = this.attached;
    if (this.sending || (text === "" && files.length === 0)) return;
    this.sending = true;
    this.commands.hide();
    try {
      await this.deliver(text, files);
      if (this.field.value.trim() === text) this.empty();
      if (!this.edited) this.attached.clear();
      this.reply = null;
      this.edited = null;
      this.refuse("");
      this.renew();
    } catch (error) {
      this.refuse(error);
    } finally {
      this.sending = false;
    }
  }

  deliver(text, files) {
    const { id } = this.column;
    if (this.edited) return this.column.act({ do: "edit", message: this.edited.key, text });
    const where = { chat: id, reply_to: this.reply?.key, topic: this.column.topic() ?? undefined };
    if (files.length === 0) return this.column.act({ do: "say", ...where, text });
    const form = new FormData();
    const fields = { as: this.column.as(), do: "files", ...where, caption: text, kind: this.attached.plain.checked ? "document" : "" };
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
    for (const file of files) form.append("files", file, file.name);
    return post("/page/act", form);
  }

  /** Say something at once: a command that was chosen. */
  async say(text) {
    this.empty();
    try {
      await this.column.act({ do: "say", chat: this.column.id, text, topic: this.column.topic() ?? undefined });
      this.refuse("");
    } catch (error) {
      this.field.value = text;
      this.refuse(error);
    }
  }

  empty() {
    this.field.value = "";
    this.grow();
    this.keepDraft();
  }

  /** Say what was refused; "" takes the sentence away. */
  refuse(error) {
    if (error instanceof Error && !(error instanceof Refused)) throw error;
    const words = error instanceof Error ? error.message : error;
    this.refusal.hidden = words === "";
    const away = signButton("close", say("close"), () => this.refuse(""));
    this.refusal.replaceChildren(...(words === "" ? [] : [el("span", { text: words }), away]));
  }

  drafts() {
    return this.column.town.kept.get("drafts", null) ?? {};
  }

  draftKey() {
    return `${this.column.id} ${this.column.as()}`;
  }

  keepDraft() {
    const drafts = this.drafts();
    if (this.field.value) drafts[this.draftKey()] = this.field.value;
    else delete drafts[this.draftKey()];
    this.column.town.kept.set("drafts", drafts);
  }
}

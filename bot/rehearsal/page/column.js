// One chat as one person sees it: a column of the middle pane.
import { Composer } from "./composer.js";
import { Refused, post } from "./api.js";
import { Said } from "./said.js";
import { button, el, fill, signButton } from "./dom.js";
import { chatMenu, messageMenu } from "./chatmenu.js";
import { chooseGroup, showFile } from "./dialogs.js";
import { either, language, say } from "./words.js";
import { face } from "./faces.js";
import { icon } from "./icons.js";
import { summary } from "./bubble.js";
import { takesDrops } from "./drops.js";

const PATIENCE = 8000;

export class Column {
  /** `id`: of the chat; `reader`: who reads and writes there; `house`: {town, open, close, back, toast, spoken}. */
  constructor(id, reader, house) {
    Object.assign(this, { id, reader, house, town: house.town, chosenTopic: null });
    this.waiting = new Map();
    this.said = new Said({
      older: () => this.older(),
      quoted: (key) => this.chat?.messages.find((message) => message.key === key),
      jump: (key) => this.said.jump(key),
      link: (url) => this.tries(() => this.follow(url)),
      command: (text) => this.composer.say(text),
      tap: (message, one) => this.tap(message, one),
      waits: (key, one) => this.waiting.has(`${key} ${one.data ?? one.url}`),
      show: (file) => showFile(file),
      more: (messages, at) => messageMenu(this, messages, at),
    });
    this.composer = new Composer(this);
    this.head = el("header", { class: "column-head" });
    this.pinned = button("", () => this.said.jump(this.pinnedKey), { class: "pinned quiet", hidden: true });
    this.topics = el("div", { class: "topics", role: "group", hidden: true });
    this.element = el("section", { class: "column", data: { chat: id } }, this.head, this.pinned, this.topics);
    this.element.append(this.said.element, this.said.newest, this.composer.element);
    takesDrops(this.element, (files) => this.composer.attach(files));
  }

  as() {
    return this.reader;
  }

  topic() {
    return this.chosenTopic;
  }

  get owner() {
    return this.town.at(this.id);
  }

  get person() {
    return this.town.people.get(this.reader);
  }

  title() {
    return this.owner?.name ?? this.owner?.title ?? "";
  }

  menu() {
    return this.town.menu(this.id, this.reader);
  }

  ownLast() {
    return this.messages().findLast((message) => message.from?.id === this.reader && message.service === null && !message.file);
  }

  async open() {
    this.showHead();
    try {
      this.chat = await this.town.load(this.id);
      this.showMessages();
    } catch (error) {
      this.composer.refuse(error);
    }
  }

  /** Everything in the language of now. */
  respeak() {
    this.said.forget();
    this.showHead();
    if (this.chat) this.showMessages();
  }

  async older() {
    try {
      await this.town.loadOlder(this.chat);
      this.showMessages();
    } catch (error) {
      this.composer.refuse(error);
    }
  }

  messages() {
    const all = this.chat?.messages ?? [];
    return this.chosenTopic === null ? all : all.filter((message) => message.topic === this.chosenTopic);
  }

  showMessages() {
    if (!this.chat || this.chat.arrived) return;
    this.said.show(this.chat, this.messages(), this.reader);
    const pinned = this.chat.pinned.filter((key) => !this.chat.messages.find((message) => message.key === key)?.deleted);
    this.pinnedKey = pinned[pinned.length - 1];
    this.pinned.hidden = this.pinnedKey === undefined;
    const told = this.chat.messages.find((message) => message.key === this.pinnedKey);
    this.pinned.replaceChildren(icon("pin"), el("span", { text: summary(told) }));
  }

  showHead() {
    const { owner } = this;
    if (!owner) return;
    const drawn = `${language()} ${this.title()} ${either(owner.what)}`;
    if (drawn !== this.shownHead) this.drawHead(owner);
    this.shownHead = drawn;
    this.showTopics();
    this.showComposer();
  }

  drawHead(owner) {
    const title = el("h2", { text: this.title() });
    const about = el("p", { text: either(owner.what) });
    const back = signButton("back", say("back"), () => this.house.back(), { class: "back" });
    const menu = signButton("dots", say("chat_menu", { name: this.title() }), () => chatMenu(this, menu), { "aria-haspopup": "menu" });
    const close = signButton("close", say("close_column", { name: this.title() }), () => this.house.close(this), { class: "close" });
    this.head.replaceChildren(back, face(owner), el("div", { class: "column-who" }, title, about), menu, close);
    this.element.setAttribute("aria-label", this.title());
    this.said.label(say("said_in", { name: this.title() }));
    this.pinned.title = say("pinned");
  }

  showTopics() {
    const { topics = [], forum = false } = this.owner;
    this.topics.hidden = !forum;
    this.topics.setAttribute("aria-label", say("topics"));
    const every = [{ id: null, name: say("all_topics") }, ...topics];
    fill(
      this.topics,
      every.map((topic) => {
        const label = topic.closed ? `${topic.name} 🔒` : topic.name;
        const chosen = String(this.chosenTopic === topic.id);
        return button(label, () => this.chooseTopic(topic.id), { "aria-pressed": chosen });
      }),
    );
  }

  chooseTopic(topic) {
    this.chosenTopic = topic;
    this.said.forget();
    this.showTopics();
    this.showMessages();
  }

  showComposer() {
    const { owner, composer } = this;
    this.showReader();
    const wide = (key, act) => button(say(key), () => this.tries(() => this.act({ do: act })), { class: "main wide" });
    if (this.id > 0 && owner.gone) composer.show("gone", el("p", { class: "muted", text: say("gone") }));
    else if (this.id > 0 && owner.blocked) composer.show("unblock", wide("unblock", "unblock"));
    else if (this.id > 0 && !owner.started) composer.show("start", wide("start", "start"));
    else if (this.id < 0 && !this.reader) composer.show("nobody", el("p", { class: "muted", text: say("nobody_here") }));
    else composer.show("write");
  }

  /** In a group: as whom one writes and taps. */
  showReader() {
    const members = this.id < 0 ? this.town.members(this.owner) : [];
    if (this.id < 0 && !members.some((person) => person.id === this.reader)) this.reader = members[0]?.id ?? null;
    const drawn = `${language()} ${members.map((person) => person.name)} ${this.reader}`;
    if (this.id > 0 || drawn === this.shownReader) return;
    this.shownReader = drawn;
    const options = members.map((person) => el("option", { value: person.id, text: person.name }));
    const select = el("select", { on: { change: () => this.readAs(Number(select.value)) } }, ...options);
    select.value = this.reader;
    this.composer.above.replaceChildren(el("label", { class: "as" }, el("span", { text: say("write_as") }), select));
  }

  readAs(person) {
    this.reader = person;
    this.shownReader = `${language()} ${this.town.members(this.owner).map((one) => one.name)} ${person}`;
    this.said.forget();
    this.showMessages();
    this.house.keep();
  }

  act(body) {
    return post("/page/act", { as: this.reader, ...body });
  }

  /** Do something and say on this column why it was refused. */
  async tries(act) {
    try {
      const done = await act();
      this.composer.refuse("");
      return done;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.composer.refuse(error);
      return null;
    }
  }

  async tap(message, one) {
    const group = one.opens === "group" ? await chooseGroup(this.town, this.person) : undefined;
    if (group === null) return;
    const { key } = message;
    if (one.data) this.waits(key, one.data);
    const done = await this.tries(() => this.act({ do: "tap", message: key, data: one.data, url: one.url, group }));
    if (done === null) this.answered(key);
    if (group !== undefined && done !== null) this.house.open(group, this.reader, false);
  }

  /** Follow a link; one that adds the bot asks for the group first, and does nothing when none is picked. */
  async follow(url) {
    const group = /[?&]startgroup\b/.test(url) ? await chooseGroup(this.town, this.person) : undefined;
    return group === null ? null : this.act({ do: "follow", url, group });
  }

  /** A tap waits for the bot's answer: its button shows so, for a while. */
  waits(key, data) {
    this.waiting.set(`${key} ${data}`, true);
    this.redraw(key);
    setTimeout(() => this.answered(key), PATIENCE);
  }

  answered(key) {
    const found = [...this.waiting.keys()].filter((one) => one.startsWith(`${key} `));
    for (const one of found) this.waiting.delete(one);
    if (found.length > 0) this.redraw(key);
  }

  redraw(key) {
    this.said.again(key);
    this.showMessages();
  }
}

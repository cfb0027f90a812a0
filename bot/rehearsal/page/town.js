// What the page knows of the rehearsal, kept up to date by the stream. Whoever shows something of it listens.
import { Lost, Stream, get } from "./api.js";
import { calmly } from "./dom.js";
import { liveIn } from "./words.js";

const FIRST = 60;
const OLDER = 100;
const AGAIN = 1000;

const number = (key) => Number(key.slice(key.lastIndexOf(":") + 1));

export class Town {
  /** `kept`: what outlives a reload of the page (see look.js). */
  constructor(kept) {
    this.kept = kept;
    this.people = new Map();
    this.groups = new Map();
    this.chats = new Map();
    this.connected = false;
    this.heard = new Map();
    this.stream = new Stream(
      (kind, data) => this.hear(kind, data),
      (connected) => this.felt(connected),
    );
    this.keepSeen = calmly(200, () => kept.set("seen", Object.fromEntries(this.seen)));
  }

  /** Be told: `act(data)` each time something of that kind changes. */
  on(kind, act) {
    this.heard.set(kind, [...(this.heard.get(kind) ?? []), act]);
  }

  tell(kind, data) {
    for (const act of this.heard.get(kind) ?? []) act(data);
  }

  /** Fetch everything, and again until it works; then follow what happens. */
  async open() {
    try {
      const state = await get("/page/state");
      this.take(state);
      this.stream.from(state.event);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.felt(false);
      setTimeout(() => this.open(), AGAIN);
    }
  }

  take(state) {
    const run = state.event.split("-")[0];
    const sameRun = this.kept.run(run);
    liveIn(state.clock.zone);
    Object.assign(this, { language: state.language, title: state.title, run });
    Object.assign(this, { bot: state.bot, clock: state.clock, outbox: state.outbox, troubles: state.troubles });
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.groups = new Map(state.groups.map((group) => [group.id, group]));
    const everybody = [...state.people, ...state.groups].map((one) => [one.id, one.heard]);
    this.seen = new Map(sameRun ? Object.entries(this.kept.get("seen", {})).map(([id, n]) => [Number(id), n]) : everybody);
    if (!sameRun) this.keepSeen();
    this.chats.clear();
    this.tell("state", state);
  }

  felt(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.tell("connected", connected);
  }

  /** A person or a group, by the number of its chat. */
  at(id) {
    return this.people.get(id) ?? this.groups.get(id);
  }

  unread(id) {
    return Math.max(0, (this.at(id)?.heard ?? 0) - (this.seen.get(id) ?? 0));
  }

  /** Somebody looks at that chat. */
  see(id) {
    if (this.unread(id) === 0) return;
    this.seen.set(id, this.at(id).heard);
    this.keepSeen();
    this.tell("unread", id);
  }

  /** The members of a group that are people here. */
  members(group) {
    return group.members.map((id) => this.people.get(id)).filter(Boolean);
  }

  hear(kind, data) {
    const takes = {
      message: (message) => this.hearMessage(message),
      person: (person) => this.people.set(person.id, person),
      group: (group) => this.groups.set(group.id, group),
      menu: ({ chat }) => this.chats.get(chat) && (this.chats.get(chat).menu = null),
      moved: (move) => this.move(move),
      reset: () => this.open(),
    };
    if (["clock", "bot", "outbox", "troubles"].includes(kind)) this[kind] = data;
    takes[kind]?.(data);
    this.tell(kind, data);
  }

  move({ from, to }) {
    const group = this.groups.get(from);
    if (group && !this.groups.has(to)) this.groups.set(to, { ...group, id: to });
    this.groups.delete(from);
    this.chats.delete(from);
    this.chats.delete(to);
    this.seen.set(to, this.seen.get(from) ?? 0);
  }

  hearMessage(message) {
    const owner = this.at(message.chat);
    const newer = owner && (owner.last === null || number(message.key) > number(owner.last));
    if (newer && !message.deleted) {
      owner.last = message.key;
      if (message.from?.bot && message.service === null) owner.heard += 1;
      this.tell("unread", message.chat);
    }
    const chat = this.chats.get(message.chat);
    if (chat?.arrived) chat.arrived.push(message);
    else if (chat) this.put(chat, message);
  }

  put(chat, message) {
    const at = chat.messages.findIndex((known) => known.key === message.key);
    if (at >= 0) chat.messages[at] = message;
    else if (!message.deleted && (chat.messages.length === 0 || !this.tooOld(chat, message))) chat.messages.push(message);
    chat.pinned = chat.pinned.filter((key) => key !== message.key || message.pinned);
    if (message.pinned && !chat.pinned.includes(message.key)) chat.pinned.push(message.key);
  }

  tooOld(chat, message) {
    const newest = chat.messages[chat.messages.length - 1];
    return newest.chat === message.chat && number(newest.key) > number(message.key);
  }

  /** The newest of a chat, fetched once; what arrives meanwhile is put on top. */
  load(id) {
    const known = this.chats.get(id);
    if (known) return known.loading;
    const chat = { id, messages: [], pinned: [], more: false, menu: null, arrived: [] };
    this.chats.set(id, chat);
    chat.loading = this.fetchNewest(chat).catch((error) => {
      if (this.chats.get(id) === chat) this.chats.delete(id);
      throw error;
    });
    return chat.loading;
  }

  async fetchNewest(chat) {
    const body = await get(`/page/chats/${chat.id}?most=${FIRST}`);
    const { arrived } = chat;
    Object.assign(chat, { messages: body.messages, pinned: body.pinned, more: body.more, arrived: null });
    for (const message of arrived) this.put(chat, message);
    return chat;
  }

  /** Older messages of a chat, put before the others. */
  async loadOlder(chat) {
    if (!chat.more || chat.fetching) return;
    chat.fetching = true;
    try {
      const body = await get(`/page/chats/${chat.id}?most=${OLDER}&before=${encodeURIComponent(chat.messages[0].key)}`);
      const known = new Set(chat.messages.map((message) => message.key));
      chat.messages.unshift(...body.messages.filter((message) => !known.has(message.key)));
      chat.more = body.more;
    } finally {
      chat.fetching = false;
    }
  }

  /** The commands that a person is offered in a chat. */
  async menu(id, as) {
    const chat = this.chats.get(id);
    if (chat?.menu?.as === as) return chat.menu.commands;
    const body = await get(`/page/chats/${id}?most=1&as=${as}`);
    if (chat) chat.menu = { as, commands: body.menu };
    return body.menu;
  }
}

// What was said in one chat, kept in step with the town: only what changed is drawn anew, and focus stays where it was.
import { bubble } from "./bubble.js";
import { button, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { day, fieldDay, say } from "./words.js";

const NEAR = 120;
const JOINS = 5 * 60_000;

export class Said {
  /** `acts`: what a message can ask for (see bubble.js), plus `older()`. */
  constructor(acts) {
    this.acts = acts;
    this.drawn = new Map();
    this.inner = el("div", { class: "said-inner", role: "log", "aria-live": "off" });
    this.element = el("div", { class: "said", on: { scroll: () => this.scrolled() } }, this.inner);
    this.newest = button("", () => this.toEnd(true), { class: "to-newest", hidden: true });
    this.older = button("", () => acts.older(), { class: "older" });
    this.missed = 0;
    this.follows = true;
    new ResizeObserver(() => this.resized(`${this.element.clientWidth} ${this.element.clientHeight}`)).observe(this.element);
    this.inner.addEventListener("keydown", (event) => this.moved(event));
    this.inner.addEventListener("focusin", (event) => this.activate(event.target.closest(".message")));
  }

  label(words) {
    this.inner.setAttribute("aria-label", words);
  }

  /** Forget what was drawn, for another language or another reader. */
  forget() {
    this.drawn.clear();
  }

  show(chat, messages, as) {
    const focused = this.focus();
    const before = this.element.scrollHeight - this.element.scrollTop;
    const drawn = new Map();
    this.older.textContent = say("older");
    const shown = chat.more ? [this.older] : [];
    let last = null;
    let fresh = 0;
    for (const group of grouped(messages)) {
      const [first] = group;
      if (last === null || fieldDay(last.at) !== fieldDay(first.at)) shown.push(this.dayLine(first, drawn));
      const one = this.draw(group, last, as, drawn);
      if (one.fresh && this.ready) fresh += 1;
      shown.push(one.element);
      last = first;
    }
    this.drawn = drawn;
    fill(this.inner, shown);
    this.refocus(focused);
    this.keepPlace(before, fresh);
    this.inner.setAttribute("aria-live", "polite");
    this.ready = true;
  }

  draw(group, last, as, drawn) {
    const [first] = group;
    const joined = last !== null && follows(last, first);
    const view = { ...this.acts, own: first.from?.id === as, joined, named: first.chat < 0, grown: () => this.grown() };
    const known = this.drawn.get(first.key);
    const same = known && known.joined === joined && known.as === as && known.group.length === group.length;
    if (same && group.every((message, at) => message === known.group[at])) {
      drawn.set(first.key, known);
      return { element: known.element, fresh: false };
    }
    const element = bubble(group, view);
    if (!known && this.ready) element.classList.add("new");
    drawn.set(first.key, { group, joined, as, element });
    return { element, fresh: !known && !view.own };
  }

  dayLine(first, drawn) {
    const key = `day ${fieldDay(first.at)}`;
    const known = this.drawn.get(key) ?? { element: el("p", { class: "day", text: day(first.at) }) };
    drawn.set(key, known);
    return known.element;
  }

  /** Draw one message again though nothing of it changed, for its buttons that wait. */
  again(key) {
    for (const known of this.drawn.values()) if (known.group?.some((message) => message.key === key)) known.group = [];
  }

  keepPlace(before, fresh) {
    if (this.follows) this.toEnd(false);
    else if (fresh > 0) this.missed += fresh;
    else if (this.element.scrollTop < NEAR) this.element.scrollTop = this.element.scrollHeight - before;
    this.showMissed();
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight, clientWidth } = this.element;
    const size = `${clientWidth} ${clientHeight}`;
    // A column that was opened beside made this one narrower: nobody scrolled.
    if (this.size !== undefined && this.size !== size) return this.resized(size);
    this.size = size;
    this.follows = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.follows) this.missed = 0;
    this.showMissed();
    if (scrollTop < NEAR && this.older.isConnected && this.ready) this.acts.older();
  }

  showMissed() {
    this.newest.hidden = this.follows;
    const words = this.missed > 0 ? say("new_messages", { n: this.missed }) : say("to_newest");
    if (this.newest.textContent !== words) this.newest.replaceChildren(icon("down"), words);
  }

  resized(size) {
    this.size = size;
    this.grown();
  }

  /** A picture was loaded and takes more room than before. */
  grown() {
    if (this.follows) this.toEnd(false);
  }

  toEnd(focus) {
    this.element.scrollTop = this.element.scrollHeight;
    this.follows = true;
    this.missed = 0;
    if (focus) this.messages().pop()?.focus({ preventScroll: true });
  }

  /** Go to a message, if it is here. */
  jump(key) {
    const found = this.inner.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!found) return false;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    found.classList.add("found");
    setTimeout(() => found.classList.remove("found"), 1500);
    return true;
  }

  messages() {
    return [...this.inner.querySelectorAll(".message")];
  }

  /** One message at a time is in the order of the Tab key, with all its buttons: else there would be hundreds. */
  activate(message) {
    if (!message || message === this.active) return;
    if (this.active) reach(this.active, "-1");
    this.active = message;
    reach(message, "0");
  }

  moved(event) {
    const steps = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || event.target.closest("textarea, input")) return;
    const all = this.messages();
    const at = all.indexOf(event.target.closest(".message"));
    const to = Math.min(all.length - 1, Math.max(0, at + step));
    event.preventDefault();
    all[to]?.focus();
  }

  focus() {
    const focused = document.activeElement;
    if (!this.inner.contains(focused)) return null;
    const message = focused.closest(".message");
    return { key: message?.dataset.key, words: focused === message ? null : focused.textContent, focused };
  }

  refocus(was) {
    if (!this.active?.isConnected || !this.inner.contains(document.activeElement)) this.activate(this.messages().pop());
    if (!was || was.focused.isConnected) return;
    const message = this.messages().find((one) => one.dataset.key === was.key) ?? this.messages().pop();
    if (!message) return;
    this.activate(message);
    const same = [...message.querySelectorAll("button")].find((one) => one.textContent === was.words);
    (same ?? message).focus({ preventScroll: true });
  }
}

function reach(message, tabindex) {
  message.setAttribute("tabindex", tabindex);
  for (const one of message.querySelectorAll("button, a, .spoiler")) one.setAttribute("tabindex", tabindex);
}

/** Messages one by one, albums together. */
function grouped(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups[groups.length - 1];
    const together = last && message.album !== null && last[0].album === message.album && !message.deleted;
    if (together) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

function follows(last, message) {
  const plain = last.service === null && message.service === null && !last.deleted && !message.deleted;
  return plain && last.from?.id === message.from?.id && new Date(message.at) - new Date(last.at) < JOINS;
}

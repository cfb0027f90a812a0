// The page begins here: what was kept is shown again, the town is opened, and the parts are told of each other.
import { Columns } from "./columns.js";
import { LANGUAGES, either, language, say, speak, time, shortDay } from "./words.js";
import { Kept, THEMES, showTheme } from "./look.js";
import { List } from "./list.js";
import { Side } from "./side.js";
import { Toasts } from "./toasts.js";
import { Town } from "./town.js";
import { ask } from "./dialogs.js";
import { button, calmly, el } from "./dom.js";
import { icon } from "./icons.js";

const at = (id) => document.getElementById(id);
const PANES = ["list", "chat", "side"];

function begin() {
  const kept = new Kept();
  const town = new Town(kept);
  const page = { kept, town, begun: false };
  page.columns = new Columns(town, at("columns"), { pane: (name) => showPane(page, name), changed: () => page.list.show() });
  page.list = new List(town, at("list"), {
    open: (id, beside) => page.columns.open(id, undefined, beside),
    isOpen: (id) => page.columns.isOpen(id),
  });
  page.side = new Side(town, at("side"), async (id, key) => (await page.columns.open(id, undefined, false)).said.jump(key));
  page.toasts = new Toasts(town, at("toasts"));
  listen(page);
  looks(page);
  keys(page);
  speak(kept.get("language", "vi"));
  town.open();
}

function listen(page) {
  const { town } = page;
  town.on("state", (state) => opened(page, state));
  town.on("connected", () => showState(page));
  town.on("bot", () => showState(page));
  town.on("clock", () => showState(page));
  tellsAway(page);
}

async function opened(page, state) {
  speak(page.kept.get("language", state.language));
  respeak(page);
  if (page.begun) await page.columns.reload();
  else await page.columns.restore();
  page.begun = true;
}

/** Everything on the page in the language of now. */
function respeak(page) {
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
  document.title = `${say("title")} · ${page.town.title ?? ""}`;
  const other = LANGUAGES.find((one) => one !== language());
  at("language").textContent = other.toUpperCase();
  at("language").setAttribute("aria-label", say("speak_other"));
  at("language").lang = other;
  at("keys").title = say("keys");
  at("keys").replaceChildren(icon("keys"));
  showThemeButton(page);
  tabs(page);
  if (!page.town.clock) return;
  page.list.respeak();
  page.columns.respeak();
  page.side.respeak();
  showState(page);
}

function showState(page) {
  const { bot, clock, connected } = page.town;
  if (!clock) return;
  const busy = clock.moving && bot.state === "running";
  const state = connected ? (busy ? "busy" : bot.state) : "lost";
  const words = { lost: "no_server", busy: "moving", running: "bot_is_running", starting: "bot_is_starting", stopped: "bot_is_stopped" };
  if (at("bot-state").dataset.state !== state || at("bot-state").lang !== language()) {
    Object.assign(at("bot-state").dataset, { state });
    at("bot-state").lang = language();
    at("bot-state").textContent = say(words[state]);
  }
  at("clock-short").textContent = `${time(clock.now)} · ${shortDay(clock.now)}`;
  at("clock-short").setAttribute("aria-label", `${say("clock")}: ${time(clock.now)} ${shortDay(clock.now)}`);
  showTrouble(connected ? (bot.state === "stopped" ? say("bot_down", { why: either(bot.why) }) : "") : say("lost_again"));
}

function showTrouble(words) {
  if (at("trouble-line").textContent !== words) at("trouble-line").textContent = words;
  at("trouble-line").hidden = words === "";
}

/** What arrives in chats that are not open is told once, together, for those who do not see the list. */
function tellsAway(page) {
  const chats = new Set();
  const tell = calmly(1200, () => {
    at("spoken").textContent = say("elsewhere", { n: chats.size });
    chats.clear();
  });
  page.town.on("unread", (id) => {
    if (page.town.unread(id) === 0 || page.columns.isOpen(id)) return;
    chats.add(id);
    tell();
  });
}

function showPane(page, name) {
  document.body.dataset.pane = name;
  tabs(page);
  if (name === "chat") page.columns.open_.forEach((column) => page.columns.seen(column.id));
}

function tabs(page) {
  const chosen = document.body.dataset.pane;
  const made = PANES.map((name) => {
    const one = button("", () => showPane(page, name));
    one.append(icon({ list: "list", chat: "chat", side: "clock" }[name]), say(`pane_${name}`));
    if (name === chosen) one.setAttribute("aria-current", "page");
    return one;
  });
  at("tabs").replaceChildren(...made);
}

function looks(page) {
  const theme = () => page.kept.get("theme", "auto");
  showTheme(theme());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => showTheme(theme()));
  at("theme").addEventListener("click", () => {
    page.kept.set("theme", THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
    showTheme(theme());
    showThemeButton(page);
  });
  at("language").addEventListener("click", () => {
    speak(LANGUAGES.find((one) => one !== language()));
    page.kept.set("language", language());
    respeak(page);
  });
  at("clock-short").addEventListener("click", () => showPane(page, document.body.dataset.pane === "side" ? "chat" : "side"));
}

function showThemeButton(page) {
  const theme = page.kept.get("theme", "auto");
  at("theme").replaceChildren(icon(theme));
  at("theme").title = say(`theme_${theme}`);
  at("theme").setAttribute("aria-label", say(`theme_${theme}`));
}

function keys(page) {
  const next = () => page.side.clock.move({ do: "next" });
  const search = () => (showPane(page, "list"), page.list.focus());
  at("keys").addEventListener("click", () => showKeys());
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const control = event.ctrlKey || event.metaKey;
    const acts = { F6: () => around(page, event.shiftKey), ...(control ? { k: search } : {}), ...(event.altKey ? { n: next } : {}) };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** F6 goes round the panes. */
function around(page, back) {
  const now = PANES.findIndex((name) => ({ list: at("list"), chat: at("columns"), side: at("side") })[name].contains(document.activeElement));
  const name = PANES[(now + (back ? -1 : 1) + PANES.length) % PANES.length];
  showPane(page, name);
  if (name === "list") page.list.focus();
  else if (name === "side") page.side.clock.forward.focus();
  else (page.columns.current?.composer ?? at("columns")).focus();
}

function showKeys() {
  const lines = ["Enter", "Shift+Enter", "/", "↑", "Shift+Tab, ↑ ↓", "F6", "Ctrl+K", "Alt+N", "Esc"];
  const rows = lines.flatMap((line, number) => [el("dt", {}, el("kbd", { text: line })), el("dd", { text: say(`key_${number}`) })]);
  ask(say("keys"), [el("dl", { class: "keys-list" }, ...rows)], () => null, { onlyClose: true });
}

begin();

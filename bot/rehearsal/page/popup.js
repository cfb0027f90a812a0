// A small menu at the place where it was asked for: arrows walk it, Escape leaves it, focus goes back where it was.
import { button, el } from "./dom.js";

const EDGE = 8;

/** `entries`: {words, act, bad} or null for a line between. */
export function popup(opener, label, entries) {
  close();
  const items = entries.map((entry) => (entry === null ? el("hr") : item(entry)));
  const menu = el("div", { class: "popup", role: "menu", "aria-label": label, on: { keydown: (event) => walk(event, menu) } }, ...items);
  menu.opener = opener;
  opener.setAttribute("aria-expanded", "true");
  document.querySelector("main").append(menu);
  place(menu, opener.getBoundingClientRect());
  menu.querySelector("button")?.focus();
  setTimeout(() => addEventListener("pointerdown", outside));
}

function item({ words, act, bad }) {
  return button(words, () => (close(), act()), { class: bad ? "bad" : "", role: "menuitem", tabindex: "-1" });
}

function place(menu, at) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(at.left, innerWidth - width - EDGE);
  const under = at.bottom + 4;
  const top = under + height > innerHeight - EDGE ? at.top - height - 4 : under;
  menu.style.left = `${Math.max(EDGE, left)}px`;
  menu.style.top = `${Math.max(EDGE, top)}px`;
}

function close() {
  const menu = document.querySelector(".popup");
  if (!menu) return;
  removeEventListener("pointerdown", outside);
  menu.opener.setAttribute("aria-expanded", "false");
  const had = menu.contains(document.activeElement);
  menu.remove();
  if (had) menu.opener.focus();
}

function outside(event) {
  if (!event.target.closest(".popup")) close();
}

function walk(event, menu) {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 };
  if (event.key in steps) items[steps[event.key] % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// Telegram's formatting. Whatever arrives, only these elements come out of it, and no attribute but a checked link.
import { el } from "./dom.js";

const KEPT = {
  B: "strong",
  STRONG: "strong",
  I: "em",
  EM: "em",
  U: "u",
  INS: "u",
  S: "s",
  STRIKE: "s",
  DEL: "s",
  CODE: "code",
  PRE: "pre",
  BLOCKQUOTE: "blockquote",
};

/** The words of a message as nodes. `on.link(url)` and `on.command(text)` are told of taps. */
export function formatted(html, on) {
  return copies(new DOMParser().parseFromString(html, "text/html").body, on);
}

function copies(node, on) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return [child.data];
    return child.nodeType === Node.ELEMENT_NODE ? element(child, on) : [];
  });
}

function element(node, on) {
  const inside = copies(node, on);
  if (node.tagName === "BR") return ["\n"];
  if (node.tagName === "A") return [link(node, inside, on)];
  if (node.tagName === "TG-SPOILER" || node.classList.contains("tg-spoiler")) {
    return [el("span", { class: "spoiler", tabindex: "0" }, ...inside)];
  }
  const tag = KEPT[node.tagName];
  return tag === undefined ? inside : [el(tag, { class: node.hasAttribute("expandable") ? "long" : null }, ...inside)];
}

function link(node, inside, on) {
  const command = node.getAttribute("data-command");
  if (command !== null) return touched(command, () => on.command(command), inside);
  const href = node.getAttribute("href") ?? "";
  if (/^tg:\/\/user/i.test(href)) return el("strong", {}, ...inside);
  if (!/^(https?|mailto|tg):/i.test(href)) return el("span", {}, ...inside);
  return touched(href, () => on.link(href), inside);
}

function touched(title, act, inside) {
  return el("button", { type: "button", class: "link", title, on: { click: act } }, ...inside);
}

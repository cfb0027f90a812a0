// One thing that was said, as it looks in a chat: a message, or an album of several.
import { button, el } from "./dom.js";
import { formatted } from "./markup.js";
import { icon } from "./icons.js";
import { bytes, either, say, time } from "./words.js";

/**
 * `messages`: one, or the parts of an album. `view`: {own, joined, named, quoted(key), link, command, tap, show, jump, more}.
 */
export function bubble(messages, view) {
  const [first] = messages;
  if (first.deleted) return el("p", { class: "service", text: say("deleted") });
  if (first.service !== null) return el("p", { class: "service", data: { key: first.key }, text: either(first.service) });
  const who = view.own ? say("you") : (first.from?.name ?? "");
  const made = el("article", {
    class: ["message", view.own && "own", view.joined && "joined"].filter(Boolean).join(" "),
    data: { key: first.key },
    tabindex: "-1",
    "aria-label": say("message_of", { who, time: time(first.at) }),
  });
  made.append(inside(messages, view));
  if (first.buttons.length > 0) made.append(keyboard(first, view));
  made.append(moreButton(made, messages, view));
  return made;
}

function inside(messages, view) {
  const [first] = messages;
  const body = el("div", { class: "bubble" });
  if (view.named && !view.own && !view.joined) body.append(el("p", { class: "author", text: first.from?.name ?? "" }));
  if (first.forwarded) body.append(el("p", { class: "forwarded", text: say("forwarded_from", first.forwarded) }));
  if (first.reply_to) body.append(quote(first.reply_to, view));
  body.append(...media(messages, view));
  for (const message of messages) {
    if (message.html) body.append(el("div", { class: "words" }, ...formatted(message.html, view)));
  }
  body.append(meta(messages));
  return body;
}

function quote(key, view) {
  const told = view.quoted(key);
  const words = [el("b", { text: told?.from?.name ?? "" }), el("span", { text: summary(told) })];
  return el("button", { type: "button", class: "quote", on: { click: () => view.jump(key) } }, ...words);
}

/** A message in one line. */
export function summary(message) {
  if (!message) return say("older_message");
  const words = message.text.split("\n").find((line) => line.trim());
  return words ?? message.file?.name ?? "";
}

function media(messages, view) {
  const files = messages.filter((message) => message.file).map((message) => message.file);
  if (files.length === 0) return [];
  const shown = files.map((file) => (["image", "video"].includes(file.shown) ? picture(file, view) : document_(file)));
  return files.length === 1 ? shown : [el("div", { class: "album" }, ...shown)];
}

function picture(file, view) {
  const label = say("open_file", { name: file.name });
  const seen =
    file.shown === "image"
      ? el("img", { src: file.url, alt: "", loading: "lazy", on: { load: view.grown, error: () => seen.replaceWith(document_(file)) } })
      : el("video", { src: file.url, preload: "metadata", muted: true });
  return el("button", { type: "button", class: "picture", "aria-label": label, on: { click: () => view.show(file) } }, seen);
}

function document_(file) {
  const ending = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4).toUpperCase() : "···";
  const how = file.shown === "none" ? { download: file.name } : { target: "_blank", rel: "noopener noreferrer" };
  return el(
    "a",
    { class: "file", href: file.url, ...how },
    el("span", { class: "file-sign", "aria-hidden": "true", text: ending }),
    el("span", {}, el("span", { class: "file-name", text: file.name }), el("span", { class: "file-size", text: bytes(file.size) })),
  );
}

function meta(messages) {
  const first = messages[0];
  const marks = [];
  if (first.pinned) marks.push(el("span", {}, icon("pin"), say("pinned")));
  if (messages.some((message) => message.edited)) marks.push(el("span", { text: say("edited") }));
  marks.push(el("time", { datetime: first.at, text: time(first.at) }));
  return el("p", { class: "meta" }, ...marks);
}

function keyboard(message, view) {
  const rows = message.buttons.map((row) => el("div", {}, ...row.map((one) => key(message, one, view))));
  return el("div", { class: "keyboard", role: "group", "aria-label": say("buttons") }, ...rows);
}

function key(message, one, view) {
  const made = button(one.text, () => view.tap(message, one, made), { class: one.url ? "away" : "", tabindex: "-1" });
  if (view.waits(message.key, one)) made.setAttribute("aria-busy", "true");
  return made;
}

function moreButton(made, messages, view) {
  const open = () => view.more(messages, dots);
  const dots = button("", open, { class: "more", tabindex: "-1", "aria-haspopup": "menu", "aria-label": say("more") });
  dots.append(icon("across"));
  made.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    open();
  });
  return dots;
}

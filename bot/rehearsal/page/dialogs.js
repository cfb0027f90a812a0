// Questions in front of everything: the browser's own dialogs, so that focus and Escape work as everywhere.
import { button, el } from "./dom.js";
import { either, say } from "./words.js";
import { face } from "./faces.js";

/** Ask; answers what `read()` gives when it is confirmed, else null. */
export function ask(title, fields, read, { confirm = say("ok"), wide = false, onlyClose = false } = {}) {
  return new Promise((settle) => {
    const wrong = el("p", { class: "wrong", role: "alert" });
    const heading = el("h2", { id: "dialog-title", text: title });
    const leave = button(say(onlyClose ? "close" : "cancel"), () => dialog.close());
    const sure = onlyClose ? [] : [el("button", { type: "submit", class: "main", text: confirm })];
    const form = el("form", { class: "dialog-body", method: "dialog" }, heading, ...fields, wrong, el("div", { class: "dialog-foot" }, leave, ...sure));
    const dialog = el("dialog", { class: wide ? "wide" : "", "aria-labelledby": "dialog-title" }, form);
    let answer = null;
    dialog.answerWith = (value) => {
      answer = value;
      dialog.close();
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const read_ = await read(wrong);
      if (read_ !== null && read_ !== undefined) dialog.answerWith(read_);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      settle(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function field(label, input) {
  return el("label", { class: "field" }, el("span", { text: label }), input);
}

/** Show a picture or play a video. */
export function showFile(file) {
  const seen = file.shown === "image" ? el("img", { src: file.url, alt: file.name }) : el("video", { src: file.url, controls: true });
  const save = el("a", { href: file.url, download: file.name, text: say("save_file") });
  return ask(file.name, [seen, save], () => null, { wide: true, onlyClose: true });
}

/** A message of the bot's that wants to be confirmed. */
export function alertOf(name, text) {
  return ask(name, [el("p", { text })], () => null, { onlyClose: true });
}

/** Pick one of these chats; null when nothing was picked. */
export function chooseChat(title, chats) {
  const pick = (one) => (event) => event.target.closest("dialog").answerWith(one.id);
  const choices = chats.map((one) =>
    el(
      "button",
      { type: "button", class: "quiet", on: { click: pick(one) } },
      face(one),
      el("span", { class: "entry-text" }, el("span", { class: "entry-name", text: one.name ?? one.title }), el("span", { class: "entry-about", text: either(one.what) })),
    ),
  );
  const empty = el("p", { class: "muted", text: say("no_groups") });
  return ask(title, [choices.length ? el("div", { class: "choices" }, ...choices) : empty], () => null, { onlyClose: true });
}

/** Where a startgroup link adds the bot: a group of that person's. */
export function chooseGroup(town, person) {
  const groups = [...town.groups.values()].filter((group) => group.members.includes(person.id));
  return chooseChat(say("choose_group"), groups);
}

/** One line of text; `act(text)` does it and throws a sentence. */
export function askLine(title, label, act, { value = "", placeholder = "", confirm } = {}) {
  const input = el("input", { type: "text", required: true, maxlength: "4096", autocomplete: "off", value, placeholder });
  const read = (wrong) => attempt(wrong, () => act(input.value.trim()));
  return ask(title, [field(label, input)], read, { confirm });
}

/** Do it; a refusal is told in the dialog, which stays. */
export async function attempt(wrong, act) {
  try {
    return (await act()) ?? true;
  } catch (error) {
    wrong.textContent = error.message;
    return null;
  }
}

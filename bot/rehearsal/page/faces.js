// The round sign of a person, the square one of a group.
import { el } from "./dom.js";

const HUES = 7;

export function face(one) {
  const name = (one.name ?? one.title).trim();
  const words = name.split(/\s+/);
  // A Vietnamese name ends with the name people are called by.
  const shown = (one.name ? words.slice(-1) : words.slice(0, 2)).map((word) => [...word][0] ?? "").join("");
  const kind = one.name ? "" : "group";
  const hue = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % HUES;
  return el("span", { class: `face hue-${hue} ${kind}`.trim(), "aria-hidden": "true", text: shown.toUpperCase() });
}

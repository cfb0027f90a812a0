// The round sign of a person, the square one of a group.
import { el } from "./dom.js";

const HUES = 7;

export function face(one) {
  const name = (one.name ?? one.title).trim();
  const letters = name.split(/\s+/);
  // A Vietnamese name ends with the name people are called by.
  const shown = one.name ? letters[letters.length - 1][0] : letters.slice(0, 2).map((word) => word[0]).join("");
  const kind = one.name ? "" : "group";
  return el("span", { class: `face hue-${Math.abs(one.id) % HUES} ${kind}`.trim(), "aria-hidden": "true", text: shown.toUpperCase() });
}

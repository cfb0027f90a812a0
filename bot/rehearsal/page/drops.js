// Files that are dragged onto a chat.
import { say } from "./words.js";

/** Whoever drops files on this element has them attached. */
export function takesDrops(element, attach) {
  const over = (on) => (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    element.dataset.drop = say("drop_here");
    element.classList.toggle("dropping", on);
  };
  element.addEventListener("dragover", over(true));
  element.addEventListener("dragleave", over(false));
  element.addEventListener("drop", (event) => {
    over(false)(event);
    attach([...(event.dataTransfer?.files ?? [])]);
  });
}

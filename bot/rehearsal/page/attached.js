// The files that wait to be sent, as chips over the place to write.
import { el, signButton } from "./dom.js";
import { bytes, say } from "./words.js";

export const MOST_FILES = 10;
export const MOST_BYTES = 50 * 1024 * 1024;

export class Attached {
  constructor(changed) {
    this.changed = changed;
    this.files = [];
    this.plain = el("input", { type: "checkbox" });
    this.element = el("ul", { class: "attached", hidden: true });
  }

  /** Add files; answers a sentence when they are too many or too large together. */
  add(files) {
    const all = [...this.files, ...files];
    if (all.length > MOST_FILES) return say("too_many_files", { most: MOST_FILES });
    const size = all.reduce((sum, file) => sum + file.size, 0);
    if (size > MOST_BYTES) return say("too_large", { most: bytes(MOST_BYTES) });
    if (files.some((file) => file.size === 0)) return say("empty_file");
    this.files = all;
    this.draw();
    return "";
  }

  clear() {
    this.files = [];
    this.plain.checked = false;
    this.draw();
  }

  get pictures() {
    return this.files.some((file) => /^(image|video)\//.test(file.type));
  }

  draw() {
    this.element.setAttribute("aria-label", say("attached"));
    const plain = this.pictures && el("li", {}, el("label", {}, this.plain, say("as_files")));
    this.element.replaceChildren(...this.files.map((file) => this.chip(file)), ...(plain ? [plain] : []));
    this.element.hidden = this.files.length === 0;
    this.changed();
  }

  chip(file) {
    const shown = file.type.startsWith("image/") && el("img", { src: URL.createObjectURL(file), alt: "" });
    if (shown) shown.addEventListener("load", () => URL.revokeObjectURL(shown.src));
    const drop = () => {
      this.files = this.files.filter((one) => one !== file);
      this.draw();
    };
    const name = el("span", { text: `${file.name} (${bytes(file.size)})` });
    return el("li", {}, ...(shown ? [shown] : []), name, signButton("close", say("drop_file", { name: file.name }), drop));
  }
}

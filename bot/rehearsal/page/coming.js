// What is about to happen by itself, each a step that the clock can go to.
import { button, el } from "./dom.js";
import { either, localMinute, moment, say } from "./words.js";

export class Coming {
  constructor(town, go) {
    Object.assign(this, { town, go });
    this.element = el("div");
    town.on("clock", () => this.element.isConnected && this.respeak());
  }

  respeak() {
    const { ahead } = this.town.clock;
    const drawn = JSON.stringify([ahead, document.documentElement.lang]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const empty = el("p", { class: "muted", text: say("nothing_comes") });
    this.element.replaceChildren(ahead.length ? el("ol", { class: "coming" }, ...ahead.map((one) => this.line(one))) : empty);
  }

  line(one) {
    const made = button("", () => this.go(localMinute(one.at)), { class: "quiet", title: say("go_there") });
    made.append(el("time", { datetime: one.at, text: moment(one.at) }), el("span", { text: either(one.what) }));
    return el("li", {}, made);
  }
}

// The right pane: the clock above, and one of three panels under it.
import { Clock } from "./clock.js";
import { Coming } from "./coming.js";
import { Outbox } from "./outbox.js";
import { Troubles } from "./troubles.js";
import { button, el } from "./dom.js";
import { say } from "./words.js";

export class Side {
  /** `openChat(id, key)` shows a chat, at a message when there is a key. */
  constructor(town, element, openChat) {
    this.clock = new Clock(town);
    this.panels = {
      coming: new Coming(town, (at) => this.clock.move({ do: "to", at })),
      outbox: new Outbox(town, openChat),
      troubles: new Troubles(town),
    };
    this.tabs = el("div", { class: "panel-tabs", role: "tablist", on: { keydown: (event) => this.walk(event) } });
    this.panel = el("div", { class: "panel", role: "tabpanel", id: "panel", tabindex: "0" });
    this.chosen = "coming";
    element.append(this.clock.element, this.tabs, this.panel);
  }

  respeak() {
    this.clock.respeak();
    this.showPanel();
  }

  showPanel() {
    this.tabs.setAttribute("aria-label", say("panels"));
    const tabs = Object.keys(this.panels).map((name) => {
      const chosen = name === this.chosen;
      return button(say(`panel_${name}`), () => this.choose(name), {
        role: "tab",
        id: `tab-${name}`,
        "aria-controls": "panel",
        "aria-selected": String(chosen),
        tabindex: chosen ? "0" : "-1",
      });
    });
    this.tabs.replaceChildren(...tabs);
    this.panel.setAttribute("aria-labelledby", `tab-${this.chosen}`);
    this.panels[this.chosen].respeak();
    this.panel.replaceChildren(this.panels[this.chosen].element);
  }

  choose(name) {
    const had = this.tabs.contains(document.activeElement);
    this.chosen = name;
    this.showPanel();
    if (had) document.getElementById(`tab-${name}`).focus();
  }

  walk(event) {
    const names = Object.keys(this.panels);
    const steps = { ArrowRight: 1, ArrowLeft: names.length - 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.choose(names[(names.indexOf(this.chosen) + steps[event.key]) % names.length]);
  }
}

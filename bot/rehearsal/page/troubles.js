// Switches that provoke trouble: the bot's process, the line to Telegram, Telegram's limits.
import { Refused, post } from "./api.js";
import { button, el } from "./dom.js";
import { either, say } from "./words.js";

const SLOW = [0, 1, 2, 5];
const FLOOD = 30;

export class Troubles {
  constructor(town) {
    this.town = town;
    this.wrong = el("p", { class: "wrong", role: "alert" });
    this.process = el("fieldset");
    this.line = el("fieldset");
    this.element = el("div", { class: "troubles" }, this.wrong, this.process, this.line);
    for (const kind of ["troubles", "bot"]) town.on(kind, () => this.element.isConnected && this.show());
  }

  respeak() {
    const act = (what, bad) => button(say(`bot_${what}`), () => this.provoke({ what }), { class: bad ? "bad" : "", data: { what } });
    this.told = el("p", { class: "small muted" });
    const acts = [el("div", { class: "side-by" }, act("restart"), act("kill", true)), el("div", { class: "side-by" }, act("stop"), act("start"))];
    this.process.replaceChildren(el("legend", { text: say("bot_process") }), this.told, ...acts);
    this.slow = el("select", {}, ...SLOW.map((seconds) => el("option", { value: seconds, text: seconds ? say("seconds", { n: seconds }) : say("quick") })));
    this.slow.addEventListener("change", () => this.provoke({ what: "slow", seconds: Number(this.slow.value) }));
    this.switches = Object.fromEntries(["limits", "errors", "cut", "privacy"].map((what) => [what, this.switch(what)]));
    this.flood = button(say("flood", { n: FLOOD }), () => this.provoke({ what: "flood", seconds: FLOOD }));
    const slow = el("label", { class: "switch" }, el("span", { text: say("slow") }), this.slow);
    const rows = Object.entries(this.switches).map(([what, box]) => el("label", { class: "switch" }, box, el("span", { text: say(`trouble_${what}`) })));
    const elsewhere = el("p", { class: "small muted", text: say("troubles_elsewhere") });
    this.line.replaceChildren(el("legend", { text: say("line") }), slow, ...rows, this.flood, elsewhere);
    this.show();
  }

  switch(what) {
    return el("input", { type: "checkbox", role: "switch", on: { change: (event) => this.provoke({ what, on: event.target.checked }) } });
  }

  show() {
    const { troubles, bot } = this.town;
    this.told.textContent = [say(`bot_is_${bot.state}`), either(bot.why)].filter(Boolean).join(". ");
    for (const one of this.process.querySelectorAll("button")) {
      const wantsStopped = one.dataset.what === "start";
      if (one.dataset.what !== "restart") one.disabled = (bot.state === "stopped") !== wantsStopped && document.activeElement !== one;
    }
    if (![...this.slow.options].some((option) => Number(option.value) === troubles.slow)) {
      this.slow.append(el("option", { value: troubles.slow, text: say("seconds", { n: troubles.slow }) }));
    }
    this.slow.value = String(troubles.slow);
    for (const [what, box] of Object.entries(this.switches)) box.checked = troubles[what];
    this.flood.setAttribute("aria-pressed", String(troubles.flood_until !== null));
  }

  async provoke(body) {
    try {
      const { troubles, bot } = await post("/page/trouble", body);
      this.town.hear("troubles", troubles);
      this.town.hear("bot", bot);
      this.wrong.textContent = "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.wrong.textContent = error.message;
      this.show();
    }
  }
}

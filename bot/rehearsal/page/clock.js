// The campaign's clock: what time it is there, what comes next, and the ways to go on.
import { Refused, post } from "./api.js";
import { ahead, day, either, fieldDay, moment, say, time } from "./words.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";

const SPEEDS = [60, 3600, 86400];

export class Clock {
  constructor(town) {
    this.town = town;
    this.day = el("p", { class: "clock-day" });
    this.time = el("p", { class: "clock-time" });
    this.next = el("div", { class: "next" });
    this.moves = el("div", { class: "moves" });
    this.wrong = el("p", { class: "wrong", role: "alert" });
    this.element = el("section", { class: "clock" }, this.day, this.time, this.next, this.moves, this.wrong);
    town.on("clock", () => this.show());
  }

  respeak() {
    this.element.setAttribute("aria-label", say("clock"));
    const forward = button(say("to_next"), () => this.move({ do: "next" }), { class: "main" });
    const aDay = button(say("a_day"), () => this.move({ do: "day" }));
    const play = button("", () => this.toggle());
    this.date = el("input", { type: "date", required: true, "aria-label": say("to_date") });
    const go = el("button", { type: "submit", text: say("go") });
    const form = el("form", {}, this.date, go);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.move({ do: "to", at: this.date.value });
    });
    const chosen = this.speed?.value;
    this.speed = el("select", { "aria-label": say("speed") }, ...SPEEDS.map((speed) => el("option", { value: speed, text: say(`speed_${speed}`) })));
    this.speed.value = String(this.town.clock.playing ?? chosen ?? 3600);
    this.speed.addEventListener("change", () => this.town.clock.playing && this.move({ do: "play", speed: Number(this.speed.value) }));
    Object.assign(this, { forward, aDay, play, go });
    this.moves.replaceChildren(forward, aDay, form, play, this.speed);
    this.show();
  }

  show() {
    const { clock } = this.town;
    const busy = clock.moving && clock.playing === null;
    this.day.textContent = day(clock.now);
    this.time.textContent = time(clock.now);
    if (document.activeElement !== this.date && this.date) {
      this.date.min = fieldDay(clock.now);
      this.date.value = fieldDay(new Date(clock.now).getTime() + 86_400_000);
    }
    this.showNext(clock);
    if (!this.play) return;
    const way = clock.playing !== null ? "pause" : busy ? "stop" : "play";
    if (this.play.textContent !== say(way)) this.play.replaceChildren(icon(way), say(way));
    for (const one of [this.forward, this.aDay, this.go]) {
      one.setAttribute("aria-disabled", String(busy || clock.playing !== null));
    }
    this.element.setAttribute("aria-busy", String(busy));
  }

  showNext({ next: own, ahead: [soonest], moving, why, now }) {
    const next = own ?? soonest;
    const told = next
      ? [el("p", { text: either(next.what) }), el("time", { datetime: next.at, text: `${moment(next.at)} · ${ahead(now, next.at)}` })]
      : [el("p", { class: "muted", text: say("nothing_comes") })];
    if (why && !moving) told.push(el("p", { class: "muted small", text: either(why) }));
    this.next.replaceChildren(el("h3", { text: say(moving ? "moving" : "next") }), ...told);
  }

  toggle() {
    const { clock } = this.town;
    const stops = clock.playing !== null || clock.moving;
    return this.move(stops ? { do: "pause" } : { do: "play", speed: Number(this.speed.value) }, true);
  }

  /** Go on; a refusal is told under the clock. */
  async move(body, always = false) {
    const { clock } = this.town;
    if (!always && body.do !== "play" && (clock.moving || clock.playing !== null)) return;
    try {
      await post("/page/clock", body);
      this.wrong.textContent = "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.wrong.textContent = error.message;
    }
  }
}

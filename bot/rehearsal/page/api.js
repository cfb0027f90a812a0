// The only way out of the page: requests to the server that gave it, and the stream of what happens there.
import { either, say } from "./words.js";

/** Something was refused; its message is a sentence for people. */
export class Refused extends Error {}

/** The server did not answer at all. */
export class Lost extends Refused {}

export function get(path) {
  return ask(path, {});
}

export function post(path, body) {
  const given = body instanceof FormData;
  return ask(path, {
    method: "POST",
    body: given ? body : JSON.stringify(body),
    headers: given ? {} : { "Content-Type": "application/json" },
  });
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Lost(say("lost"));
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(either(body.error) || say("refused_unknown", { code: answer.status }));
  return body;
}

const KINDS = ["message", "toast", "person", "group", "menu", "moved", "clock", "bot", "outbox", "troubles", "opened", "reset"];
const AGAIN = 1000;

/** The stream of events: goes on by itself after every break, from the last event that was heard. */
export class Stream {
  /** `hear(kind, data)` gets each event once; `felt(connected)` whenever the line breaks or is back. */
  constructor(hear, felt) {
    this.hear = hear;
    this.felt = felt;
    this.last = null;
    this.source = null;
    this.timer = 0;
  }

  /** Listen to everything after this event. */
  from(event) {
    this.last = event;
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    this.source?.close();
    const source = new EventSource(`/page/events?after=${encodeURIComponent(this.last)}`);
    this.source = source;
    source.onopen = () => this.felt(true);
    source.onerror = () => {
      if (source !== this.source) return;
      source.close();
      this.felt(false);
      this.timer = setTimeout(() => this.open(), AGAIN);
    };
    for (const kind of KINDS) source.addEventListener(kind, (event) => this.heard(source, kind, event));
  }

  heard(source, kind, event) {
    if (source !== this.source) return;
    if (event.lastEventId) this.last = event.lastEventId;
    this.hear(kind, JSON.parse(event.data));
  }
}

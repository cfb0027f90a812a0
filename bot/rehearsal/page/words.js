// What the page says, in the language that was chosen; dates and sizes too.
import en from "./words/en.js";
import vi from "./words/vi.js";

const WORDS = { vi, en };
const LOCALES = { vi: "vi-VN", en: "en-GB" };
let spoken = "vi";
let zone = "Asia/Ho_Chi_Minh";

export const LANGUAGES = Object.keys(WORDS);

export function speak(language) {
  spoken = WORDS[language] ? language : "vi";
  document.documentElement.lang = spoken;
}

export function language() {
  return spoken;
}

export function liveIn(timezone) {
  zone = timezone;
}

/** A sentence with its values. A count `n` picks between {one, other}. */
export function say(key, values = {}) {
  let sentence = WORDS[spoken][key];
  if (sentence === undefined) throw new Error(`no words for ${key}`);
  if (typeof sentence === "object") sentence = sentence[new Intl.PluralRules(spoken).select(values.n)] ?? sentence.other;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function knows(key) {
  return WORDS[spoken][key] !== undefined;
}

/** What the server says in both languages. */
export function either(both) {
  return typeof both === "string" ? both : (both?.[spoken] ?? both?.vi ?? "");
}

function format(options, at) {
  return new Intl.DateTimeFormat(LOCALES[spoken], { timeZone: zone, ...options }).format(new Date(at));
}

export const time = (at) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);
export const shortDay = (at) => format({ day: "2-digit", month: "2-digit", year: "numeric" }, at);
export const moment = (at) => `${time(at)} · ${format({ weekday: "short", day: "numeric", month: "numeric", year: "numeric" }, at)}`;

/** A day in full, its first letter large. */
export function day(at) {
  const spelled = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, at);
  return spelled[0].toUpperCase() + spelled.slice(1);
}

/** The value of a date field, and what it means in the campaign's zone. */
export function fieldDay(at) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(new Date(at));
}

/** The words of a thing that happens by itself, by how far it is: "trong 3 ngày". */
export function ahead(from, to) {
  const hours = (new Date(to) - new Date(from)) / 3_600_000;
  const relative = new Intl.RelativeTimeFormat(spoken, { numeric: "auto" });
  if (hours < 1) return relative.format(Math.max(0, Math.round(hours * 60)), "minute");
  if (hours < 36) return relative.format(Math.round(hours), "hour");
  return relative.format(Math.round(hours / 24), "day");
}

export function bytes(size) {
  const units = ["B", "KB", "MB"];
  const step = Math.min(2, Math.floor(Math.log2(Math.max(size, 1)) / 10));
  const number = new Intl.NumberFormat(LOCALES[spoken], { maximumFractionDigits: 1 }).format(size / 1024 ** step);
  return `${number} ${units[step]}`;
}

/** The local minute of an instant, as the server reads it. */
export function localMinute(at) {
  return `${fieldDay(at)}T${time(at)}`;
}

// What somebody chose for this page, kept in the browser: language, light or dark, what is open, what is half typed.
const PREFIX = "rehearsal.";

/** Things kept across reloads. What belongs to one rehearsal is forgotten when another one begins. */
export class Kept {
  get(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  set(name, value) {
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(value));
    } catch {
      // A browser that keeps nothing: the page works all the same until it is closed.
    }
  }

  /** Whether this is the rehearsal that was open before. */
  run(run) {
    const same = this.get("run", null) === run;
    if (!same) for (const name of ["seen", "open", "drafts"]) this.set(name, null);
    this.set("run", run);
    return same;
  }
}

export const THEMES = ["auto", "light", "dark"];

/** Show light or dark; "auto" follows the system. */
export function showTheme(theme) {
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

// Elements built by hand: text is always text, never HTML.
import { icon } from "./icons.js";

/** An element. `props`: class, text, on {event: function}, data {}, everything else an attribute (null: left out). */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (name === "on") for (const [event, heard] of Object.entries(value)) made.addEventListener(event, heard);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function button(label, act, props = {}) {
  return el("button", { type: "button", ...props, text: label, on: { click: act } });
}

/** A button that shows a sign (see icons.js) and says words. */
export function signButton(sign, label, act, props = {}) {
  const made = button("", act, { ...props, class: `icon quiet ${props.class ?? ""}`.trim() });
  made.append(icon(sign));
  made.setAttribute("aria-label", label);
  made.title = label;
  return made;
}

/** Put these children in place of what is there, leaving in place what is the same element. */
export function fill(parent, children) {
  const wanted = children.filter(Boolean);
  for (const child of [...parent.childNodes]) if (!wanted.includes(child)) child.remove();
  let at = parent.firstChild;
  for (const child of wanted) {
    if (child === at) at = at.nextSibling;
    else parent.insertBefore(child, at);
  }
}

/** Run once within `wait` milliseconds, however often it is called meanwhile. */
export function calmly(wait, act) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => {
      timer = 0;
      act();
    }, wait);
  };
}

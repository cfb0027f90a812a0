// The page's signs, drawn by itself: they look the same whatever fonts a machine has.
const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  attach: "M20 11.5l-8.3 8.3a5 5 0 01-7.1-7.1l8.6-8.6a3.4 3.4 0 014.8 4.8l-8.5 8.5a1.7 1.7 0 01-2.4-2.4l7.7-7.7",
  send: "M4 12L21 4l-5 17-4.5-7zM11.5 14L21 4",
  menu: "M4 7h16M4 12h16M4 17h16",
  back: "M14.5 5L8 12l6.5 7",
  close: "M6 6l12 12M18 6L6 18",
  dots: "M12 5v.01M12 12v.01M12 19v.01",
  across: "M5 12v.01M12 12v.01M19 12v.01",
  person: "M10 12a4 4 0 100-8 4 4 0 000 8zM3 20c.6-3.4 3.4-5 7-5 1.4 0 2.7.2 3.8.8M18 14v6M15 17h6",
  group: "M8 11a3 3 0 100-6 3 3 0 000 6zM2.5 19c.4-3 2.6-4.5 5.5-4.5 1.3 0 2.4.3 3.3.8M15 11a2.6 2.6 0 10-1.5-4.8M18 14v6M15 17h6",
  beside: "M4 5h7v14H4zM13 5h7v14h-7z",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v5",
  list: "M5 6h14M5 12h14M5 18h9",
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3.5 2",
  auto: "M12 20a8 8 0 100-16 8 8 0 000 16zM12 4v16M12 8h5M12 12h8M12 16h5",
  light: "M12 16a4 4 0 100-8 4 4 0 000 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  dark: "M20 14.5A8.5 8.5 0 119.5 4a7 7 0 0010.5 10.5z",
  keys: "M9.2 9a2.9 2.9 0 115 2c-1 .9-2.2 1.4-2.2 3M12 18v.01",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  stop: "M6 6h12v12H6z",
  down: "M12 5v14M6 13l6 6 6-6",
};

export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "sign", "data-sign": name })) made.setAttribute(key, value);
  made.append(path);
  return made;
}

// The journey planner: a single-page app. It routes by `history.pushState` and puts a new <main> in
// place of the old one; the script tag of the widget is loaded once and never again.
//
//   /{language}/app.html                        the form; ?from=&to=&day= leads on to the list
//   /{language}/app/{from}/{to}/{date}?at=      the list
//   /{language}/app/{from}/{to}/{date}/{times}  one journey, such as 0812-0928

import { nameOf, minutes } from "./timetable.js";
import { detailView, formView, listView } from "./planner-views.js";
import { WORDS } from "./planner-words.js";

const language = document.documentElement.lang;
const words = WORDS[language];
const HOME = `/${language}/app.html`;
const BELOW = `/${language}/app/`;

/** Date and time where the trains run, wherever the browser is. */
function now() {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Berlin",
    dateStyle: "short",
    timeStyle: "short",
  });
  const [date, time] = format.format(new Date()).split(" ");
  return { date, time: minutes(time) };
}

function dateIn(days) {
  const noon = new Date(`${now().date}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/** Where the form leads: a list's address, or nothing while it is incomplete. */
function addressOf(query) {
  const [from, to] = [query.get("from"), query.get("to")];
  if (!nameOf(from) || !nameOf(to) || from === to) return undefined;
  const date = query.get("date") || dateIn(Number(query.get("day")) || 0);
  const time = query.get("time");
  return `${BELOW}${from}/${to}/${date}${time ? `?at=${time.replace(":", "")}` : ""}`;
}

function view() {
  const query = new URLSearchParams(location.search);
  const [from, to, date, times] = location.pathname.slice(BELOW.length).split("/");
  const known = location.pathname.startsWith(BELOW) && nameOf(from) && nameOf(to) && from !== to;
  if (!known || !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    return formView(words, { action: HOME, query, today: now() });
  }
  const list = `${BELOW}${from}/${to}/${date}`;
  if (times) return detailView(words, { from, to, date, times, list, help: `/${language}/help.html` });
  const at = query.get("at") ?? "";
  const start = /^\d{4}$/.test(at)
    ? minutes(`${at.slice(0, 2)}:${at.slice(2)}`)
    : date === now().date
      ? now().time
      : minutes("04:00");
  return listView(words, { from, to, date, start, list, home: HOME });
}

function show() {
  const { title, nodes } = view();
  document.title = `${title} – Nordwind`;
  const main = document.createElement("main");
  main.id = "content";
  main.tabIndex = -1;
  main.append(...nodes);
  document.querySelector("main").replaceWith(main);
  for (const link of document.querySelectorAll("a.language")) {
    link.href = `/${link.lang}${location.pathname.slice(3)}${location.search}`;
  }
}

function go(address) {
  history.pushState(null, "", address);
  show();
  // A reader of the screen hears the new page's heading; the eye starts at its top.
  const heading = document.querySelector("main h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.origin !== location.origin) return;
  if (link.pathname !== HOME && !link.pathname.startsWith(BELOW)) return;
  event.preventDefault();
  document.getElementById("menu").hidePopover?.();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".planner")) return;
  event.preventDefault();
  const query = new URLSearchParams(new FormData(event.target));
  go(addressOf(query) ?? `${HOME}?${query}`);
});

addEventListener("popstate", show);

const onward = location.pathname === HOME && addressOf(new URLSearchParams(location.search));
if (onward) history.replaceState(null, "", onward);
show();

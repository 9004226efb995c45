// What the journey planner shows: form, list and one journey, as DOM nodes. Text is only ever text.

import { STATIONS, arrival, clock, departure, journeys, nameOf } from "./timetable.js";

/** How many journeys a list has. */
const COUNT = 6;

/** An element with attributes and children; `false` and `undefined` are left out. */
function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

function opening(title, lead, ...more) {
  const inner = [element("h1", {}, title), element("p", { class: "lead" }, lead), ...more];
  return element("div", { class: "opening" }, element("div", { class: "wide" }, ...inner));
}

const badge = (leg) => element("span", { class: `line ${leg.class}` }, leg.line);
/** Before this no train leaves, in minutes. */
const FIRST_TRAIN = 240;

const short = (journey) => `${clock(departure(journey))}-${clock(arrival(journey))}`.replaceAll(":", "");

function longDate(words, date) {
  const format = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(words.locale, format).format(new Date(`${date}T12:00:00Z`));
}

export function formView(words, { action, query, today }) {
  const field = (id, label, control) =>
    element("div", {}, element("label", { for: id }, label), control);
  const stations = (id) =>
    element(
      "select",
      { id, name: id, required: true },
      element("option", { value: "" }, words.choose),
      ...STATIONS.map(([station, name]) =>
        element("option", { value: station, selected: query.get(id) === station }, name),
      ),
    );
  const same = query.get("from") && query.get("from") === query.get("to");
  const form = element(
    "form",
    { class: "planner", action, method: "get" },
    same && element("p", { class: "problem", role: "alert" }, words.same),
    field("from", words.from, stations("from")),
    field("to", words.to, stations("to")),
    field("date", words.day, element("input", { id: "date", name: "date", type: "date", value: today.date, required: true })),
    field("time", words.time, element("input", { id: "time", name: "time", type: "time", value: clock(today.time), required: true })),
    element("button", { class: "button", type: "submit" }, words.search),
  );
  return { title: words.title, nodes: [opening(words.title, words.lead), element("div", { class: "band" }, form)] };
}

export function listView(words, { from, to, date, start, list, home }) {
  const title = words.route(nameOf(from), nameOf(to));
  const found = journeys(from, to, start, COUNT);
  const at = (time) => `${list}?at=${clock(Math.max(0, time)).replace(":", "")}`;
  const row = (journey) => {
    const link = element("a", { href: `${list}/${short(journey)}` }, element("span", { class: "unseen" }, `${words.details}: `), `${clock(departure(journey))} – ${clock(arrival(journey))}`);
    const facts = `${words.duration(arrival(journey) - departure(journey))}, ${words.changes(journey.length - 1)}`;
    return element(
      "li",
      {},
      element("h2", {}, link),
      element("p", { class: "lines" }, ...journey.map(badge)),
      element("p", { class: "fact" }, facts),
      element("p", { class: "amount" }, fare(words, journey)),
    );
  };
  const buttons = [
    start > FIRST_TRAIN && element("a", { class: "button button-quiet", href: at(start - 120) }, words.earlier),
    found.length === COUNT && element("a", { class: "button button-quiet", href: at(departure(found.at(-1)) + 1) }, words.later),
    element("a", { class: "button button-quiet", href: home }, words.newSearch),
  ];
  const band = element(
    "div",
    { class: "band" },
    found.length > 0
      ? element("ol", { class: "journeys" }, ...found.map(row))
      : element("p", { class: "lead" }, words.none),
    element("div", { class: "buttons" }, ...buttons.filter(Boolean)),
  );
  return { title, nodes: [opening(title, longDate(words, date)), band] };
}

export function detailView(words, { from, to, date, times, list, help }) {
  const start = Number(times.slice(0, 2)) * 60 + Number(times.slice(2, 4));
  const journey = journeys(from, to, start, 1).find((journey) => short(journey) === times);
  const back = element("a", { class: "button button-quiet", href: list }, words.back);
  if (!journey) {
    return { title: words.missing, nodes: [opening(words.missing, ""), element("div", { class: "band" }, back)] };
  }
  const legs = journey.flatMap((leg, index) => {
    const stops = leg.stops.map((stop) => element("li", {}, element("time", {}, clock(stop.time)), ` ${nameOf(stop.station)}`));
    const shown = [
      element("h2", {}, badge(leg), ` ${nameOf(leg.stops[0].station)} – ${nameOf(leg.stops.at(-1).station)}`),
      element("ol", { class: `timed ${leg.class}` }, ...stops),
    ];
    const next = journey[index + 1];
    if (!next) return shown;
    const wait = next.stops[0].time - leg.stops.at(-1).time;
    return [...shown, element("p", { class: "change" }, words.change(wait, nameOf(next.stops[0].station)))];
  });
  const ferry = journey.some((leg) => leg.class === "f");
  const facts = element(
    "aside",
    { class: "facts", "aria-label": words.price },
    element("p", { class: "price" }, fare(words, journey)),
    element("p", {}, words.priceNote),
    ferry && element("p", {}, words.ship),
    element("p", {}, words.space),
    element("p", {}, element("a", { class: "more", href: `${help}#ask` }, words.ask)),
    back,
  );
  const title = words.route(nameOf(from), nameOf(to));
  const lead = `${longDate(words, date)}, ${clock(departure(journey))} – ${clock(arrival(journey))}`;
  const band = element("div", { class: "band journey" }, element("div", {}, ...legs), facts);
  return { title, nodes: [opening(title, lead), band] };
}

/** By time on the train, as `tickets.html` has it. */
function fare(words, journey) {
  const ride = (leg) => leg.stops.at(-1).time - leg.stops[0].time;
  const riding = journey.reduce((sum, leg) => sum + ride(leg), 0);
  const euros = riding <= 30 ? 3.8 : riding <= 60 ? 9.2 : 19.8;
  return new Intl.NumberFormat(words.locale, { style: "currency", currency: "EUR" }).format(euros);
}

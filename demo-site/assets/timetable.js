// Nordwind's timetable and the search in it. Minutes are counted from midnight in local time.

/** Time to change trains, in minutes. */
const CHANGE = 5;

const NAMES = {
  "bad-oldesloe": "Bad Oldesloe",
  eckernfoerde: "Eckernförde",
  elmshorn: "Elmshorn",
  eutin: "Eutin",
  flensburg: "Flensburg",
  "hamburg-hbf": "Hamburg Hbf",
  husum: "Husum",
  "kiel-faehrhafen": "Kiel Fährhafen",
  "kiel-hbf": "Kiel Hbf",
  "luebeck-hbf": "Lübeck Hbf",
  neumuenster: "Neumünster",
  ploen: "Plön",
  preetz: "Preetz",
  rendsburg: "Rendsburg",
  schleswig: "Schleswig",
  suederbrarup: "Süderbrarup",
  "travemuende-faehrhafen": "Travemünde Fährhafen",
  "travemuende-strand": "Travemünde Strand",
};

/** Every `step` minutes from the first to the last departure. */
function every(step, first, last) {
  const times = [];
  for (let time = minutes(first); time <= minutes(last); time += step) times.push(time);
  return times;
}

const at = (...times) => times.map(minutes);

// Stops with minutes from the first one; departures there and back.
const LINES = [
  {
    name: "NW 1",
    class: "nw1",
    stops: { "hamburg-hbf": 0, elmshorn: 21, neumuenster: 42, "kiel-hbf": 63 },
    there: every(30, "04:50", "23:50"),
    back: every(30, "04:37", "23:07"),
  },
  {
    name: "NW 2",
    class: "nw2",
    stops: { "kiel-hbf": 0, eckernfoerde: 27, suederbrarup: 50, flensburg: 76 },
    there: every(60, "05:05", "22:05"),
    back: every(60, "04:39", "21:39"),
  },
  {
    name: "NW 3",
    class: "nw3",
    stops: { "kiel-hbf": 0, preetz: 14, ploen: 29, eutin: 42, "luebeck-hbf": 71 },
    there: every(60, "05:42", "22:42"),
    back: every(60, "04:17", "22:17"),
  },
  {
    name: "NW 4",
    class: "nw4",
    stops: {
      "hamburg-hbf": 0,
      "bad-oldesloe": 24,
      "luebeck-hbf": 44,
      "travemuende-faehrhafen": 60,
      "travemuende-strand": 66,
    },
    there: every(60, "05:20", "23:20"),
    back: every(60, "04:44", "22:44"),
  },
  {
    name: "NW 5",
    class: "nw5",
    stops: { husum: 0, schleswig: 31, rendsburg: 53, "kiel-hbf": 84 },
    there: every(60, "05:06", "21:06"),
    back: every(60, "05:38", "22:38"),
  },
  {
    name: "F 1",
    class: "f",
    stops: { "hamburg-hbf": 0, neumuenster: 40, "kiel-hbf": 60, "kiel-faehrhafen": 66 },
    there: at("16:24", "17:24", "19:24"),
    back: at("07:40", "09:10", "10:10"),
  },
  {
    name: "F 2",
    class: "f",
    stops: { "hamburg-hbf": 0, "luebeck-hbf": 40, "travemuende-faehrhafen": 57 },
    there: at("19:38", "20:38", "22:38"),
    back: at("07:25", "08:25", "09:55"),
  },
];

/** `[id, name]` of each station, by name. */
export const STATIONS = Object.entries(NAMES);

export const nameOf = (station) => NAMES[station];

export function minutes(clock) {
  const [hours, rest] = clock.split(":").map(Number);
  return hours * 60 + rest;
}

export function clock(time) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(time / 60) % 24)}:${two(time % 60)}`;
}

/** Each run of each line: its stops with their times. */
const TRIPS = LINES.flatMap((line) => {
  const there = Object.entries(line.stops);
  const length = there.at(-1)[1];
  const back = there.map(([station, offset]) => [station, length - offset]).reverse();
  const trips = (stops, departures) =>
    departures.map((start) => ({
      line: line.name,
      class: line.class,
      stops: stops.map(([station, offset]) => ({ station, time: start + offset })),
    }));
  return [...trips(there, line.there), ...trips(back, line.back)];
});

/** The ride from each stop to the next, in the order in which they leave. */
const RIDES = TRIPS.flatMap((trip) =>
  trip.stops.slice(1).map((stop, index) => ({ trip, index, from: trip.stops[index], to: stop })),
).sort((one, other) => one.from.time - other.from.time);

/**
 * The journeys from `from` to `to` that leave at `time` or later, at most `count`. Each is a list
 * of legs `{line, class, stops}`.
 */
export function journeys(from, to, time, count) {
  const found = [];
  for (let start = time; found.length < count; ) {
    const journey = earliest(from, to, start);
    if (!journey) break;
    // Leaving later and arriving no later is better.
    if (found.length && arrival(found.at(-1)) === arrival(journey)) found.pop();
    found.push(journey);
    start = departure(journey) + 1;
  }
  return found;
}

export const departure = (journey) => journey[0].stops[0].time;
export const arrival = (journey) => journey.at(-1).stops.at(-1).time;

/** The earliest arrival by a scan over all rides ("Connection Scan", Dibbelt et al. 2013). */
function earliest(from, to, start) {
  const reached = new Map([[from, { time: start - CHANGE }]]);
  const boarded = new Map();
  for (const ride of RIDES) {
    if (reached.get(to)?.time <= ride.from.time) break;
    const here = reached.get(ride.from.station);
    if (!boarded.has(ride.trip) && here && here.time + CHANGE <= ride.from.time) {
      boarded.set(ride.trip, ride.index);
    }
    const there = reached.get(ride.to.station);
    if (boarded.has(ride.trip) && !(there?.time <= ride.to.time)) {
      reached.set(ride.to.station, { time: ride.to.time, ride, on: boarded.get(ride.trip) });
    }
  }
  return reached.has(to) ? legs(reached, from, to) : undefined;
}

function legs(reached, from, to) {
  const journey = [];
  for (let station = to; station !== from; ) {
    const { ride, on } = reached.get(station);
    const stops = ride.trip.stops.slice(on, ride.index + 2);
    journey.unshift({ line: ride.trip.line, class: ride.trip.class, stops });
    station = stops[0].station;
  }
  return journey;
}

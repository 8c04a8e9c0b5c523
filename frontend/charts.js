// Draws each Vega-Lite chart of the page in the portal's theme, with the page's way of writing
// numbers and dates. Expressions are interpreted, so that the page needs no right to run built code.
import { View, formatLocale, parse, timeFormatLocale, Warn } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import theme from "../src/boligsocial/portal/theme.json";

const { colours, statuses, font } = theme;

const danishNumbers = { decimal: ",", thousands: ".", grouping: [3], currency: ["", " kr."], percent: " %" };
const danishDates = {
  dateTime: "%A den %-d. %B %Y %X",
  date: "%-d. %B %Y",
  time: "%H.%M",
  periods: ["", ""],
  days: ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
  shortDays: ["søn.", "man.", "tirs.", "ons.", "tors.", "fre.", "lør."],
  months: ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"],
  shortMonths: ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."],
};
if (document.documentElement.lang === "da") {
  formatLocale(danishNumbers);
  timeFormatLocale(danishDates);
}

const levels = Object.values(statuses).reduce((found, { level, fill }) => {
  found[level] ??= fill;
  return found;
}, []);

const axis = {
  labelColor: colours["ink-light"],
  titleColor: colours["ink-light"],
  labelFontSize: 13,
  titleFontSize: 13,
  titleFontWeight: 400,
  gridColor: colours.line,
  domainColor: colours["line-strong"],
  tickColor: colours["line-strong"],
  labelPadding: 6,
};

const config = {
  font,
  background: null,
  view: { stroke: null },
  padding: 2,
  axis,
  axisX: { grid: false },
  axisY: {
    domain: false,
    ticks: false,
    titleAlign: "left",
    titleAnchor: "end",
    titleAngle: 0,
    titleBaseline: "bottom",
    titleX: 0,
    titleY: -8,
  },
  legend: { labelColor: colours.ink, titleColor: colours["ink-light"], labelFontSize: 13, titleFontSize: 13, titleFontWeight: 400, orient: "top" },
  header: { labelColor: colours.ink, labelFontSize: 13, labelFontWeight: 600, title: null },
  title: { color: colours.ink, fontSize: 14, fontWeight: 600, anchor: "start" },
  mark: { color: colours.accent },
  bar: { color: colours.accent },
  line: { color: colours.accent, strokeWidth: 2 },
  point: { color: colours.accent, filled: true, size: 50 },
  rule: { color: colours.ink, strokeDash: [4, 3] },
  text: { color: colours.ink, fontSize: 13 },
  range: {
    ordinal: levels.slice(1),
    ramp: [colours["accent-light"], colours["accent-dark"]],
    category: [colours.accent, statuses.udsat.fill, colours["line-strong"], colours["accent-dark"]],
  },
};

async function draw(figure) {
  const drawing = figure.querySelector(".chart__drawing");
  const given = JSON.parse(document.getElementById(figure.dataset.spec).textContent);
  const isWide = given.width === undefined && !given.facet && !given.hconcat;
  const spec = { autosize: { type: "fit-x", contains: "padding" }, ...given };
  if (isWide) spec.width = "container";
  const runtime = parse(compile(spec, { config }).spec, null, { ast: true });
  const view = new View(runtime, {
    container: drawing,
    renderer: "svg",
    expr: expressionInterpreter,
    logLevel: Warn,
  });
  await view.runAsync();
  // The figure's own heading, summary and table say what the drawing shows.
  for (const svg of drawing.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
  drawing.removeAttribute("role");
  drawing.removeAttribute("aria-label");
  if (isWide) {
    new ResizeObserver(() => {
      const width = Math.floor(drawing.clientWidth);
      if (width) view.signal("width", width).runAsync();
    }).observe(drawing);
  }
}

function drawAll(root) {
  for (const figure of root.querySelectorAll(".chart:not([data-drawn])")) {
    figure.dataset.drawn = "";
    draw(figure).catch((reason) => {
      figure.querySelector(".chart__drawing").textContent = figure.dataset.failed;
      figure.querySelector("details")?.setAttribute("open", "");
      console.error(reason);
    });
  }
}

document.fonts.ready.then(() => {
  drawAll(document);
  document.addEventListener("htmx:load", ({ target }) => drawAll(target.parentNode ?? target));
});

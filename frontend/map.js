// Lets MapLibre take over each drawn map where the browser can; the drawing stays for print.
import { Map as LiveMap, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import theme from "../src/boligsocial/portal/theme.json";
import { spread } from "./spread.js";

const { colours, map: frame } = theme;
const MARK = 9.5; // the shape, its edge, and what is lost when MapLibre rounds to whole pixels
const SVG = "http://www.w3.org/2000/svg";

function hasWebGL() {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

function style(land) {
  const isDenmark = ["==", ["get", "denmark"], true];
  return {
    version: 8,
    sources: { land: { type: "geojson", data: land } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      {
        id: "neighbours",
        type: "fill",
        source: "land",
        filter: ["!", isDenmark],
        paint: { "fill-color": colours.neighbour },
      },
      {
        id: "denmark",
        type: "fill",
        source: "land",
        filter: isDenmark,
        paint: { "fill-color": colours.land },
      },
      {
        id: "coast",
        type: "line",
        source: "land",
        filter: isDenmark,
        paint: { "line-color": colours.coast, "line-width": 0.8 },
      },
    ],
  };
}

/** All of Denmark, or inside `data-map-near` the areas' own surroundings. */
function bounds(areas, isNear) {
  const [lons, lats] = [0, 1].map((axis) => areas.map((each) => each.geometry.coordinates[axis]));
  if (isNear) {
    return [
      [Math.min(...lons) - 0.5, Math.min(...lats) - 0.3],
      [Math.max(...lons) + 0.5, Math.max(...lats) + 0.3],
    ];
  }
  return [
    [Math.min(...lons, frame.west + 0.4), Math.min(...lats, frame.south + 0.2)],
    [Math.max(...lons, frame.east - 0.3), Math.max(...lats, frame.north - 0.1)],
  ];
}

/** The drawn mark of an area, lifted out of the drawing into a link of its own. */
function liveMark(drawn, { properties }) {
  const link = document.createElement("a");
  link.className = "mark mark--live";
  if (properties.url) link.href = properties.url;
  link.tabIndex = -1;
  link.dataset.area = properties.id;
  link.dataset.said = drawn.dataset.said;
  link.ariaLabel = drawn.dataset.said;
  const drawing = document.createElementNS(SVG, "svg");
  const [leader, root] = ["line", "circle"].map((name) => document.createElementNS(SVG, name));
  leader.setAttribute("class", "mark__leader");
  root.setAttribute("class", "mark__root");
  const body = drawn.querySelector(".mark__body").cloneNode(true);
  drawing.append(leader, root, body);
  link.append(drawing);
  return { link, leader, root, body };
}

function placeMarks(map, marks) {
  const points = marks.map(({ at }) => map.project(at));
  const places = spread(points, 2 * MARK);
  marks.forEach(({ leader, root, body }, index) => {
    const dx = places[index].x - points[index].x;
    const dy = places[index].y - points[index].y;
    body.setAttribute("transform", `translate(${dx} ${dy})`);
    leader.setAttribute("x2", dx);
    leader.setAttribute("y2", dy);
    root.setAttribute("r", Math.hypot(dx, dy) > MARK ? 1.5 : 0);
  });
}

function takeOver(figure) {
  const live = figure.querySelector(".area-map__live");
  const areas = JSON.parse(document.getElementById(figure.dataset.points).textContent).features;
  const words = JSON.parse(live.dataset.words);
  const map = new LiveMap({
    container: live,
    style: style(live.dataset.land),
    bounds: bounds(areas, figure.closest("[data-map-near]") !== null),
    fitBoundsOptions: { padding: { top: 16, right: 40, bottom: 16, left: 16 } },
    maxBounds: [[4, 53], [18, 60]],
    maxZoom: 11,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: true,
    attributionControl: false,
    locale: words,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  const marks = areas.map((area) => {
    const drawn = figure.querySelector(`g.mark[data-area="${CSS.escape(area.properties.id)}"]`);
    const mark = { ...liveMark(drawn, area), at: area.geometry.coordinates };
    const place = document.createElement("div");
    place.className = "mark__place";
    place.append(mark.link);
    new Marker({ element: place, anchor: "center" }).setLngLat(mark.at).addTo(map);
    place.removeAttribute("role");
    place.removeAttribute("tabindex");
    place.removeAttribute("aria-label");
    return mark;
  });
  const arrange = () => placeMarks(map, marks);
  arrange();
  map.on("zoom", arrange);
  map.on("resize", arrange);
  map.once("load", () => {
    figure.classList.add("is-live");
    document.dispatchEvent(new CustomEvent("map:drawn"));
  });
}

function drawAll(root) {
  for (const figure of root.querySelectorAll(".area-map:not([data-taken])")) {
    figure.dataset.taken = "";
    const live = figure.querySelector(".area-map__live");
    setWorkerUrl(live.dataset.worker);
    try {
      takeOver(figure);
    } catch {
      live.replaceChildren();
    }
  }
}

if (hasWebGL()) {
  drawAll(document);
  document.addEventListener("htmx:load", ({ target }) => drawAll(target.parentNode ?? target));
}

// The frame's slider moves the ladder while it is dragged: the server says what each area gets, and
// the rungs that change are changed in place. The waterline glides to its new place and opened areas
// stay open.
const listSeparator = document.documentElement.lang === "da" ? "," : ".";
const isQuiet = matchMedia("(prefers-reduced-motion: reduce)");

function partsOf(element) {
  const field = element.closest("[data-frame-field]");
  return { number: field.querySelector("input[type=text]"), range: field.querySelector("input[type=range]") };
}

function written(value) {
  return String(value).replace(".", listSeparator);
}

function speak(range) {
  range.setAttribute("aria-valuetext", `${written(range.value)} ${range.dataset.unit}`);
}

function setFrame(form, value, name) {
  const { number, range } = partsOf(form.querySelector("[data-frame-field]"));
  number.value = written(value);
  range.value = value;
  speak(range);
  form.dispatchEvent(new CustomEvent(name, { bubbles: true }));
}

for (const range of document.querySelectorAll("[data-frame-field] input[type=range]")) {
  const { number } = partsOf(range);
  const form = range.form;
  speak(range);
  range.addEventListener("input", (event) => {
    number.value = written(range.value);
    speak(range);
    if (!("live" in form.dataset)) return;
    event.stopPropagation();
    form.dispatchEvent(new CustomEvent("frame:slide"));
  });
  range.addEventListener("change", () => {
    // When the slider rests the reasons follow; a long ladder fetches those that are read.
    if ("live" in form.dataset && !isLong()) form.dispatchEvent(new CustomEvent("frame:set", { bubbles: true }));
  });
  number.addEventListener("input", () => {
    const value = Number(number.value.replace(",", "."));
    if (Number.isFinite(value)) range.value = value;
    speak(range);
  });
}

// A published frame, or the frame that would be enough, is one press away.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-frame]");
  const form = document.querySelector("form[data-live]");
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  setFrame(form, link.dataset.frame, "frame:set");
});

const open = new Set();
let waterlineBefore = null;

function isLong() {
  return document.getElementById("ladder")?.classList.contains("ladder--long") ?? false;
}

function waterlineTop() {
  return document.getElementById("waterline")?.getBoundingClientRect().top ?? null;
}

function glide() {
  const line = document.getElementById("waterline");
  if (!line || waterlineBefore === null || isQuiet.matches) return;
  const way = waterlineBefore - line.getBoundingClientRect().top;
  if (way) {
    line.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration: 180, easing: "ease-out" });
  }
}

function changeRung(rung, grant, width, ladder) {
  const cell = rung.querySelector(".rung__grant");
  if (cell.dataset.grant === grant) return;
  cell.dataset.grant = grant;
  cell.textContent = grant || ladder.dataset.nothing;
  if (grant) {
    const unit = document.createElement("span");
    unit.className = "rung__label";
    unit.textContent = ` ${ladder.dataset.unit}`;
    cell.append(unit);
  }
  rung.classList.toggle("rung--without", !grant);
  rung.querySelector(".rung__granted").setAttribute("width", width);
}

function placeWaterline(ladder, rungs, moves, next) {
  const line = document.getElementById("waterline");
  if (!line) return;
  line.replaceChildren(...next.childNodes);
  const at = rungs.find((rung) => rung.dataset.area === moves.waterline);
  if (!at) ladder.insertBefore(line, lastTier(ladder)?.nextSibling ?? null);
  else (moves.above_its_tier ? at.closest(".tier") : at).before(line);
}

function lastTier(ladder) {
  return [...ladder.querySelectorAll(".tier:not(.tier--without)")].at(-1);
}

function changeLadder() {
  const ladder = document.getElementById("ladder");
  const moves = JSON.parse(document.getElementById("ladder-moves")?.textContent ?? "{}");
  const rungs = [...ladder.querySelectorAll(".rung[data-area]")];
  if (rungs.length !== moves.areas) return;
  history.replaceState(history.state, "", moves.address);
  rungs.forEach((rung, place) => changeRung(rung, moves.grants[place], moves.widths[place], ladder));
  for (const cell of ladder.querySelectorAll("[data-granted]")) cell.textContent = moves.tiers[cell.dataset.granted];
  placeWaterline(ladder, rungs, moves, document.getElementById("waterline-next"));
  glide();
  for (const rung of rungs) if (rung.open) fetchReasons(rung);
}

async function fetchReasons(rung) {
  const place = rung.querySelector(".rung__why");
  const form = document.getElementById("frame-form");
  if (!isLong() || !form) return;
  const query = new URLSearchParams(new FormData(form));
  query.set("omraade", rung.dataset.area);
  place.setAttribute("aria-busy", "true");
  const answer = await fetch(`${form.getAttribute("action")}hvorfor/?${query}`, { headers: { "HX-Request": "true" } });
  if (answer.ok) place.innerHTML = await answer.text();
  place.removeAttribute("aria-busy");
}

document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches(".rung[data-area]")) fetchReasons(target);
}, true);

document.addEventListener("htmx:beforeOnLoad", ({ target }) => {
  if (target.id === "slide") waterlineBefore = waterlineTop();
});

document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (target.id === "slide" && detail.successful) changeLadder();
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "ladder") return;
  open.clear();
  for (const rung of detail.target.querySelectorAll(".rung[open]")) open.add(rung.dataset.area);
  waterlineBefore = waterlineTop();
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "ladder") return;
  for (const rung of detail.target.querySelectorAll(".rung[data-area]")) {
    if (open.has(rung.dataset.area)) rung.open = true;
  }
  glide();
});

document.addEventListener("htmx:afterSettle", () => {
  for (const spot of document.querySelectorAll("[id^='mistake-']")) {
    const field = document.getElementById(spot.id.replace("mistake-", "field-"));
    if (spot.textContent.trim()) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
});

// The frame's slider moves the ladder while it is dragged; the waterline glides to its new place
// and opened areas stay open.
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

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "ladder") return;
  open.clear();
  for (const rung of detail.target.querySelectorAll(".rung[open]")) open.add(rung.dataset.area);
  waterlineBefore = document.getElementById("waterline")?.getBoundingClientRect().top ?? null;
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "ladder") return;
  for (const rung of detail.target.querySelectorAll(".rung[data-area]")) {
    if (open.has(rung.dataset.area)) rung.open = true;
  }
  const line = document.getElementById("waterline");
  if (!line || waterlineBefore === null || isQuiet.matches) return;
  const way = waterlineBefore - line.getBoundingClientRect().top;
  if (way) {
    line.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration: 180, easing: "ease-out" });
  }
});

document.addEventListener("htmx:afterSettle", () => {
  for (const spot of document.querySelectorAll("[id^='mistake-']")) {
    const field = document.getElementById(spot.id.replace("mistake-", "field-"));
    if (spot.textContent.trim()) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
});

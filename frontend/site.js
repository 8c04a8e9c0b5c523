// What every page needs: the menu on a phone, areas that light up together, failed requests.
const page = document.documentElement;
page.classList.add("has-script");

const menu = document.querySelector(".site-menu__button");
menu?.addEventListener("click", () => {
  menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true"));
});

// A row, a mark on the map or anything else with `data-area` announces the area that is pointed at
// (or none), and everything with the same `data-area` answers.
let announced = null;

function announce(target) {
  const id = target.closest?.("[data-area]")?.dataset.area ?? null;
  if (id === announced) return;
  announced = id;
  document.dispatchEvent(new CustomEvent("area:highlight", { detail: { id } }));
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, ({ target }) => announce(target));
}

document.addEventListener("area:highlight", ({ detail: { id } }) => {
  for (const element of document.querySelectorAll(".is-highlighted")) {
    element.classList.remove("is-highlighted");
  }
  const same = id === null ? [] : document.querySelectorAll(`[data-area="${CSS.escape(id)}"]`);
  for (const element of same) {
    element.classList.add("is-highlighted");
    // An SVG draws what comes last on top.
    if (element instanceof SVGElement) element.parentNode.append(element);
  }
  for (const spoken of document.querySelectorAll(".area-map__spoken")) {
    const map = spoken.closest(".area-map");
    const mark = id === null ? null : map.querySelector(`.mark[data-area="${CSS.escape(id)}"]`);
    spoken.textContent = mark?.dataset.said ?? "";
  }
});

// A map with `data-table` shows the areas that its table shows.
function followTables() {
  for (const map of document.querySelectorAll(".area-map[data-table]")) {
    const table = document.getElementById(map.dataset.table);
    // Where nothing is found there is no table, and nothing on the map.
    const rows = table ? [...table.querySelectorAll("[data-area]")] : [];
    const shown = new Set(rows.map((row) => row.dataset.area));
    for (const mark of map.querySelectorAll(".mark")) {
      mark.classList.toggle("is-out", !shown.has(mark.dataset.area));
    }
    map.dispatchEvent(new CustomEvent("area:shown", { detail: { shown } }));
  }
}
followTables();
document.addEventListener("map:drawn", followTables);
document.addEventListener("htmx:afterSettle", followTables);

const requestError = document.querySelector(".request-error");
for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(kind, () => requestError.removeAttribute("hidden"));
}
document.addEventListener("htmx:beforeRequest", () => requestError.setAttribute("hidden", ""));

// A file that is too large is told of before it is sent.
document.addEventListener("change", ({ target }) => {
  const largest = Number(target.dataset?.largest);
  if (target.type !== "file" || !largest) return;
  const isTooLarge = [...target.files].some((file) => file.size > largest);
  target.setCustomValidity(isTooLarge ? target.dataset.tooLarge : "");
  target.reportValidity();
});

// The docket with the keyboard: j and k (or the arrows) go from row to row, Enter opens; the arrows also walk the suggestions.
const TYPED_IN = "input, textarea, select, summary, [contenteditable]";
const STEP = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function walkRows(event) {
  const step = STEP[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED_IN)) return;
  const inTable = event.target.closest?.("[data-rows], .scroll");
  if (event.key.startsWith("Arrow") && !inTable) return;
  const links = [...document.querySelectorAll("[data-rows] tbody a.number")];
  if (!links.length) return;
  event.preventDefault();
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  links[Math.min(Math.max(here + step, 0), links.length - 1)].focus();
}

export function walkSuggestions(event) {
  const box = event.target.closest?.(".search");
  if (!box || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  const input = box.querySelector("input");
  const stops = [input, ...box.querySelectorAll(".found a")];
  if (event.key === "Escape") {
    box.querySelector(".found").replaceChildren();
    input.focus();
    return;
  }
  if (stops.length === 1) return;
  event.preventDefault();
  const place = stops.indexOf(document.activeElement) + STEP[event.key];
  stops[(place + stops.length) % stops.length].focus();
}

// Buttons that only work with JavaScript are hidden until it runs.
export function offerPaper() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

// Ticked rows are counted beside the choice of them, and ticking one makes that choice; the head of the column ticks the page.
const TICKS = '.docket .in-tick input[name="case"]';

export function tickRows() {
  const head = document.querySelector(".docket th.in-tick");
  const told = document.querySelector("[data-ticked]");
  const boxes = [...document.querySelectorAll(TICKS)];
  if (!head || !told || !boxes.length) return;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.textContent);
  head.replaceChildren(all);
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    told.textContent = count ? `(${count})` : "";
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    document.querySelector(`#take [value="${count ? "ticked" : "all"}"]`).checked = true;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  if (boxes.some((box) => box.checked)) tell();
}

// The accounts of the demonstration fill in the form.
export function takePart(event) {
  const part = event.target.closest?.("[data-sign-in]");
  if (!part) return;
  document.querySelector("#id_username").value = part.dataset.signIn;
  document.querySelector("#id_password").value = part.dataset.password;
  document.querySelector("#id_password").form.requestSubmit();
}

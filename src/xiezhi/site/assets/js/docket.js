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

// The accounts of the demonstration fill in the form.
export function takePart(event) {
  const part = event.target.closest?.("[data-sign-in]");
  if (!part) return;
  document.querySelector("#id_username").value = part.dataset.signIn;
  document.querySelector("#id_password").value = part.dataset.password;
  document.querySelector("#id_password").form.requestSubmit();
}

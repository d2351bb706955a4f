// A row of tabs wider than the screen: the current one is in sight, and the sheet is told at which end there are more.
export function showTabs() {
  for (const tabs of document.querySelectorAll(".tabs")) {
    const current = tabs.querySelector("[aria-current]");
    if (current && tabs.scrollWidth > tabs.clientWidth) {
      const [row, tab] = [tabs, current].map((part) => part.getBoundingClientRect());
      tabs.scrollLeft += tab.left + tab.width / 2 - row.left - row.width / 2;
    }
    tellMore(tabs);
    tabs.addEventListener("scroll", () => tellMore(tabs), { passive: true });
  }
}

export function tellAllMore() {
  document.querySelectorAll(".tabs").forEach(tellMore);
}

function tellMore(tabs) {
  const left = tabs.scrollLeft;
  const right = tabs.scrollWidth - tabs.clientWidth - left;
  tabs.dataset.more = [left > 1 && "before", right > 1 && "after"].filter(Boolean).join(" ");
}

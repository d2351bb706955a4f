// What is folded on the screen is whole on paper; menus stay folded.
export function openForPaper() {
  for (const part of document.querySelectorAll("details:not(.menu, [open])")) part.open = true;
}

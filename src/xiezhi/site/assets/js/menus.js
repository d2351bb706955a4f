// Menus are <details class="menu">: Escape closes the open one and gives the focus back, a click elsewhere closes all.
const open = () => document.querySelectorAll("details.menu[open]");

export function closeMenus(event) {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
}

export function closeMenusOutside(event) {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
}

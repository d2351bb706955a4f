// "/" goes to the search box from anywhere except a field one types in.
const TYPED_IN = "input, textarea, select, [contenteditable]";

export function focusSearch(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED_IN)) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

// A value to be carried elsewhere: touching the field takes it whole, the button copies it. Without JavaScript one marks it by hand.
export function offerCopy() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}
export function takeWhole(event) {
  if (event.target.matches?.("[data-whole]")) event.target.select();
}
export async function copy(event) {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.copied;
}

// A file may be dropped anywhere on its field, not only on the small button of the browser.
const field = (event) => event.target.closest?.("[data-drop]");

export function dragOver(event) {
  const over = field(event);
  if (!over || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  over.classList.toggle("over", event.type === "dragover");
}

export function takeDropped(event) {
  const over = field(event);
  if (!over || !event.dataTransfer.files.length) return;
  event.preventDefault();
  over.classList.remove("over");
  const input = over.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// A choice marked data-submit is sent at once; without JavaScript its form has a button, which is hidden here.
export function submitOnChange(event) {
  if (event.target.matches?.("[data-submit]")) event.target.form.requestSubmit();
}

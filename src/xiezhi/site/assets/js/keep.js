// An answer that redraws a form must not undo what was typed while it was on its way: then it is asked for again.
import htmx from "htmx.org";

const sent = new WeakMap();

const written = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();

// The form inside what is redrawn, as it stands on the page now: an earlier answer may have redrawn it already.
const redrawn = (event) => document.getElementById(event.detail.target?.id)?.querySelector("form");

export function rememberSent(event) {
  const form = redrawn(event);
  if (form?.contains(event.detail.elt)) sent.set(event.detail.xhr, written(form));
}

export function refuseStale(event) {
  const { elt, xhr, requestConfig } = event.detail;
  const form = redrawn(event);
  if (!form || !sent.has(xhr) || sent.get(xhr) === written(form)) return;
  event.detail.shouldSwap = false;
  const again = elt.isConnected ? elt : form.elements[elt.name];
  if (again instanceof Element) htmx.trigger(again, requestConfig.triggeringEvent?.type ?? "change");
}

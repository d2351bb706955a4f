// What pages gain with JavaScript; each of them works without. htmx swaps fragments, the rest is keys and menus.
import htmx from "htmx.org";
import { closeMenus, closeMenusOutside } from "./menus.js";
import { focusSearch } from "./keys.js";
import { copy, offerCopy, takeWhole } from "./copy.js";
import { openForPaper } from "./paper.js";
import { submitOnChange } from "./forms.js";
import { refuseStale, rememberSent } from "./keep.js";
import { dragOver, takeDropped } from "./drop.js";
import { offerPaper, takePart, tickRows, walkRows, walkSuggestions } from "./docket.js";

window.htmx = htmx;
document.addEventListener("keydown", focusSearch);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", closeMenusOutside);
document.addEventListener("keydown", walkRows);
document.addEventListener("keydown", walkSuggestions);
document.addEventListener("click", takePart);
document.addEventListener("change", submitOnChange);
document.addEventListener("htmx:beforeRequest", rememberSent);
document.addEventListener("htmx:beforeSwap", refuseStale);
for (const kind of ["dragover", "dragleave"]) document.addEventListener(kind, dragOver);
document.addEventListener("drop", takeDropped);
addEventListener("DOMContentLoaded", offerPaper);
addEventListener("DOMContentLoaded", tickRows);
document.addEventListener("focusin", takeWhole);
document.addEventListener("click", copy);
addEventListener("DOMContentLoaded", offerCopy);
addEventListener("beforeprint", openForPaper);

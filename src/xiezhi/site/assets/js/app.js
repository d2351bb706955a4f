// What pages gain with JavaScript; each of them works without. htmx swaps fragments, the rest is keys and menus.
import htmx from "htmx.org";
import { closeMenus, closeMenusOutside } from "./menus.js";
import { focusSearch } from "./keys.js";
import { openForPaper } from "./paper.js";
import { submitOnChange } from "./forms.js";
import { offerPaper, takePart, walkRows, walkSuggestions } from "./docket.js";

window.htmx = htmx;
document.addEventListener("keydown", focusSearch);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", closeMenusOutside);
document.addEventListener("keydown", walkRows);
document.addEventListener("keydown", walkSuggestions);
document.addEventListener("click", takePart);
document.addEventListener("change", submitOnChange);
addEventListener("DOMContentLoaded", offerPaper);
addEventListener("beforeprint", openForPaper);

/* The list of recordings tells which uploads may still go on: of all other films this browser forgets where they lie. */

import { keepOnly } from "./film-handles.js";

keepOnly([...document.querySelectorAll("[data-unfinished]")].map((row) => row.dataset.unfinished));

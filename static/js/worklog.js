// The week at the keyboard: one goes everywhere and repeats cells. `autosave.js` saves each cell as one leaves it.
import { Grid } from "./grid.js";

const form = document.querySelector("[data-week]");
const cells = form ? [...form.querySelectorAll(".worklog-cell")] : [];
const grid = new Grid(
  cells,
  (cell) => cell.closest("tr"),
  (cell) => cell.closest("td").cellIndex,
);

function fill(cell, source) {
  if (!source || source.value === cell.value) return;
  cell.value = source.value;
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

form?.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".worklog-cell");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  if (grid.go(cell, event)) return;
  switch (event.key) {
    case "d":
      fill(cell, grid.neighbour(cell, "ArrowUp"));
      break;
    case "g":
      fill(cell, grid.neighbour(cell, "ArrowLeft"));
      break;
    case "c":
      document.querySelector("[data-copy]")?.click();
      break;
    default:
      return;
  }
  event.preventDefault();
});

form?.addEventListener("focusin", (event) => {
  if (event.target.matches(".worklog-cell")) event.target.select();
});

if (form) document.querySelector("[data-keys]").hidden = false;

// Choosing a person shows their week at once; the button is for those without scripts.
document.getElementById("personne")?.addEventListener("change", (event) => event.target.form.requestSubmit());

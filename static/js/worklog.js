// The week at the keyboard: one goes everywhere and repeats cells. `autosave.js` saves each cell as one leaves it.
const form = document.querySelector("[data-week]");
const cells = form ? [...form.querySelectorAll(".worklog-cell")] : [];
const lineOf = (cell) => cell.closest("tr");
const columnOf = (cell) => cell.closest("td").cellIndex;

/** The next cell in a direction, closed ones stepped over. */
function neighbour(cell, key) {
  const along = key === "ArrowLeft" || key === "ArrowRight";
  const line = cells.filter((other) => (along ? lineOf(other) === lineOf(cell) : columnOf(other) === columnOf(cell)));
  return line[line.indexOf(cell) + (key === "ArrowRight" || key === "ArrowDown" ? 1 : -1)];
}

function fill(cell, source) {
  if (!source || source.value === cell.value) return;
  cell.value = source.value;
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Arrows leave a cell from the edges of its text only, so that a figure can still be corrected. */
function leaves(cell, key) {
  if (key === "ArrowLeft") return cell.selectionStart === 0;
  if (key === "ArrowRight") return cell.selectionEnd === cell.value.length;
  return true;
}

form?.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".worklog-cell");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowRight":
    case "ArrowUp":
    case "ArrowDown":
      if (!leaves(cell, event.key)) return;
      neighbour(cell, event.key)?.focus();
      break;
    case "Enter":
      neighbour(cell, event.shiftKey ? "ArrowUp" : "ArrowDown")?.focus();
      break;
    case "d":
      fill(cell, neighbour(cell, "ArrowUp"));
      break;
    case "g":
      fill(cell, neighbour(cell, "ArrowLeft"));
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

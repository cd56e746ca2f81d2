// A grid at the keyboard: arrows and Enter go from cell to cell, those that are not there stepped over.

/** Arrows leave a cell from the edges of its text only, so that it can still be corrected; a date keeps them all. */
function leaves(cell, key) {
  if (cell.type === "date") return false;
  const back = key === "ArrowLeft" || key === "ArrowUp";
  const upright = key === "ArrowUp" || key === "ArrowDown";
  if (upright && !cell.matches("textarea")) return true;
  return back ? cell.selectionStart === 0 : cell.selectionEnd === cell.value.length;
}

export class Grid {
  /** `lineOf` and `columnOf` say of a cell what those of its line, and of its column, have in common. */
  constructor(cells, lineOf, columnOf) {
    Object.assign(this, { cells, lineOf, columnOf });
  }

  neighbour(cell, key) {
    const along = key === "ArrowLeft" || key === "ArrowRight";
    const place = along ? this.lineOf : this.columnOf;
    const line = this.cells.filter((other) => place(other) === place(cell));
    return line[line.indexOf(cell) + (key === "ArrowRight" || key === "ArrowDown" ? 1 : -1)];
  }

  /** Whether the key moved from this cell. */
  go(cell, event) {
    const { key } = event;
    const enters = key === "Enter" && !cell.matches("textarea");
    if (!enters && !(key.startsWith("Arrow") && leaves(cell, key))) return false;
    this.neighbour(cell, enters ? (event.shiftKey ? "ArrowUp" : "ArrowDown") : key)?.focus();
    event.preventDefault();
    return true;
  }
}

for (const box of document.querySelectorAll("[data-grid]")) {
  const cells = [...box.querySelectorAll("tbody [name]:not([type=hidden])")];
  const grid = new Grid(
    cells,
    (cell) => cell.closest("tbody"),
    (cell) => cell.name.split("-").at(-1),
  );
  box.addEventListener("keydown", (event) => {
    if (cells.includes(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) grid.go(event.target, event);
  });
  box.addEventListener("focusin", (event) => {
    if (event.target.matches("input[type=text]")) event.target.select();
  });
}

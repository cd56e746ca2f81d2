// The week: each cell saves itself when one leaves it, and the keyboard goes everywhere. Without this, a button saves all.
const form = document.querySelector("[data-week]");
const cells = form ? [...form.querySelectorAll(".worklog-cell")] : [];

/** The row and the day of a cell, as its name says them: «j-3-2026-07-27». */
const placeOf = (cell) => {
  const [, row, day] = cell.name.match(/^j-(\d+)-(.+)$/);
  return { row: Number(row), day };
};

const find = (row, day) => cells.find((cell) => cell.name === `j-${row}-${day}`);

/** The next cell in a direction, closed ones stepped over. */
function neighbour(cell, key) {
  const { row, day } = placeOf(cell);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const line = cells.filter((other) => placeOf(other).row === row);
    return line[line.indexOf(cell) + (key === "ArrowRight" ? 1 : -1)];
  }
  const column = cells.filter((other) => placeOf(other).day === day);
  return column[column.indexOf(cell) + (key === "ArrowUp" ? -1 : 1)];
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
  const { row, day } = placeOf(cell);
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
      fill(cell, find(row - 1, day));
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

// Of the whole week, only the cell just left is sent, with its line and the value that the page knew.
form?.addEventListener("htmx:configRequest", (event) => {
  const { name } = event.detail.triggeringEvent.target;
  if (!name?.startsWith("j-")) {
    event.preventDefault();
    return;
  }
  const [, row, day] = name.match(/^j-(\d+)-(.+)$/);
  const kept = new Set([name, `vu-${row}-${day}`, "semaine", "personne"]);
  for (const field of ["etape", "structure", "methode", "precision"]) kept.add(`${field}-${row}`);
  const { formData } = event.detail;
  for (const key of [...formData.keys()]) if (!kept.has(key)) formData.delete(key);
});

const pending = new Set();

form?.addEventListener("change", (event) => {
  if (event.target.matches(".worklog-cell")) pending.add(event.target.name);
});

form?.addEventListener("htmx:afterRequest", (event) => {
  const name = event.detail.requestConfig.triggeringEvent?.target?.name;
  pending.delete(name);
  const state = document.getElementById("semaine-etat");
  if (!event.detail.successful) {
    state.classList.add("worklog-state--failed");
    state.textContent =
      event.detail.xhr.status === 0
        ? "La connexion est coupée : la case n'est pas enregistrée. Enregistrez la semaine à son retour."
        : "La case n'est pas enregistrée : rechargez la page, vos droits ou le projet ont changé.";
    return;
  }
  for (const cell of cells) {
    const message = document.getElementById(cell.getAttribute("aria-describedby"));
    const failed = message.textContent.trim() !== "";
    cell.toggleAttribute("aria-invalid", failed);
    if (failed) cell.setAttribute("aria-invalid", "true");
    cell.closest("td").classList.toggle("worklog-grid__faulty", failed);
  }
});

if (form) {
  document.querySelector("[data-keys]").hidden = false;
  document.getElementById("semaine-etat").textContent = "Chaque case s'enregistre quand vous la quittez.";
  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && pending.size) event.preventDefault();
  });
}

// Choosing a person shows their week at once; the button is for those without scripts.
document.getElementById("personne")?.addEventListener("change", (event) => event.target.form.requestSubmit());

// Tables and blocks whose rows are added, removed and moved by buttons, and walked with the keyboard (calls/kinds/rows.py).
// Without this, blank rows, a button that draws one more, a number for the order and a box to tick do the same.
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

const identity = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");

/** A French figure in whole cents, «23 000,50 €»; nothing for what is none. */
function cents(text) {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : undefined;
}

const changed = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));

class Rows {
  constructor(box) {
    this.box = box;
    this.word = box.querySelector("tbody") ? "Ligne" : "Élément";
    this.place = box.querySelector("tbody, [data-list]");
    this.said = box.querySelector("[data-said]");
    this.add = box.querySelector("[data-add]");
    this.add?.addEventListener("click", (event) => {
      event.preventDefault();
      this.append();
    });
    if (this.add) for (const row of this.rows) this.equip(row);
    box.addEventListener("input", () => this.sum());
    box.addEventListener("change", () => this.sum());
    box.addEventListener("keydown", (event) => this.walk(event));
    this.number();
    this.sum();
  }

  get rows() {
    return [...this.place.children].filter((row) => row.dataset.row);
  }

  get live() {
    return this.rows.filter((row) => !("removed" in row.dataset));
  }

  tell(text) {
    this.said.textContent = text;
  }

  cells(row) {
    return [...row.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((one) => !one.closest(".portal-cells__deeds"));
  }

  /** Buttons in place of the number and the box. */
  equip(row) {
    const plain = row.querySelector("[data-plain]");
    plain.hidden = true;
    const button = (icon, deed) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `fr-btn fr-btn--tertiary-no-outline fr-btn--sm ${icon}`;
      made.addEventListener("click", deed);
      return made;
    };
    row.querySelector("[data-buttons]")?.remove();
    const bar = document.createElement("div");
    bar.dataset.buttons = "";
    bar.className = "portal-cells__buttons";
    const up = button("fr-icon-arrow-up-line", () => this.move(row, -1, up));
    const down = button("fr-icon-arrow-down-line", () => this.move(row, 1, down));
    const remove = button("fr-icon-delete-line", () => this.toggle(row, remove));
    Object.assign(row, { up, down, remove });
    bar.append(up, down, remove);
    plain.after(bar);
  }

  /** The numbers that people read, and what buttons are called. */
  number() {
    this.live.forEach((row, index) => {
      for (const place of row.querySelectorAll("[data-number]")) place.textContent = index + 1;
    });
    if (!this.add) return;
    for (const row of this.rows) {
      const removed = "removed" in row.dataset;
      const named = removed ? "cette " + this.word.toLowerCase() : `${this.word.toLowerCase()} ${this.live.indexOf(row) + 1}`;
      const label = (made, text) => {
        made.title = text;
        made.textContent = text;
      };
      label(row.up, `Monter : ${named}`);
      label(row.down, `Descendre : ${named}`);
      label(row.remove, removed ? "Rétablir" : `Retirer : ${named}`);
      row.remove.classList.toggle("fr-icon-delete-line", !removed);
      row.remove.classList.toggle("fr-icon-arrow-go-back-line", removed);
      row.up.hidden = row.down.hidden = removed;
      row.up.disabled = this.live[0] === row;
      row.down.disabled = this.live.at(-1) === row;
    }
    this.add.disabled = this.live.length >= Number(this.box.dataset.most);
  }

  after() {
    this.number();
    this.sum();
    this.box.dispatchEvent(new CustomEvent("portal:rows", { bubbles: true }));
  }

  toggle(row, button) {
    const box = row.querySelector("[data-plain] input[type=checkbox]");
    box.checked = !box.checked;
    const number = this.live.indexOf(row) + 1;
    row.toggleAttribute("data-removed", box.checked);
    changed(box);
    this.after();
    this.tell(box.checked ? `${this.word} ${number} : retrait fait. Le bouton « Rétablir » l’annule.` : `${this.word} : retour fait.`);
    button.focus();
  }

  /** One place up or down; the order of each row that moved is saved with it. */
  move(row, step, button) {
    const { live } = this;
    const other = live[live.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    this.live.forEach((one, index) => {
      const rank = one.querySelector(".portal-cells__rank input");
      const filled = this.cells(one).some((cell) => (["radio", "checkbox"].includes(cell.type) ? cell.checked : cell.value.trim()));
      if (!filled || rank.value === String(index + 1)) return;
      rank.value = index + 1;
      changed(rank);
    });
    this.after();
    this.tell(`${this.word} maintenant à la place ${this.live.indexOf(row) + 1}.`);
    (button.disabled ? row.remove : button).focus();
  }

  /** A blank row, drawn as the others are, under a name of its own. */
  append() {
    if (this.live.length >= Number(this.box.dataset.most)) {
      this.tell(`${this.box.dataset.most} au plus.`);
      return;
    }
    const model = this.rows[0];
    const made = document.createElement(this.place.tagName);
    made.innerHTML = model.outerHTML.replaceAll(model.dataset.row, identity());
    const row = made.firstElementChild;
    row.removeAttribute("data-removed");
    for (const stale of row.querySelectorAll(".portal-clash, .fr-messages-group, [data-buttons]")) stale.remove();
    for (const group of row.querySelectorAll("[class*='--error']")) group.className = group.className.replace(/ ?\S+--error/g, "");
    for (const control of row.querySelectorAll("input, select, textarea")) {
      control.removeAttribute("aria-invalid");
      if (control.type === "hidden") control.setAttribute("value", "");
      if (control.type === "hidden" && control.name.endsWith(".retirer")) control.name += "_0";
      if (["radio", "checkbox"].includes(control.type)) control.checked = false;
      else control.value = "";
    }
    (this.live.at(-1) ?? this.place.lastElementChild).after(row);
    this.equip(row);
    this.after();
    this.tell(`${this.word} ${this.live.length} : ajout fait.`);
    this.cells(row)[0].focus();
  }

  /** Enter and arrows go to the same cell of the next row; Enter in the last one makes another. */
  walk(event) {
    const cell = event.target;
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || !cell.matches("input[type=text]") || !cell.closest("td")) return;
    const row = cell.closest("[data-row]");
    const next = this.live[this.live.indexOf(row) + step];
    event.preventDefault();
    if (next) this.cells(next)[this.cells(row).indexOf(cell)]?.focus();
    else if (event.key === "Enter" && this.add && !this.add.disabled) this.append();
  }

  /** The totals of what is typed now; the server says them again of what is saved. */
  sum() {
    const places = [...this.box.querySelectorAll("[data-total]")];
    if (!places.length) return;
    const columns = this.live[0] ? [...this.live[0].querySelectorAll("[data-column]")].map((cell) => cell.dataset.column) : [];
    for (const place of places) {
      const code = columns[Number(place.dataset.total)];
      const figures = this.live.map((row) => cents(row.querySelector(`[data-column="${code}"] input:not([type=hidden])`)?.value ?? ""));
      const total = figures.reduce((sum, figure) => sum + (figure ?? 0), 0) / 100;
      const euros = place.textContent.includes("€");
      place.textContent = total.toLocaleString("fr-FR", euros ? { style: "currency", currency: "EUR" } : { maximumFractionDigits: 0 });
    }
  }
}

for (const box of document.querySelectorAll("[data-cells]")) new Rows(box);

// «Autre» is chosen by writing its text.
for (const box of document.querySelectorAll("[data-other]")) {
  const choice = box.querySelector("[value=autre]");
  box.addEventListener("input", (event) => {
    if (!event.target.name.endsWith(".autre") || !event.target.value.trim()) return;
    if (choice.tagName === "OPTION") choice.closest("select").value = choice.value;
    else if (choice.checked) return;
    else choice.checked = true;
    changed(choice.closest("select, input"));
  });
}

// «@» in a remark lists the people who may be named: arrows choose, Enter takes, Escape closes. Without this, the boxes.
const WORD = /(?:^|\s)@([^@\n]{0,40})$/u;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class Mentions {
  constructor(area) {
    this.area = area;
    this.names = area.dataset.mentions.split(" | ").filter(Boolean);
    this.list = document.createElement("ul");
    Object.assign(this.list, { className: "fiche-mentions", id: `${area.id}-noms`, hidden: true, role: "listbox", ariaLabel: "Personnes à prévenir" });
    area.after(this.list);
    for (const [name, value] of [["aria-haspopup", "listbox"], ["aria-autocomplete", "list"], ["aria-controls", this.list.id]]) {
      area.setAttribute(name, value);
    }
    area.addEventListener("input", () => this.look());
    area.addEventListener("keydown", (event) => this.press(event));
    area.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("li");
      if (row) this.take(row);
    });
  }

  get before() {
    return this.area.value.slice(0, this.area.selectionStart);
  }

  look() {
    const [, begun] = WORD.exec(this.before) ?? [];
    const found = begun === undefined ? [] : this.names.filter((name) => plain(name).includes(plain(begun)) && name !== begun.trim());
    this.list.replaceChildren(
      ...found.map((name, rank) => {
        const row = document.createElement("li");
        Object.assign(row, { id: `${this.list.id}-${rank}`, role: "option", textContent: name });
        return row;
      }),
    );
    this.list.hidden = !found.length;
    if (found.length) this.choose(this.list.firstElementChild);
    else this.area.removeAttribute("aria-activedescendant");
  }

  choose(row) {
    for (const one of this.list.children) one.setAttribute("aria-selected", String(one === row));
    this.area.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (this.list.hidden) return;
    const now = this.list.querySelector("[aria-selected=true]");
    const next = { ArrowDown: now.nextElementSibling ?? this.list.firstElementChild, ArrowUp: now.previousElementSibling ?? this.list.lastElementChild }[event.key];
    if (next) this.choose(next);
    else if (["Enter", "Tab"].includes(event.key)) this.take(now);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(row) {
    const start = this.before.lastIndexOf("@");
    this.area.setRangeText(`@${row.textContent} `, start, this.area.selectionStart, "end");
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }
}

for (const area of document.querySelectorAll("[data-mentions]")) new Mentions(area);

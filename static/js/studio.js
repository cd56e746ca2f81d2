// The studio: questions moved without losing one's place, rows moved by buttons, conditions built from what can be answered.
// Without this, the same buttons draw the page again, a number orders rows, and answers are typed.

/** Send a move and draw the outline again; what was moved keeps the focus. */
class Plan {
  constructor(form) {
    this.form = form;
    form.addEventListener("submit", (event) => this.send(event));
    form.addEventListener("dragstart", (event) => this.lift(event));
    form.addEventListener("dragover", (event) => this.over(event));
    form.addEventListener("dragend", () => this.put());
    form.addEventListener("drop", (event) => this.drop(event));
  }

  async send(event) {
    const { submitter } = event;
    if (!submitter?.formAction) return;
    event.preventDefault();
    const row = submitter.closest("[data-question], [data-section]");
    const title = submitter.title.split(" ")[0];
    await this.move(submitter.formAction, submitter.value, row.id, title);
  }

  async move(address, place, id, title) {
    if (this.busy) return;
    this.busy = true;
    const body = new FormData(this.form);
    body.set("vers", place);
    try {
      const answer = await fetch(address, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("plan");
      if (!answer.ok || !fresh) throw new Error("refused");
      this.draw(fresh, page, id, title);
    } catch {
      location.reload();
    } finally {
      this.busy = false;
    }
  }

  draw(fresh, page, id, title) {
    this.form.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
    for (const selector of ["#manques", ".portal-bar__facts", ".studio-side nav"]) {
      const [shown, now] = [document.querySelector(selector), page.querySelector(selector)];
      if (shown && now) shown.replaceWith(document.adoptNode(now));
      else if (shown) shown.remove();
      else if (now) this.form.before(document.adoptNode(now));
    }
    const row = document.getElementById(id);
    const button = row && [...row.querySelectorAll(":scope > .studio-deeds button, :scope > .studio-head button")].find((one) => one.title.startsWith(title));
    (button && !button.disabled ? button : row)?.focus();
    const trouble = page.querySelector(".portal-messages .fr-alert--error");
    const number = row?.querySelector(".studio-question__number, h2")?.textContent.trim();
    this.form.querySelector("[data-said]").textContent = trouble ? trouble.textContent.trim() : `Maintenant à la place ${number}.`;
    if (trouble) document.querySelector(".portal-messages").replaceChildren(document.adoptNode(trouble));
  }

  lift(event) {
    this.dragged = event.target.closest?.("[data-question]");
    if (!this.dragged) return;
    this.dragged.dataset.dragged = "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.dragged.id);
  }

  over(event) {
    const place = event.target.closest("[data-question], [data-section]");
    if (!this.dragged || !place) return;
    event.preventDefault();
    for (const one of this.form.querySelectorAll("[data-over]")) delete one.dataset.over;
    place.dataset.over = "";
  }

  /** Before the question where it falls, or at the end of the section. */
  drop(event) {
    const place = event.target.closest("[data-question], [data-section]");
    if (!this.dragged || !place || place === this.dragged) return;
    event.preventDefault();
    const section = place.closest("[data-section]").dataset.section;
    const address = this.dragged.querySelector("[formaction]").formAction;
    this.move(address, `${section}:${place.dataset.question ?? ""}`, this.dragged.id, "Monter");
  }

  put() {
    for (const one of this.form.querySelectorAll("[data-over], [data-dragged]")) {
      delete one.dataset.over;
      delete one.dataset.dragged;
    }
    this.dragged = null;
  }
}

for (const form of document.querySelectorAll("[data-plan]")) if (form.querySelector("[draggable=true]")) new Plan(form);

/** Tests of a condition: what may be asked of the chosen question, and its answers to tick. */
class TestRow {
  constructor(row, known) {
    this.known = known;
    [this.question, this.test, this.value] = ["question", "test", "value"].map((name) => row.querySelector(`[name$="-${name}"]`));
    this.cell = this.value.closest("td");
    this.question.addEventListener("change", () => this.settle());
    this.test.addEventListener("change", () => this.settle());
    this.settle();
  }

  settle() {
    const about = this.known[this.question.value];
    for (const option of this.test.options) option.hidden = option.disabled = Boolean(about && option.value && !about.tests.includes(option.value));
    if (this.test.selectedOptions[0]?.disabled) this.test.value = "";
    if (about && !this.test.value) this.test.value = about.tests[0];
    const chooses = about?.words.length && ["one_of", "none_of"].includes(this.test.value);
    this.cell.querySelector(".studio-words")?.remove();
    this.value.closest(".portal-cell").hidden = Boolean(chooses) || this.test.value === "answered";
    if (chooses) this.offer(about.words);
  }

  /** The answers as boxes; what is ticked is what would be typed. */
  offer(words) {
    const chosen = words.includes(this.value.value) ? [this.value.value] : this.value.value.split(";").map((word) => word.trim());
    const box = document.createElement("fieldset");
    box.className = "studio-words fr-fieldset";
    const legend = document.createElement("legend");
    legend.className = "fr-sr-only";
    legend.textContent = "Réponses";
    box.append(legend);
    for (const word of words) {
      const label = document.createElement("label");
      const tick = document.createElement("input");
      tick.type = "checkbox";
      tick.checked = chosen.includes(word);
      tick.addEventListener("change", () => {
        const ticked = [...box.querySelectorAll("label")].filter((one) => one.firstChild.checked);
        this.value.value = ticked.map((one) => one.textContent).join(" ; ");
      });
      label.append(tick, word);
      box.append(label);
    }
    this.cell.append(box);
  }
}

for (const box of document.querySelectorAll("[data-builder]")) {
  const known = JSON.parse(document.getElementById(box.dataset.builder).textContent);
  for (const row of box.querySelectorAll("[data-rows] tbody tr")) new TestRow(row, known);
}

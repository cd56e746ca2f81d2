// Fields that save themselves as one types, one at a time (core/autosave.py). Without this, the form's button saves all.
import { copies, element, forget, forgetOwn, keep, keeping, pageOf, person, showUnsaved, title, when } from "./unsaved.js";

const DELAY = 600;
// Of a field under one's hands, in pixels.
const LEAST_SEEN = 80;
const MARGIN = 8;
const TIMEOUT = 30_000;
const RETRIES = [1, 2, 5, 10, 30];
// One is at a field, for so long after one came to it or typed in it.
const AT_IT = 10_000;
const GROUPS = ["fr-input-group", "fr-select-group", "fr-checkbox-group", "fr-fieldset"];
const SEEN = "initial-";
const TYPED = "typed";
const SAVED = "saved";
const REFUSED = "refused";
const CLASH = "clash";

/** Browsers and the server end lines in their own ways, and nothing chosen is the same as nothing typed. */
const plain = (values) => JSON.stringify(values.map((text) => text.replaceAll("\r\n", "\n")).filter(Boolean).sort());
const same = (some, others) => plain(some) === plain(others);

const put = (node, name, value) => (value ? node.setAttribute(name, value) : node.removeAttribute(name));

/** One field: its controls, what the server has of it, and what is to be done. */
class Field {
  constructor(draft, name) {
    this.draft = draft;
    this.name = name;
    this.saved = this.seen();
    this.choice = "";
    this.due = false;
    this.at = -AT_IT;
    const open = draft.form.querySelector(`[data-clash="${name}"] button`);
    const typed = !same(this.value(), this.saved);
    const refused = this.controls()[0].getAttribute("aria-invalid") === "true";
    this.state = open ? CLASH : !typed ? SAVED : refused ? REFUSED : TYPED;
  }

  controls() {
    return [...this.draft.form.elements].filter((control) => control.name === this.name);
  }

  /** The hidden inputs that say what the page had seen; «_0» for a list without a choice. */
  hidden() {
    const name = SEEN + this.name;
    return [...this.draft.form.querySelectorAll(`input[name="${name}"], input[name="${name}_0"]`)];
  }

  seen() {
    return this.hidden().map((input) => input.value);
  }

  value() {
    return new FormData(this.draft.form).getAll(this.name);
  }

  /** What is sent of a value: names and texts. */
  entries(value) {
    return value.map((text) => [this.name, text]);
  }

  get group() {
    const [control] = this.controls();
    const choice = ["radio", "checkbox"].includes(control.type) && control.closest("fieldset, .fr-checkbox-group");
    return choice || control.closest(`td, ${GROUPS.map((name) => `.${name}`).join(", ")}`) || control.parentElement;
  }

  get label() {
    const [control] = this.controls();
    const words = ["radio", "checkbox"].includes(control.type)
      ? control.closest("fieldset")?.querySelector("legend")
      : control.labels?.[0];
    // Without the help and the «facultatif» that labels contain.
    const text = [...(words?.childNodes ?? [])].filter((node) => node.nodeType === Node.TEXT_NODE);
    return text.map((node) => node.data).join(" ").replace(/\s+/g, " ").trim() || control.ariaLabel || words?.textContent.trim() || "";
  }

  /** Values as they read in the page. */
  words(values) {
    const controls = this.controls();
    const told = values.filter(Boolean).map((value) => {
      const control = controls.find((one) => one.value === value && one.labels && ["radio", "checkbox"].includes(one.type));
      const option = controls[0].options && [...controls[0].options].find((one) => one.value === value);
      return control?.labels[0]?.textContent.trim() ?? option?.textContent.trim() ?? value;
    });
    return told.join(", ");
  }

  write(values) {
    for (const control of this.controls()) {
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[0] ?? "";
    }
    this.controls()[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  touch() {
    this.at = performance.now();
  }

  /** Something was typed, or taken back. */
  changed() {
    this.touch();
    const value = this.value();
    clearTimeout(this.timer);
    if (same(value, this.saved) && this.state !== CLASH) {
      this.settle();
      return;
    }
    const { page, secret } = this.draft;
    keep(page, this.name, { secret, value, seen: this.seen(), label: this.label, words: this.words(value) });
    if (this.state === CLASH) return;
    this.state = TYPED;
    // A figure is judged once it is whole: when one leaves its field.
    const [control] = this.controls();
    if (control.matches("textarea, [type=text]:not([inputmode])")) this.timer = setTimeout(() => this.send(), DELAY);
  }

  send() {
    clearTimeout(this.timer);
    if (this.state !== TYPED) return;
    this.due = true;
    this.draft.run();
  }

  settle() {
    this.state = SAVED;
    this.due = false;
    forgetOwn(this.draft.page, this.name);
    this.showErrors([]);
  }

  /** Choose between two texts by pressing a button. */
  choose(choice) {
    this.choice = choice;
    this.state = TYPED;
    this.send();
    this.controls()[0].focus();
  }

  /** What the page has now seen. */
  see(html) {
    const [first, ...others] = this.hidden();
    others.forEach((input) => input.remove());
    first.insertAdjacentHTML("afterend", html);
    first.remove();
  }

  accept(sent, answer) {
    this.see(answer.seen);
    this.tell("");
    this.showClash(answer.clash);
    // The same field elsewhere in the page, for another size of screen.
    for (const draft of drafts) {
      const twin = draft === this.draft ? undefined : draft.fields.get(this.name);
      if (twin?.state === SAVED) {
        twin.see(answer.seen);
        twin.take();
      }
    }
    this.saved = sent;
    if (this.choice.includes(":theirs:")) this.take();
    this.choice = "";
    if (same(this.value(), this.saved)) this.settle();
    else this.send();
  }

  /** The page was drawn again around it. */
  reread() {
    this.saved = this.seen();
  }

  /** Show what is saved. */
  take() {
    this.saved = this.seen();
    this.write(this.saved);
  }

  /** Take what somebody else saved, unless one is typing here; false when it has to wait. */
  follow({ seen, note }) {
    const before = this.seen();
    const { activeElement: active } = document;
    const focused = this.group.contains(active);
    const drawn = document.createElement("template");
    drawn.innerHTML = seen;
    const fresh = [...drawn.content.querySelectorAll("input")].map((input) => input.value);
    if (same(fresh, before)) return true;
    if (this.state !== SAVED || (focused && performance.now() - this.at < AT_IT)) return false;
    const { selectionStart, selectionEnd } = active;
    this.see(seen);
    this.take();
    if (focused && typeof selectionStart === "number") active.setSelectionRange(selectionStart, selectionEnd);
    this.tell(note);
    return true;
  }

  /** Beside the field, who wrote what it now says; nothing once one writes it oneself. */
  tell(note) {
    const id = `suivi-${this.controls()[0].id}`;
    document.getElementById(id)?.remove();
    if (note) this.group.append(element("p", { className: "fiche-followed", id, textContent: note }));
  }

  refuse(state, answer) {
    this.choice = "";
    this.state = state;
    if (state === CLASH) this.showClash(answer.clash);
    else this.showErrors(answer.errors ?? ["Cette page a changé ou ne vous est plus ouverte : rechargez-la."]);
  }

  showClash(html) {
    const { form } = this.draft;
    form.querySelector(`[data-clash="${this.name}"]`)?.remove();
    if (!html) return;
    const near = this.controls()[0].closest("tbody");
    const place = near?.querySelector("[data-clashes]") ?? form.querySelector("[data-clashes]");
    if (place) place.insertAdjacentHTML("beforeend", html);
    else this.group.insertAdjacentHTML("beforebegin", html);
    // Once the line that says so stands: it makes the bar taller.
    requestAnimationFrame(() => this.bring(form.querySelector(`[data-clash="${this.name}"]`)));
  }

  /** Where there is room, both texts are on the screen; one's own always is. */
  bring(clash) {
    const [control] = this.controls();
    if (!clash || document.activeElement !== control) return;
    const screen = window.visualViewport?.height ?? window.innerHeight;
    const above = (document.querySelector("[data-bar]")?.offsetHeight ?? 0) + MARGIN - clash.getBoundingClientRect().top;
    const { top, height } = control.getBoundingClientRect();
    const room = screen - top - Math.min(height, LEAST_SEEN);
    if (above > 0 || room < 0) window.scrollBy(0, -Math.min(above, room));
  }

  /** The controls that an error is about. */
  get faulty() {
    return this.controls();
  }

  showErrors(errors) {
    const { form } = this.draft;
    const { group, faulty } = this;
    const known = document.getElementById(`${faulty[0]?.id}_error`);
    let box = form.querySelector(`[data-messages-for="${this.name}"]`) ?? known;
    if (!box && errors.length) {
      box = element("div", { className: "fr-messages-group", id: `${this.name}_error` });
      box.setAttribute("aria-live", "polite");
      group.append(box);
    }
    if (!box) return;
    box.dataset.messagesFor = this.name;
    box.replaceChildren(
      ...errors.map((text) => element("p", { className: "fr-message fr-message--error", textContent: text })),
    );
    const failed = errors.length > 0;
    group.toggleAttribute("data-faulty", failed);
    for (const name of GROUPS) if (group.classList.contains(name)) group.classList.toggle(`${name}--error`, failed);
    for (const control of faulty) {
      const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
      described[failed ? "add" : "delete"](box.id);
      put(control, "aria-describedby", [...described].join(" "));
      put(control, "aria-invalid", failed ? "true" : "");
    }
  }

  /** A text that was typed before and never saved: beside what is saved now, to take up again or put aside. */
  offer(copy) {
    const saved = this.saved;
    const name = `reprise-${copy.at}-${this.name}`;
    const words = (text) => element("p", { className: "portal-typed", textContent: text || "(rien)" });
    const block = element(
      "div",
      { className: "portal-clash", id: name, tabIndex: -1, role: "group", ariaLabel: `${title(1)} : ${this.label}` },
      element("p", { className: "portal-clash__title", textContent: title(1) }),
      element("p", { className: "fr-mb-1w", textContent: `Tapé ${when(copy)} :` }),
      words(copy.words),
      element("p", {
        className: "fr-mb-1w",
        textContent: same(copy.seen, this.seen()) ? "Enregistré aujourd’hui :" : "Un autre texte a été enregistré depuis :",
      }),
      words(this.words(saved)),
    );
    const button = (text, deed) => {
      const made = element("button", { type: "button", className: "fr-btn fr-btn--secondary", textContent: text });
      made.addEventListener("click", deed);
      return made;
    };
    const buttons = element(
      "div",
      { className: "fr-btns-group fr-btns-group--inline fr-btns-group--sm" },
      button("Reprendre ce texte", () => {
        buttons.remove();
        block.querySelector("p").textContent = "Votre texte est repris";
        this.write(copy.value);
        forget(copy.key);
        this.send();
        this.controls()[0].focus();
      }),
      button("Écarter ce texte", () => {
        forget(copy.key);
        block.remove();
        this.controls()[0].focus();
      }),
    );
    block.append(buttons);
    this.group.before(block);
    window.addEventListener("storage", (event) => {
      if (event.key === copy.key && event.newValue === null) block.remove();
    });
    return name;
  }
}

/** The rows of a table, saved together: each value is «name=text», and what was seen is a mark of them all. */
class Rows extends Field {
  constructor(draft, box) {
    super(draft, "lignes");
    this.saved = this.value();
    if (this.state !== CLASH) this.state = "typed" in box.dataset ? TYPED : SAVED;
  }

  get box() {
    return this.draft.form.querySelector("[data-rows]");
  }

  controls() {
    return [...this.box.querySelectorAll("[name]:not(button, [type=hidden])")];
  }

  hidden() {
    return [...this.box.querySelectorAll("input[name=vu]")];
  }

  value() {
    const names = new Set([...this.box.querySelectorAll("[name^=ligne-]")].map((control) => control.name));
    return [...new FormData(this.draft.form)].filter(([name]) => names.has(name)).map((pair) => pair.join("="));
  }

  entries(value) {
    return value.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  }

  get group() {
    return this.box;
  }

  get faulty() {
    return [];
  }

  get label() {
    return this.box.querySelector("caption")?.textContent.trim() ?? "";
  }

  words(value) {
    const texts = this.entries(value).filter(([name, text]) => text && !name.endsWith("_FORMS"));
    return texts.map(([, text]) => text).join(" – ");
  }

  reread() {
    this.saved = this.value();
  }

  /** The answer has the table drawn again. */
  take() {
    this.reread();
  }

  write(value) {
    for (const [name, text] of this.entries(value)) {
      const control = this.controls().find((one) => one.name === name);
      if (control) control.value = text;
    }
    this.changed();
  }
}

/** A form whose fields save themselves, one request at a time. */
class Draft {
  constructor(form) {
    this.form = form;
    this.page = pageOf(form);
    this.secret = "secret" in form.dataset;
    this.what = form.dataset.what ?? "réponse";
    this.line = SaveLine.of(form);
    this.line.drafts.push(this);
    this.failures = 0;
    this.trouble = "";
    const inputs = form.querySelectorAll(`input[type=hidden][name^="${SEEN}"]`);
    const seen = [...inputs].filter((input) => !input.closest("[data-rows]")).map((input) => input.name.slice(SEEN.length));
    const names = seen.map((name) => (form.elements[name] ? name : name.replace(/_0$/, "")));
    const drawn = names.filter((name) => form.elements[name]);
    this.fields = new Map(drawn.map((name) => [name, new Field(this, name)]));
    const rows = form.querySelector("[data-rows]");
    if (rows) this.fields.set("lignes", new Rows(this, rows));
    form.addEventListener("input", (event) => this.on(event, (field) => field.changed()));
    form.addEventListener("focusin", (event) => this.on(event, (field) => field.touch()));
    form.addEventListener("change", (event) =>
      this.on(event, (field) => {
        field.changed();
        field.send();
      }),
    );
    form.addEventListener("focusout", (event) => this.on(event, (field) => field.send()));
    form.addEventListener("click", (event) => {
      const choice = event.target.closest("button[name=trancher]");
      if (!choice) return;
      event.preventDefault();
      this.fields.get(choice.closest("[data-clash]").dataset.clash).choose(choice.value);
    });
    form.addEventListener("submit", (event) => this.submit(event));
    this.offerBack();
    for (const field of this.unsaved) field.send();
  }

  on(event, deed) {
    const field = this.fields.get(event.target.closest("[data-rows]") ? "lignes" : event.target.name) ?? this.adopt(event.target.name);
    if (!field) return;
    deed(field);
    this.show();
  }

  /** A field that was added to the page since: it says what is seen of it, as the others do. */
  adopt(name) {
    if (!name || !this.form.querySelector(`input[name="${SEEN}${name}"], input[name="${SEEN}${name}_0"]`)) return undefined;
    const field = new Field(this, name);
    this.fields.set(name, field);
    return field;
  }

  get unsaved() {
    return [...this.fields.values()].filter((field) => field.state !== SAVED);
  }

  offerBack() {
    const kept = copies().filter((copy) => copy.page === this.page);
    const here = [];
    for (const copy of kept) {
      const field = this.fields.get(copy.name);
      if (!field) continue;
      if (same(copy.value, field.value())) forget(copy.key);
      else here.push([field, copy]);
    }
    if (!here.length) return;
    const links = here.map(([field, copy]) =>
      element("li", {}, element("a", { href: `#${field.offer(copy)}`, textContent: field.label || copy.label })),
    );
    this.form.prepend(
      element(
        "div",
        { className: "fr-alert fr-alert--warning fr-mb-3w", role: "alert" },
        element("p", { className: "fr-alert__title", textContent: title(links.length) }),
        element("ul", {}, ...links),
      ),
    );
  }

  /** Send what is due, one field after the other; what fails is tried again, later and later. */
  run() {
    this.running ??= this.work().finally(() => {
      this.running = null;
      this.show();
    });
    return this.running;
  }

  async work() {
    clearTimeout(this.timer);
    for (let field = this.next(); field; field = this.next()) {
      this.show();
      field.due = false;
      this.trouble = await this.send(field);
      if (this.trouble) {
        field.due = true;
        break;
      }
      this.failures = 0;
    }
    if (["connexion", "serveur"].includes(this.trouble)) {
      this.timer = setTimeout(() => this.run(), RETRIES[Math.min(this.failures, RETRIES.length - 1)] * 1000);
      this.failures += 1;
    }
  }

  next() {
    return this.unsaved.find((field) => field.due);
  }

  /** Send again all that is not saved and waits for nobody's choice. */
  async flush() {
    for (const field of this.unsaved) {
      if (field.state !== CLASH) Object.assign(field, { state: TYPED, due: true });
    }
    await this.run();
  }

  /** The trouble that prevents saving for now: «connexion», «serveur», «session»; empty once answered. */
  async send(field, again = false) {
    const value = field.value();
    const body = new FormData();
    for (const input of this.form.querySelectorAll("input[type=hidden]")) {
      const others = input.name.startsWith(SEEN) || input.closest("[data-rows]");
      if (input.name && !others) body.append(input.name, input.value);
    }
    for (const input of field.hidden()) body.append(input.name, input.value);
    for (const [name, text] of field.entries(value)) body.append(name, text);
    if (field.choice) body.append("trancher", field.choice);
    let response;
    let answer = {};
    try {
      response = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Autosave": person },
        keepalive: document.hidden,
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (response.headers.get("Content-Type")?.startsWith("application/json")) answer = await response.json();
    } catch {
      return "connexion";
    }
    if (response.status === 401) {
      this.signIn = answer.sign_in;
      return "session";
    }
    if (answer.token && !again) {
      for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = answer.token;
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": answer.token }));
      return this.send(field, true);
    }
    if (response.status >= 500 || [408, 429].includes(response.status)) return "serveur";
    if (response.ok && answer.seen) {
      answered += 1;
      redraw(answer.fragments);
      field.accept(value, answer);
      this.line.said = answer.message;
      // What was refused may hold now that this one is saved.
      for (const other of this.unsaved) {
        if (other.state === REFUSED) Object.assign(other, { state: TYPED, due: true });
      }
    } else {
      // More than a request may carry: the server has read nothing of it.
      if ([400, 413].includes(response.status)) answer.errors ??= ["Ce texte est trop long pour être enregistré : raccourcissez-le."];
      field.refuse(answer.clash ? CLASH : REFUSED, answer);
    }
    return "";
  }

  /** The button saves what is not saved yet, and goes on only once everything is; where there is none, one stays. */
  async submit(event) {
    const { submitter } = event;
    const stays = submitter?.matches(".portal-save-all");
    if (!stays && (!this.unsaved.length || submitter?.name === "ajouter")) {
      leaving = true;
      return;
    }
    event.preventDefault();
    await this.flush();
    if (stays) return;
    if (!this.unsaved.length) {
      this.form.requestSubmit(submitter);
      return;
    }
    const dialog = submitter?.closest("dialog");
    if (dialog) window.dsfr?.(dialog).modal.conceal();
    this.unsaved[0].controls()[0].focus();
  }

  show() {
    this.line.show();
  }
}

/** The line that says what is saved and what is not: one for a form, or one for all the forms of a page. */
class SaveLine {
  static lines = new Map();

  static of(form) {
    const box = form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]");
    if (!SaveLine.lines.has(box)) SaveLine.lines.set(box, new SaveLine(box));
    return SaveLine.lines.get(box);
  }

  constructor(box) {
    this.box = box;
    this.said = box.textContent;
    this.drafts = [];
  }

  show() {
    const { box } = this;
    const unsaved = this.drafts.flatMap((draft) => draft.unsaved);
    const whats = new Set(this.drafts.filter((draft) => draft.unsaved.length).map((draft) => draft.what));
    const what = whats.size === 1 ? [...whats][0] : "réponse";
    const count = (state) => unsaved.filter((field) => field.state === state).length;
    const told = (number, one, several) => (number === 1 ? `1 ${what} ${one}` : `${number} ${what}s ${several}`);
    const waiting = told(unsaved.length, "n’est pas encore enregistrée", "ne sont pas encore enregistrées");
    const kept = `Gardez la page ouverte${keeping() ? " : le texte reste aussi sur cet ordinateur" : ""}`;
    const lines = [];
    const held = unsaved.length ? this.drafts.find((draft) => draft.trouble) : undefined;
    const trouble = held?.trouble ?? "";
    if (trouble === "connexion") lines.push(`La connexion est coupée : ${waiting}. ${kept}, et part dès son retour.`);
    if (trouble === "serveur") lines.push(`Le serveur ne répond pas : ${waiting}. ${kept}, et un nouvel essai suit.`);
    if (trouble === "session") lines.push(`Votre session est terminée : ${waiting}. ${kept}.`);
    const clashes = count(CLASH);
    const refused = count(REFUSED);
    if (clashes) lines.push(`${told(clashes, "a changé entre-temps", "ont changé entre-temps")} : choisissez quel texte garder.`);
    if (refused) lines.push(`${told(refused, "n’est pas enregistrée", "ne sont pas enregistrées")} : voyez le message à sa place.`);
    // A shorter line would move the page between the press and the release of a click, which would then be lost.
    if (!box.closest("[data-bar]")) box.style.minHeight = `${box.offsetHeight}px`;
    if (lines.length) box.textContent = lines.join(" ");
    else box.textContent = unsaved.length ? "Enregistrement…" : this.said;
    if (trouble === "session") {
      const href = `${held.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
      box.append(" ", element("a", { href, target: "_blank", textContent: "Se connecter dans un autre onglet" }));
    } else if (lines.length && box.closest("[data-bar]")) {
      const [asking] = unsaved.filter((field) => [CLASH, REFUSED].includes(field.state));
      const place = asking?.state === CLASH ? `clash-${asking.name}` : asking?.controls()[0].id;
      if (asking) box.append(" ", element("a", { href: `#${place}`, textContent: "Y aller" }));
    }
    box.dataset.tone = lines.length ? "error" : unsaved.length || !this.started ? "" : "done";
    this.started ||= unsaved.length > 0;
  }
}

/** Elements of the page that a saved field changes: totals, states, what is missing, a field that follows another. */
export function redraw(html) {
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  for (const fresh of [...drawn.content.children]) {
    const shown = document.getElementById(fresh.id);
    // What is the same stays: it may hold the focus; so does a table in which a row is being written.
    if (shown && !shown.isEqualNode(fresh) && !shown.querySelector(".portal-in-place")) shown.replaceWith(fresh);
  }
  for (const draft of drafts) {
    for (const field of draft.fields.values()) if (field.state === SAVED) field.reread();
  }
}

let leaving = false;
let answered = 0;
const drafts = [];
for (const form of document.querySelectorAll("form[data-autosave]")) {
  drafts.push(new Draft(form));
  form.dataset.savesItself = "";
}
const resume = () => drafts.filter((draft) => draft.unsaved.some((field) => field.due)).forEach((draft) => draft.run());

window.addEventListener("online", resume);
window.addEventListener("focus", resume);
document.addEventListener("visibilitychange", () => {
  // Last moment before a tab is closed or a phone sleeps.
  for (const draft of drafts) draft.unsaved.forEach((field) => field.send());
  resume();
});
// A link that leads on from the page waits until everything is saved; what cannot be is shown.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-after-saving]");
  const waiting = drafts.filter((draft) => draft.unsaved.length);
  if (!link || !waiting.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  for (const draft of waiting) await draft.flush();
  const [left] = drafts.flatMap((draft) => draft.unsaved);
  if (left) left.controls()[0].focus();
  else location.assign(link.href);
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && drafts.some((draft) => draft.unsaved.length)) event.preventDefault();
});

/** A mark of what this page has saved so far; null while something is on its way. */
export const savedSoFar = () => (drafts.some((draft) => draft.running) ? null : answered);

/** Show what others saved, asked for when the page had saved `mark`; false when some of it has to wait. */
export function follow(fields, fragments, mark) {
  // An answer made before a save of ours would put an older text back.
  if (mark === null || savedSoFar() !== mark) return false;
  const known = drafts.flatMap((draft) => [...draft.fields.values()]);
  const taken = known.map((field) => !fields[field.name] || field.follow(fields[field.name]));
  const drawn = document.createElement("template");
  drawn.innerHTML = fragments;
  // What one is in the middle of is not drawn again.
  const busy = [...drawn.content.children].some((one) => document.getElementById(one.id)?.contains(document.activeElement));
  if (!busy) redraw(fragments);
  return !busy && taken.every(Boolean);
}

// Texts of this page whose field is no longer there.
const lost = drafts.flatMap((draft) =>
  copies().filter((copy) => copy.page === draft.page && !draft.fields.has(copy.name)),
);
if (lost.length) showUnsaved(lost);

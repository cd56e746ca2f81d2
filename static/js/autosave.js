// Save each answer as it is typed. The form works without this: its button saves the whole section.
const DELAY = 600;
const RETRY = 5000;

const form = document.querySelector("[data-autosave]");
const state = document.querySelector("[data-save-state]");

/** One answer of the form: its controls, what the page knows of the saved value, and its timers. */
class Answer {
  constructor(box) {
    this.box = box;
    this.code = box.dataset.answer;
    this.base = box.querySelector(`input[name="base-${this.code}"]`);
    this.sent = this.value();
    this.timer = 0;
    this.busy = false;
    box.addEventListener("input", (event) => {
      if (event.target.name === this.code) this.later(DELAY);
    });
    box.addEventListener("change", (event) => {
      if (event.target.name === this.code) this.now();
      if (event.target.name === `choix-${this.code}`) this.choose(event.target.value);
    });
    box.addEventListener("focusout", (event) => {
      if (event.target.name === this.code) this.now();
    });
  }

  controls() {
    return [...form.elements].filter((control) => control.name === this.code);
  }

  value() {
    return JSON.stringify(new FormData(form).getAll(this.code));
  }

  get pending() {
    return this.busy || this.value() !== this.sent;
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), delay);
  }

  async now() {
    clearTimeout(this.timer);
    if (this.busy || this.value() === this.sent) return;
    this.busy = true;
    const value = this.value();
    const body = new FormData();
    for (const item of JSON.parse(value)) body.append(this.code, item);
    body.append(this.base.name, this.base.value);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    say("Enregistrement…", "busy");
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if (response.redirected || response.status === 403) this.signedOut(value);
      else this.receive(response, await response.json(), value);
    } catch {
      say("La connexion est coupée : votre texte reste dans la page et sera enregistré dès son retour.", "error");
      this.later(RETRY);
    } finally {
      this.busy = false;
    }
    if (this.sent === value && this.value() !== value) this.later(DELAY);
  }

  /** The session ended, or began again in another window: the sign-in page or a refusal answered instead. */
  signedOut(value) {
    this.sent = value;
    say(
      "Rien n'est enregistré : votre session est terminée ou vos droits ont changé. Copiez votre texte, puis rechargez la page.",
      "error",
    );
  }

  receive(response, data, value) {
    if (response.status === 409 && data.conflict) {
      this.sent = value;
      this.showConflict(data.conflict);
      say("Un autre texte a été enregistré entre-temps : choisissez lequel garder.", "error");
      return;
    }
    if (data.refused) {
      this.sent = value;
      say(`${data.refused} Votre texte reste dans la page, mais n'est pas enregistré.`, "error");
      return;
    }
    this.showErrors(data.errors ?? []);
    if (data.errors) {
      this.sent = value;
      say("Cette réponse n'est pas enregistrée : voyez le message près du champ.", "error");
      return;
    }
    this.sent = value;
    this.base.value = data.base;
    this.box.querySelector("[data-conflict]")?.remove();
    if (data.state) showProgress(data);
    if (data.voided) showVoided(data.voided);
    say(data.message, "done");
  }

  showErrors(errors) {
    this.box.querySelector("[data-autosave-errors]")?.remove();
    const group = this.box.firstElementChild;
    const [control] = this.controls();
    group.classList.toggle("fr-input-group--error", errors.length > 0);
    if (errors.length) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (!errors.length) return;
    const messages = document.createElement("div");
    messages.className = "fr-messages-group";
    messages.dataset.autosaveErrors = "";
    messages.setAttribute("role", "alert");
    for (const error of errors) {
      const line = document.createElement("p");
      line.className = "fr-message fr-message--error";
      line.textContent = error;
      messages.append(line);
    }
    group.append(messages);
  }

  showConflict(html) {
    this.box.querySelector("[data-conflict]")?.remove();
    this.box.insertAdjacentHTML("afterbegin", html);
  }

  /** Keep the other author's text, or one's own over it. */
  choose(choice) {
    const block = this.box.querySelector("[data-conflict]");
    this.base.value = block.dataset.seen;
    if (choice === "autre") {
      this.write(JSON.parse(block.dataset.theirs));
      this.sent = this.value();
      block.remove();
      say("Le texte déjà enregistré est gardé.", "done");
    } else {
      this.sent = null;
      this.now();
    }
    this.controls()[0]?.focus();
  }

  write(value) {
    const wanted = Array.isArray(value) ? value.map(String) : [String(value ?? "")];
    for (const control of this.controls()) {
      if (control.type === "checkbox" || control.type === "radio") control.checked = wanted.includes(control.value);
      else control.value = wanted[0];
    }
  }
}

function say(text, tone) {
  // A shorter line would move the page between the press and the release of a click, which would then be lost.
  state.style.minHeight = `${state.offsetHeight}px`;
  state.textContent = text;
  state.dataset.tone = tone;
}

/** The warning that the fiche is signed becomes the news that it no longer is. */
function showVoided(text) {
  const notice = document.querySelector("[data-signed] p");
  if (notice) notice.textContent = text;
}

/** Update the menu's states and what is missing, without moving anything under the cursor. */
function showProgress(data) {
  const badge = document.querySelector("[data-section-state] .fr-badge");
  badge.textContent = data.state;
  badge.className = `fr-badge fr-badge--sm${data.tone ? ` fr-badge--${data.tone} fr-badge--no-icon` : ""}`;
  const current = document.querySelector(".fiche-menu__link[aria-current]");
  current.querySelector(".fiche-menu__state").textContent = data.state;
  document.querySelector("[data-done]").textContent = data.done;
  const missing = document.querySelector("[data-missing]");
  missing.hidden = data.missing.length === 0;
  missing.querySelector("ul").replaceChildren(
    ...data.missing.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }),
  );
}

const menu = document.querySelector("[data-menu]");
if (menu && window.matchMedia("(max-width: 61.99em)").matches) menu.open = false;

if (form) {
  const answers = [...form.querySelectorAll("[data-answer]")].map((box) => new Answer(box));
  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("online", () => answers.forEach((answer) => answer.now()));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && answers.some((answer) => answer.pending)) event.preventDefault();
  });
}

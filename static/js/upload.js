// Files dropped on a section of the fiche, sent piece by piece (applications/views/attaching.py). Without this, a page of its own takes them.
import { announce } from "./portal.js";
import { redraw } from "./autosave.js";
import { element, person } from "./unsaved.js";

const PIECE = 512 * 1024;
const TIMEOUT = 60_000;
const RETRIES = [1, 2, 5, 10, 30];
const MEGABYTE = 1024 * 1024;
const WAITING = "waiting";
const SENDING = "sending";
const CUT = "cut";
const DONE = "done";
const REFUSED = "refused";
const sendings = [];
let busy = false;

/** A name for this file sent to this place by this person: chosen again after a cut, it goes on from where it was. */
async function keyOf(address, file) {
  const text = JSON.stringify([address, person, file.name, file.size, file.lastModified]);
  // Where the page is not served over a secure connection there is no digest: the file starts again from its beginning.
  if (!crypto.subtle) return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((one) => one.toString(16).padStart(2, "0")).join("");
}

const percent = (part, all) => Math.floor((100 * part) / Math.max(all, 1));

/** A file on its way: one line of the list, how far it is, what stops it. */
class Sending {
  constructor(place, file) {
    this.place = place;
    this.file = file;
    this.state = WAITING;
    this.received = 0;
    this.failures = 0;
    this.bar = element("progress", { max: 100, value: 0, ariaLabel: `Envoi de ${file.name}` });
    this.words = element("span", { className: "portal-detail", textContent: "En attente" });
    this.stop = element("button", { type: "button", className: "fr-btn fr-btn--tertiary fr-btn--sm" }, "Arrêter");
    this.stop.append(element("span", { className: "fr-sr-only", textContent: ` l’envoi de ${file.name}` }));
    this.stop.addEventListener("click", () => this.leave());
    this.line = element(
      "li",
      { className: "portal-between" },
      element("span", { className: "fiche-files__name" }, element("strong", { textContent: file.name }), this.words),
      this.bar,
      this.stop,
    );
    place.list.append(this.line);
  }

  get over() {
    return [DONE, REFUSED].includes(this.state);
  }

  say(words) {
    this.words.textContent = words;
  }

  /** Out of the list: stopped, or read. */
  leave() {
    clearTimeout(this.timer);
    const refused = this.state === REFUSED;
    this.state = DONE;
    this.line.remove();
    this.place.input.focus();
    if (!refused) announce(`L’envoi de « ${this.file.name} » est arrêté.`, "info");
    next();
  }

  refuse(words) {
    this.state = REFUSED;
    this.bar.remove();
    this.words.className = "fr-message fr-message--error";
    this.say(words);
    this.stop.firstChild.data = "Fermer";
    this.words.setAttribute("role", "alert");
  }

  /** Wait for the network or the server, then go on from what is there. */
  wait(words) {
    this.state = CUT;
    this.say(`${words} à ${percent(this.received, this.file.size)} % : l’envoi reprend dès que possible, gardez la page ouverte.`);
    this.timer = setTimeout(() => this.resume(), RETRIES[Math.min(this.failures, RETRIES.length - 1)] * 1000);
    this.failures += 1;
  }

  resume() {
    if (this.state !== CUT) return;
    clearTimeout(this.timer);
    this.state = WAITING;
    next();
  }

  async send() {
    this.state = SENDING;
    this.key ??= await keyOf(this.place.address, this.file);
    // First, how much of it is there already.
    let piece = null;
    while (this.state === SENDING) {
      const answer = await this.post(piece);
      if (this.state !== SENDING || !answer) return;
      this.failures = 0;
      if (answer.done) {
        this.finish(answer);
        return;
      }
      this.received = answer.received;
      this.bar.value = percent(this.received, this.file.size);
      this.say(`${percent(this.received, this.file.size)} %`);
      piece = this.file.slice(this.received, this.received + PIECE);
    }
  }

  /** The answer to one piece; nothing once the file waits or is refused. */
  async post(piece, renewed = false) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
    body.append("cle", this.key);
    body.append("nom", this.file.name);
    body.append("taille", this.file.size);
    body.append("debut", this.received);
    if (piece) body.append("morceau", piece, "morceau");
    let response;
    let answer = {};
    try {
      response = await fetch(this.place.address, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Autosave": person },
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (response.headers.get("Content-Type")?.startsWith("application/json")) answer = await response.json();
    } catch {
      this.wait("La connexion est coupée");
      return null;
    }
    if (answer.token && !renewed) {
      for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = answer.token;
      return this.post(piece, true);
    }
    if (response.status === 401) {
      this.wait("Votre session est terminée. Connectez-vous dans un autre onglet : envoi arrêté");
      return null;
    }
    if (response.status >= 500 || [408, 429].includes(response.status)) {
      this.wait("Le serveur ne répond pas");
      return null;
    }
    if (!response.ok) {
      this.refuse((answer.errors ?? ["Ce fichier n’a pas pu être envoyé : rechargez la page, puis choisissez-le de nouveau."]).join(" "));
      return null;
    }
    return answer;
  }

  finish(answer) {
    this.state = DONE;
    this.line.remove();
    redraw(answer.fragments);
    announce(answer.said, "success");
    this.place.form?.dispatchEvent(new Event("change"));
  }
}

/** Where files are dropped or chosen: it stands under the list of those that are joined. */
class Place {
  constructor(box) {
    this.address = box.dataset.files;
    this.most = Number(box.dataset.most);
    this.form = box.closest("form");
    this.input = element("input", { type: "file", multiple: true, className: "fiche-drop__input", id: `choix-${box.id}` });
    this.input.setAttribute("aria-describedby", `${box.id}-question`);
    this.zone = element(
      "div",
      { className: "fiche-drop" },
      this.input,
      element("label", { className: "fiche-drop__label", htmlFor: this.input.id, textContent: "Glissez des fichiers ici, ou choisissez-les" }),
    );
    this.list = element("ul", { className: "fr-raw-list portal-boxes fiche-files__sending" });
    box.append(this.list, this.zone);
    box.classList.add("fiche-files--live");
    this.input.addEventListener("change", (event) => {
      // Not the affair of the form around, which saves its own fields.
      event.stopPropagation();
      this.take(this.input.files);
      this.input.value = "";
    });
    this.input.addEventListener("input", (event) => event.stopPropagation());
    for (const name of ["dragenter", "dragover"]) {
      box.addEventListener(name, (event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        this.zone.classList.add("fiche-drop--over");
      });
    }
    box.addEventListener("dragleave", (event) => {
      if (!box.contains(event.relatedTarget)) this.zone.classList.remove("fiche-drop--over");
    });
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      this.zone.classList.remove("fiche-drop--over");
      this.take(event.dataTransfer.files);
    });
  }

  take(files) {
    for (const file of files) {
      const sending = new Sending(this, file);
      sendings.push(sending);
      // What its size alone forbids is said before anything leaves; the server judges the rest.
      if (file.size > this.most) sending.refuse(`« ${file.name} » n’est pas joint. Le fichier est trop lourd : ${Math.floor(this.most / MEGABYTE)} Mo au plus.`);
    }
    next();
  }
}

/** One file at a time, in the order in which they were chosen. */
async function next() {
  if (busy) return;
  const sending = sendings.find((one) => one.state === WAITING);
  if (!sending) return;
  busy = true;
  try {
    await sending.send();
  } finally {
    busy = false;
  }
  next();
}

for (const box of document.querySelectorAll("[data-files]")) new Place(box);
window.addEventListener("online", () => sendings.forEach((sending) => sending.resume()));
// A file dropped beside a place would open in the page, and take it away.
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    if (event.dataTransfer?.types.includes("Files") && document.querySelector("[data-files]")) event.preventDefault();
  });
}
window.addEventListener("beforeunload", (event) => {
  if (sendings.some((sending) => !sending.over)) event.preventDefault();
});

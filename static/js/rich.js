// Light marks at the keyboard and by buttons, above each long text; the server shows what they become (core/rich_text.py).
import { element, person } from "./unsaved.js";

const ITEM = /^[ \t]*(?:-|\d{1,2}\.)[ \t]+/;
const HELD = "Votre session est terminée ou la connexion est coupée : l’aperçu n’est pas disponible.";

/** Type in place of the selection, as a person would: Ctrl+Z takes it back. */
function type(area, text, from, to, [start, end]) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(from + start, from + end);
}

/** Two stars around what is selected, or taken away from around it. */
function embolden(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const around = value.slice(from - 2, from) === "**" && value.slice(to, to + 2) === "**";
  if (around) type(area, chosen, from - 2, to + 2, [0, chosen.length]);
  else type(area, `**${chosen}**`, from, to, [2, 2 + chosen.length]);
}

/** Each line of the selection becomes an item, or stops being one. */
function list(area, mark) {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const found = value.indexOf("\n", selectionEnd);
  const to = found < 0 ? value.length : found;
  const lines = value.slice(from, to).split("\n");
  const marked = lines.map((line, rank) => mark(rank) + line.replace(ITEM, ""));
  const text = (marked.join("\n") === lines.join("\n") ? lines.map((line) => line.replace(ITEM, "")) : marked).join("\n");
  type(area, text, from, to, [text.length, text.length]);
}

/** The words chosen, then the address to type; an address chosen is the address. */
function link(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to).trim();
  const address = /^(https?:\/\/|mailto:)\S+$/i.test(chosen);
  const words = address ? "texte du lien" : chosen || "texte du lien";
  const target = address ? chosen : "https://";
  const text = `[${words}](${target})`;
  const end = text.length - 1;
  type(area, text, from, to, address || !chosen ? [1, 1 + words.length] : [end, end]);
}

const TOOLS = [
  ["Gras", "fr-icon-bold", "Ctrl+B", embolden],
  ["Liste", "fr-icon-list-unordered", "", (area) => list(area, () => "- ")],
  ["Liste numérotée", "fr-icon-list-ordered", "", (area) => list(area, (rank) => `${rank + 1}. `)],
  ["Lien", "fr-icon-link", "Ctrl+K", link],
];
const KEYS = { b: embolden, k: link };

/** What the text becomes, in its place. */
class Preview {
  constructor(area, button, tools) {
    Object.assign(this, { area, button, tools });
    this.box = element("div", { className: "portal-rich portal-rich__preview", hidden: true });
    this.box.setAttribute("aria-live", "polite");
    area.after(this.box);
  }

  async toggle() {
    const { area, box, button, tools } = this;
    if (!box.hidden) {
      this.close();
      area.focus();
      return;
    }
    box.innerHTML = await this.asked();
    // The page keeps its height: nothing moves under the pointer.
    box.style.minHeight = `${area.offsetHeight}px`;
    box.hidden = false;
    area.hidden = true;
    button.setAttribute("aria-pressed", "true");
    for (const tool of tools) tool.disabled = true;
  }

  close() {
    this.box.hidden = true;
    this.area.hidden = false;
    this.button.setAttribute("aria-pressed", "false");
    for (const tool of this.tools) tool.disabled = false;
  }

  async asked() {
    const { form } = this.area;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("apercu", this.area.value);
    try {
      const headers = { Accept: "application/json", "X-Autosave": person };
      const response = await fetch(form.dataset.autosave, { method: "POST", body, headers });
      const answer = await response.json();
      return answer.html ?? this.said(answer.errors?.join(" ") ?? HELD);
    } catch {
      return this.said(HELD);
    }
  }

  said(text) {
    return element("p", { className: "fr-message fr-message--error", textContent: text }).outerHTML;
  }
}

function equip(area) {
  const bar = element("div", { className: "portal-rich__tools", role: "toolbar", ariaLabel: "Mise en forme" });
  bar.setAttribute("aria-controls", area.id);
  const button = (text, icon, keys, deed) => {
    const made = element("button", { type: "button", className: `fr-btn fr-btn--sm fr-btn--tertiary-no-outline ${icon}`, textContent: text });
    made.title = keys ? `${text} (${keys})` : text;
    if (keys) made.setAttribute("aria-keyshortcuts", keys.replace("Ctrl", "Control"));
    made.addEventListener("click", deed);
    return made;
  };
  const tools = TOOLS.map(([text, icon, keys, deed]) => button(text, icon, keys, () => deed(area)));
  const look = button("Aperçu", "fr-icon-eye-line", "", () => preview.toggle());
  look.classList.add("portal-rich__look", "fr-btn--icon-left");
  look.setAttribute("aria-pressed", "false");
  const preview = new Preview(area, look, tools);
  bar.append(...tools, look);
  area.before(bar);
  rove(bar);
  area.addEventListener("keydown", (event) => {
    const deed = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    deed(area);
  });
  // What is put in the text from elsewhere is seen there.
  area.addEventListener("input", () => preview.close());
  // What is wrong, or waits for a choice, is put right in the text itself.
  area.form.addEventListener("submit", () => preview.close());
}

/** One stop of the Tab key; arrows go along the bar. */
function rove(bar) {
  const buttons = [...bar.children];
  const enter = (wanted) => buttons.forEach((one) => (one.tabIndex = one === wanted ? 0 : -1));
  enter(buttons[0]);
  bar.addEventListener("focusin", (event) => enter(event.target));
  bar.addEventListener("keydown", (event) => {
    const open = buttons.filter((one) => !one.disabled);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = { Home: 0, End: open.length - 1 }[event.key];
    const at = place ?? (step && (open.indexOf(document.activeElement) + step + open.length) % open.length);
    if (at === undefined) return;
    event.preventDefault();
    open[at].focus();
  });
}

for (const area of document.querySelectorAll("form[data-autosave] textarea[data-rich]")) equip(area);

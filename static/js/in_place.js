// The form of a row opens where the row is: what its own page shows, fetched from there and sent there. Without this, the page opens.
import { hideNewTool } from "./new_tool.js";
import { countRemaining } from "./remaining.js";
import { element } from "./unsaved.js";

const CUT = "La connexion est coupée, ou le serveur ne répond pas. Ce que vous avez saisi reste ici : essayez de nouveau.";
const AROUND = "[id^='fiche-'], [data-in-place]";
let open = null;

async function fetched(address, options) {
  const response = await fetch(address, options);
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  return { response, page: parsed, path: new URL(response.url).pathname };
}

/** What the row's page says around its form, and the form. */
class Panel {
  constructor(link, { page }) {
    this.address = link.href;
    this.back = link.getAttribute("href");
    this.container = link.closest("[data-in-place]").id;
    const row = link.closest("tr");
    this.box = element("div", { className: "portal-in-place", role: "group" });
    this.holder = this.box;
    if (row) {
      const cell = element("td", { colSpan: row.cells.length });
      cell.append(this.box);
      this.holder = element("tr", { className: "portal-in-place__row" });
      this.holder.append(cell);
      row.after(this.holder);
    } else {
      (link.closest("li") ?? link.closest("p")).append(this.box);
    }
    this.draw(page);
    this.first = this.said();
    this.box.addEventListener("submit", (event) => this.send(event));
    this.box.addEventListener("click", (event) => this.leave(event));
  }

  draw(page) {
    const content = page.querySelector(".portal-content");
    const title = content.querySelector("h1");
    this.box.setAttribute("aria-label", title.textContent.trim());
    title.replaceWith(element("h3", { className: "fr-h6 fr-mb-1w", textContent: title.textContent.trim() }));
    this.box.replaceChildren(...[...content.childNodes].map((node) => document.adoptNode(node)));
    const form = this.box.querySelector("form:not([data-sign-out])");
    if (form && !form.hasAttribute("action")) form.action = this.address;
    countRemaining(this.box);
    hideNewTool(this.box);
    const start = this.box.querySelector("[data-focus], [autofocus]") ?? form?.querySelector("input:not([type=hidden]), select, textarea, .fr-btn");
    (start ?? this.box).focus();
    this.box.scrollIntoView({ block: "nearest" });
  }

  said() {
    return [...this.box.querySelectorAll("form")].map((form) => JSON.stringify([...new FormData(form)])).join();
  }

  get typed() {
    return this.said() !== this.first;
  }

  /** The way back of the form's page is to close the form. */
  leave(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.pathname !== location.pathname || link.hash.startsWith("#id_")) return;
    event.preventDefault();
    this.close();
    this.opener?.focus();
  }

  close() {
    this.holder.remove();
    open = null;
  }

  get opener() {
    return document.querySelector(`[data-in-place] a[href="${CSS.escape(this.back)}"]`);
  }

  async send(event) {
    event.preventDefault();
    // Not the affair of a form that the panel stands in.
    event.stopPropagation();
    if (this.busy) return;
    this.busy = true;
    const { target: form, submitter } = event;
    try {
      const body = new FormData(form, submitter);
      const answer = await fetched(form.action, { method: "POST", body });
      const { response, page, path } = answer;
      if (!response.redirected) this.draw(page);
      else if (path === location.pathname) this.done(page);
      else if (path === new URL(this.address).pathname) await this.again(answer);
      else location.assign(response.url);
    } catch {
      this.trouble();
    } finally {
      this.busy = false;
    }
  }

  trouble() {
    this.box.querySelector("[data-trouble]")?.remove();
    const line = element("p", { className: "fr-message fr-message--error", textContent: CUT });
    line.dataset.trouble = "";
    line.setAttribute("role", "alert");
    this.box.append(line);
  }

  /** The page of the section, drawn again around what was done; the focus comes back where it was. */
  done(page) {
    this.close();
    refresh(page);
    const said = tell(this.container, page.querySelector(".portal-messages"));
    (this.opener ?? said.querySelector("button") ?? said).focus();
  }

  /** One goes on typing rows: the list has the last one, and its form is blank again. */
  async again(answer) {
    const said = answer.page.querySelector(".portal-messages");
    const { page } = await fetched(location.href);
    const { back } = this;
    this.close();
    refresh(page);
    tell(this.container, said);
    const link = document.querySelector(`[data-in-place] a[href="${CSS.escape(back)}"]`);
    if (link) open = new Panel(link, answer);
  }
}

/** What the deed changed in the page: its tables, and what says how far the fiche is. */
function refresh(page) {
  for (const shown of document.querySelectorAll(AROUND)) {
    const fresh = page.getElementById(shown.id);
    if (!fresh) shown.remove();
    else if (!shown.isEqualNode(fresh)) shown.replaceWith(document.adoptNode(fresh));
  }
}

/** What was done is said where the page says what is saved; what can be undone, above the table with its button. */
function tell(id, messages) {
  const line = document.querySelector("[data-save-state]");
  if (line && !messages?.querySelector("form")) line.textContent = messages?.textContent.trim() ?? "";
  const container = document.getElementById(id);
  let box = container.previousElementSibling;
  if (!box?.matches("[data-said]")) {
    box = element("div", { className: "portal-messages", role: "status", tabIndex: -1 });
    box.dataset.said = "";
    container.before(box);
  }
  const undoable = messages?.querySelector("form") || !line ? [...(messages?.children ?? [])] : [];
  box.replaceChildren(...undoable.map((one) => document.adoptNode(one)));
  return box;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-in-place] a[data-opens]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (open?.typed) {
    open.box.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    return;
  }
  open?.close();
  try {
    const answer = await fetched(link.href);
    if (answer.response.ok && answer.path === new URL(link.href).pathname) open = new Panel(link, answer);
    else location.assign(link.href);
  } catch {
    location.assign(link.href);
  }
});

window.addEventListener("beforeunload", (event) => {
  if (open?.typed && !open.busy) event.preventDefault();
});

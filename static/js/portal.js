// Small behaviours of every page: messages where one lands, focus on the error summary, remaining characters, refusals of htmx, scrollable tables.
import { countRemaining } from "./remaining.js";
import { copies, pageOf, showUnsaved, watchSignOut } from "./unsaved.js";

/** Say something in the page's live region, in words, as an alert. */
export function announce(text, tone = "error") {
  const region = document.getElementById("annonces");
  if (!region) return;
  const box = document.createElement("div");
  box.className = `fr-alert fr-alert--${tone} fr-alert--sm fr-mb-3w`;
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line);
  region.replaceChildren(box);
}

/** Let the keyboard scroll what is wider than the screen. */
function openScrollers(root) {
  for (const box of root.querySelectorAll("[data-scroll]")) {
    const scrolls = box.scrollWidth > box.clientWidth;
    box.toggleAttribute("tabindex", scrolls);
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", box.dataset.scroll);
    }
  }
}

/** A calendar wider than the screen opens on today. */
function openOnToday(root) {
  for (const today of root.querySelectorAll(".chart-row--widest .chart-today")) {
    const box = today.closest("[data-scroll]");
    box.scrollLeft += today.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 2;
  }
}

/** Where style sheets cannot say so, a box grows with its text; it never shrinks, so that nothing jumps. */
function grow(area) {
  const lacking = area.scrollHeight - area.clientHeight;
  if (lacking > 0) area.style.height = `${area.offsetHeight + lacking}px`;
}

function growBoxes() {
  if (CSS.supports("field-sizing", "content")) return;
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea.fr-input")) grow(event.target);
  });
  for (const area of document.querySelectorAll("textarea.fr-input")) grow(area);
}

function prepare(root) {
  countRemaining(root);
  openScrollers(root);
  openOnToday(root);
}

/** A deed may bring the reader far down the page: what it said comes there too. */
function bringMessages() {
  const said = document.querySelector(".portal-messages");
  const place = document.getElementById(location.hash.slice(1));
  if (place && said?.childElementCount) place.prepend(said);
}

/** Texts of other pages that were not saved; a page's own are offered in their place. */
function showTextsOfOtherPages() {
  const here = [...document.querySelectorAll("form[data-autosave]")].map(pageOf);
  const elsewhere = copies().filter((copy) => !here.includes(copy.page));
  if (elsewhere.length) showUnsaved(elsewhere);
}

/** On a phone, what folds is folded at first. */
function foldOnPhones() {
  const narrow = window.matchMedia("(max-width: 61.99em)").matches;
  for (const box of document.querySelectorAll("[data-fold]")) box.open = !narrow;
}

/** The second click of a double click falls on what the first one opened: it would close the dialog, or press its button. */
function openDialogsOnce() {
  let opened = false;
  const judge = (event) => {
    if (event.detail <= 1) opened = Boolean(event.target.closest?.("button[data-fr-opened]"));
    else if (opened) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  window.addEventListener("click", judge, { capture: true });
}

prepare(document);
growBoxes();
openDialogsOnce();
bringMessages();
foldOnPhones();
watchSignOut();
showTextsOfOtherPages();
document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:load", (event) => prepare(event.target));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const plain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  announce(plain ? xhr.responseText : "Le serveur n’a pas pu enregistrer. Rechargez la page avant de continuer.");
});
document.addEventListener("htmx:sendError", () =>
  announce("La connexion est coupée : rien n’est enregistré pour l’instant. Gardez la page ouverte."),
);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.getElementById("annonces")?.replaceChildren();
});

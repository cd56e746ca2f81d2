// What is typed and not yet saved stays in this browser until the server has it, and is shown where one comes back.
const PREFIX = "acia-saisie:";
const OWNER = "acia-personne";
const KEPT = 14 * 24 * 3600 * 1000;
const LOADED = Date.now();

/** Who opened the page; empty without sign-in. */
export const person = document.body.dataset.person ?? "";

/** Browsers may refuse to keep anything: then the page itself is all there is, and it warns before one leaves it. */
function stored(deed, otherwise) {
  try {
    return deed(localStorage);
  } catch {
    return otherwise;
  }
}

const keysOf = (store) => Object.keys(store).filter((name) => name.startsWith(PREFIX));

/** What a key holds; what cannot be read, or is too old, is removed. */
function read(store, key) {
  let copy = null;
  try {
    copy = JSON.parse(store.getItem(key));
  } catch {
    // Written by another version of this script.
  }
  if (copy && Date.now() - copy.at < KEPT) return { ...copy, key };
  store.removeItem(key);
  return null;
}

/** What belongs to this person, the latest first. */
export function copies() {
  return stored((store) => {
    const own = keysOf(store).map((key) => read(store, key)).filter((copy) => copy?.person === person);
    return own.sort((one, other) => other.at - one.at);
  }, []);
}

/** The name under which the copies of a form are kept: its address, unless that is a secret. */
export const pageOf = (form) => form.dataset.page ?? form.dataset.autosave;

const keyOf = (page, name) => `${PREFIX}${person}:${page}:${name}:${LOADED}`;

/** Nothing is kept for somebody who signed out in another tab: the computer may be shared. */
export const keeping = () => stored((store) => !person || store.getItem(OWNER) === person, false);

/** `secret`: the page's address lets in all who read it, and is not kept. */
export function keep(page, name, { secret, ...facts }) {
  if (!keeping()) return;
  const url = secret ? "" : location.pathname + location.search;
  const copy = { ...facts, person, page, name, url, at: Date.now(), title: document.title };
  stored((store) => store.setItem(keyOf(page, name), JSON.stringify(copy)));
}

export const forget = (key) => stored((store) => store.removeItem(key));
export const forgetOwn = (page, name) => forget(keyOf(page, name));

/** What another person left in this browser is removed. */
function claim() {
  if (!person) return;
  stored((store) => {
    if (store.getItem(OWNER) === person) return;
    for (const key of keysOf(store)) {
      if (![person, ""].includes(read(store, key)?.person)) store.removeItem(key);
    }
    store.setItem(OWNER, person);
  });
}

/** At sign-out nothing that was typed stays on the computer. */
export function clear() {
  stored((store) => {
    for (const key of [OWNER, ...keysOf(store)]) store.removeItem(key);
  });
}

claim();

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const time = new Intl.DateTimeFormat("fr-FR", {
  day: "numeric",
  month: "long",
  hour: "numeric",
  minute: "2-digit",
  timeZone: "Europe/Paris",
});
export const when = (copy) => `le ${time.format(copy.at).replace(":", " h ")} (heure de Paris)`;

export const title = (count) =>
  count === 1
    ? "Une réponse que vous aviez tapée n’a pas été enregistrée"
    : `${count} réponses que vous aviez tapées n’ont pas été enregistrées`;

function line(copy, left) {
  const item = element("li", { className: "fr-mb-1w" });
  const gone = () => {
    item.remove();
    left();
  };
  const dismiss = element("button", { type: "button", className: "fr-btn fr-btn--sm fr-btn--tertiary", textContent: "Écarter ce texte" });
  dismiss.addEventListener("click", () => {
    forget(copy.key);
    gone();
  });
  // Another tab may save it meanwhile.
  window.addEventListener("storage", (event) => {
    if (event.key === copy.key && event.newValue === null) gone();
  });
  const elsewhere = copy.url && copy.url !== location.pathname + location.search;
  const open = { className: "fr-btn fr-btn--sm fr-btn--secondary fr-mr-1w", href: copy.url, textContent: "Ouvrir la page" };
  item.append(
    element("p", { className: "fr-mb-1v" }, element("strong", { textContent: copy.label }), ` – ${copy.title}, ${when(copy)}`),
    element("p", { className: "portal-typed fr-mb-1w", textContent: copy.words || "(rien)" }),
    elsewhere ? element("a", open) : "",
    dismiss,
  );
  return item;
}

/** Say above the page which texts are kept here and not saved, to be read, found again or put aside. */
export function showUnsaved(kept) {
  const list = element("ul", { className: "fr-raw-list" });
  const head = element("p", { className: "fr-alert__title", textContent: title(kept.length) });
  const box = element("section", { className: "fr-alert fr-alert--warning fr-mb-4w", ariaLabel: title(kept.length) }, head);
  if (document.querySelector("form[data-sign-out='confirm']")) {
    box.append(element("p", { textContent: "Se déconnecter les efface de cet ordinateur." }));
  }
  const left = () => {
    if (!list.childElementCount) box.remove();
  };
  list.append(...kept.map((copy) => line(copy, left)));
  box.append(list);
  document.querySelector(".portal-content")?.before(box);
}

/** The buttons that sign out: with something unsaved, the page that asks is shown first. */
export function watchSignOut() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.signOut !== "confirm" && copies().length) {
        event.preventDefault();
        location.assign(form.action);
      } else {
        clear();
      }
    });
  }
}

// What others do to the fiche while a page of it is open: who is there, what they did, the texts that they save.
import { follow, savedSoFar } from "./autosave.js";

const PERIOD = 8_000;
// One types, as long as a key was pressed so lately.
const TYPING = 30_000;
const box = document.querySelector("[data-watch]");
const here = document.querySelector("[data-people-here]");
let typed = -TYPING;
let asking = false;
let waiting = false;
let following = false;

function say({ said, serious, reload }) {
  const alert = box.firstElementChild;
  const words = alert.querySelector("span");
  if (!said || said === words.textContent) return;
  words.textContent = said;
  alert.querySelector("a").hidden = !reload;
  alert.classList.toggle("fr-alert--info", !serious);
  alert.classList.toggle("fr-alert--warning", serious);
  alert.hidden = false;
}

function show({ here: words = "", people = {} }) {
  if (here && here.textContent !== words) here.textContent = words;
  for (const place of document.querySelectorAll("[data-people]")) {
    const there = people[place.dataset.people] ?? "";
    if (place.textContent !== there) place.textContent = there;
  }
}

function address() {
  const url = new URL(box.dataset.watch, location.href);
  const { section, version } = box.dataset;
  if (section) {
    url.searchParams.set("section", section);
    url.searchParams.set("version", version);
    if (performance.now() - typed < TYPING) url.searchParams.set("ecrit", "1");
  }
  return url;
}

async function ask() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const mark = savedSoFar();
    const headers = { Accept: "application/json", "X-Autosave": document.body.dataset.person ?? "" };
    const response = await fetch(address(), { headers });
    if (!response.ok) return;
    const answer = await response.json();
    say(answer);
    show(answer);
    // What had to wait is asked for again, as it will be by then.
    following = true;
    waiting = Boolean(answer.fields) && !follow(answer.fields, answer.fragments, mark);
    if (answer.fields && !waiting) box.dataset.version = answer.version;
  } catch {
    // No connection: asked again later.
  } finally {
    asking = following = false;
  }
}

if (box) {
  setInterval(ask, PERIOD);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("focus", ask);
  document.addEventListener("input", () => {
    if (following) return;
    const first = performance.now() - typed >= TYPING;
    typed = performance.now();
    if (first) ask();
  });
  document.addEventListener("focusout", () => {
    if (waiting) setTimeout(ask);
  });
  ask();
}

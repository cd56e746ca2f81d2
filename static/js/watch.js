// What others do to the fiche while a page of it is open: asked at times, and when one comes back to the page.
const PERIOD = 25_000;
const box = document.querySelector("[data-watch]");

async function ask() {
  if (document.hidden) return;
  try {
    const headers = { Accept: "application/json", "X-Autosave": document.body.dataset.person ?? "" };
    const response = await fetch(box.dataset.watch, { headers });
    const { said, serious } = response.ok ? await response.json() : {};
    const alert = box.firstElementChild;
    const words = alert.querySelector("span");
    if (!said || said === words.textContent) return;
    words.textContent = said;
    alert.classList.toggle("fr-alert--info", !serious);
    alert.classList.toggle("fr-alert--warning", serious);
    alert.hidden = false;
  } catch {
    // No connection: asked again later.
  }
}

if (box) {
  setInterval(ask, PERIOD);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("focus", ask);
}

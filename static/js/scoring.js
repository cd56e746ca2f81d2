// The scoring page: keys 0 to 4 score the criterion in focus, and the total follows at once.
// The server computes the total that counts, and sends it back with each save.

const TOP_SCORE = 4;

function scoreOf(criterion) {
  const chosen = criterion.querySelector("input[type=radio]:checked");
  return chosen ? Number(chosen.value) : null;
}

function showTotal(form) {
  let points = 0;
  let weights = 0;
  let scored = 0;
  for (const criterion of form.querySelectorAll("[data-criterion]")) {
    const score = scoreOf(criterion);
    if (score === null) continue;
    const weight = Number(criterion.dataset.weight);
    points += score * weight;
    weights += weight;
    scored += 1;
  }
  const total = form.querySelector("[data-total]");
  const figures = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  total.textContent = weights ? ((points * 20) / (TOP_SCORE * weights)).toLocaleString("fr-FR", figures) : "–";
  form.querySelector("[data-scored]").textContent = scored;
}

function scoreByKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-4]$/.test(event.key)) return;
  if (event.target.matches("textarea, input:not([type=radio])")) return;
  const criterion = event.target.closest("[data-criterion]");
  const level = criterion?.querySelector(`input[type=radio][value="${event.key}"]`);
  if (!level) return;
  event.preventDefault();
  level.focus();
  level.click();
}

for (const form of document.querySelectorAll("[data-scoring]")) {
  form.addEventListener("keydown", scoreByKey);
  form.addEventListener("input", () => showTotal(form));
  // Handed in by its button, the whole page is sent: what was waiting to be saved would come too late, and be refused.
  form.addEventListener("submit", () => {
    form.addEventListener("htmx:beforeRequest", (event) => event.preventDefault());
  });
}

// Show a question only when earlier answers call for it, as `calls/conditions.py` decides when they are saved.
// Each question says in words when it is asked, for who reads without this. The rule of conditions is in `calls/clauses.py`.
import "./rows.js";

const boxes = [...document.querySelectorAll("[data-shown-if]")];
const conditions = new Map(boxes.map((box) => [box, JSON.parse(box.dataset.shownIf)]));

/** The controls of a question; of a table, its cells («budget.a1.poste»), but for what says how rows stand. */
function controls(form, code) {
  const own = [...form.elements].filter(({ name, type }) => name === code && type !== "hidden");
  if (own.length) return own;
  const parts = [...form.elements].filter(({ name }) => name?.startsWith(`${code}.`));
  return parts.filter(({ name, type }) => type !== "hidden" && !/\.(rang|retirer)$/.test(name));
}

/** What is chosen or typed in them; nothing of a row that is taken away. */
function said(form, code) {
  return controls(form, code)
    .filter((control) => !control.closest("[data-removed]") && (!["radio", "checkbox"].includes(control.type) || control.checked))
    .map((control) => control.value.trim())
    .filter(Boolean);
}

/** A French figure, «23 000,50 €»; nothing for what is none. */
function figure(text) {
  const plain = (text ?? "").replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

function passes(test, form) {
  const [control] = controls(form, test.question);
  // A question that is not asked says nothing.
  if (!control || control.closest("[data-shown-if][hidden]")) return false;
  const words = said(form, test.question);
  if (test.answered) return words.length > 0;
  if (test.one_of) return words.some((word) => test.one_of.includes(word));
  if (test.none_of) return words.length > 0 && !words.some((word) => test.none_of.includes(word));
  const typed = figure(words[0]);
  if (typed === undefined) return false;
  return test.at_least === undefined ? typed <= Number(test.at_most) : typed >= Number(test.at_least);
}

function holds(condition, form) {
  if (condition.all) return condition.all.every((part) => holds(part, form));
  if (condition.any) return condition.any.some((part) => holds(part, form));
  return !condition.question || passes(condition, form);
}

function settle() {
  for (const [box, condition] of conditions) {
    const called = holds(condition, box.closest("form"));
    // What is wrong with an answer, or waits for a choice, stays in sight.
    box.hidden = !called && !box.querySelector(".fr-message--error, .portal-clash");
  }
}

for (const form of new Set(boxes.map((box) => box.closest("form")))) {
  form.addEventListener("change", settle);
  form.addEventListener("portal:rows", settle);
}
settle();

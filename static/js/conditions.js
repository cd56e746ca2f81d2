// Show a question only when an earlier answer calls for it; each says in words when it is asked, without this.
const boxes = [...document.querySelectorAll("[data-shown-if]")];

function settle() {
  for (const box of boxes) {
    const form = box.closest("form");
    const code = box.dataset.shownIf;
    const control = form.querySelector(`[name="${CSS.escape(code)}"]`);
    const wanted = box.dataset.shownAnswers.split(/\s+/);
    const called = !control.closest("[data-shown-if][hidden]") && new FormData(form).getAll(code).some((said) => wanted.includes(said));
    // What is wrong with an answer, or waits for a choice, stays in sight.
    box.hidden = !called && !box.querySelector(".fr-message--error, .portal-clash");
  }
}

for (const form of new Set(boxes.map((box) => box.closest("form")))) form.addEventListener("change", settle);
settle();

// Hides the description of a new digital project while one of the fiche is chosen; without this script both stay visible.
const description = document.querySelector('[name="title"]').closest("fieldset");
const choices = [...document.querySelectorAll('input[name="digital_project"]')];

function show() {
  description.hidden = choices.some((choice) => choice.checked && choice.value);
}

for (const choice of choices) choice.addEventListener("change", show);
show();

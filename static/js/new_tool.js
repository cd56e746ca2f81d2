// Hides the description of a new digital project while one of the fiche is chosen; without this script both stay visible.
export function hideNewTool(root) {
  const choices = [...root.querySelectorAll('input[name="digital_project"]')];
  const description = choices.length ? root.querySelector('[name="title"]')?.closest("fieldset") : null;
  if (!description) return;
  const show = () => {
    description.hidden = choices.some((choice) => choice.checked && choice.value);
  };
  for (const choice of choices) choice.addEventListener("change", show);
  show();
}

hideNewTool(document);

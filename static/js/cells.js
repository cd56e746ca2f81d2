// Fields that save themselves when one leaves them: only the field just left is sent, and its errors appear beneath it.
const formOf = (event) => event.target.closest?.("[data-cells]");

document.addEventListener("htmx:configRequest", (event) => {
  if (!formOf(event)) return;
  const { name } = event.detail.triggeringEvent.target;
  const kept = new Set([name, `initial-${name}`]);
  const { formData } = event.detail;
  for (const key of [...formData.keys()]) if (!kept.has(key)) formData.delete(key);
});

document.addEventListener("htmx:afterRequest", (event) => {
  for (const box of formOf(event)?.querySelectorAll("[data-messages-for]") ?? []) {
    const field = document.getElementById(box.dataset.messagesFor);
    const failed = box.childElementCount > 0;
    const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    described[failed ? "add" : "delete"](box.id);
    field.setAttribute("aria-describedby", [...described].join(" "));
    field.toggleAttribute("aria-invalid", failed);
    if (failed) field.setAttribute("aria-invalid", "true");
    box.parentElement.classList.toggle("fr-input-group--error", failed);
  }
});

for (const state of document.querySelectorAll("[data-cells] .tables-state")) {
  state.textContent = "Chaque champ s'enregistre quand vous le quittez.";
}

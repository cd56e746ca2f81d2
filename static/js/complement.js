// Add up the amounts as they are typed, and say what is left of the complement. The server counts again.
const rows = document.querySelector("[data-rows]");
const total = document.querySelector("[data-total]");
const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });

/** «1 000,50» → cents; NaN when it is not an amount, 0 when blank. */
function cents(text) {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  return plain === "" ? 0 : /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : NaN;
}

function count() {
  const amounts = [...rows.querySelectorAll("input[name$='-amount']")].map((field) => cents(field.value));
  if (amounts.some(Number.isNaN)) {
    total.textContent = "Un montant n’est pas lisible : écrivez-le par exemple 12 500,00.";
    total.dataset.over = "";
  } else {
    const sum = amounts.reduce((one, other) => one + other, 0);
    const left = Math.round(Number(total.dataset.ceiling) * 100) - sum;
    const rest = left < 0 ? `${euros.format(-left / 100)} de trop` : `reste ${euros.format(left / 100)}`;
    total.textContent = `Total : ${euros.format(sum / 100)} ; ${rest}.`;
    total.toggleAttribute("data-over", left < 0);
  }
  total.hidden = false;
}

if (rows && total) {
  rows.after(total);
  rows.addEventListener("input", count);
  count();
}

// Says how many characters a long text may still take. Lengths are those of the server: code points, CRLF line ends.
const lengthOf = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;

const worded = (left) => {
  const count = Math.abs(left).toLocaleString("fr-FR");
  const noun = Math.abs(left) < 2 ? "caractère" : "caractères";
  return left < 0 ? `${count} ${noun} de trop` : `${count} ${noun} restants`.replace("caractère restants", "caractère restant");
};

export function countRemaining(root) {
  for (const line of root.querySelectorAll("[data-remaining-for]")) {
    const area = document.getElementById(line.dataset.remainingFor);
    if (!area || area.dataset.counted) continue;
    area.dataset.counted = "yes";
    const show = () => {
      const left = Number(area.dataset.maxlength) - lengthOf(area.value);
      line.textContent = worded(left);
      line.classList.toggle("portal-too-long", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }
}

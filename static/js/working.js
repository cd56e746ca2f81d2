// A page where people work: its bar and side panes stay in view, and never hide what one types in.
const bar = document.querySelector("[data-bar]");
const panes = [...document.querySelectorAll("[data-stays]")];
const menu = document.querySelector("[data-menu]");
const GAP = 16;

/** What takes the focus, or is scrolled to, stops under the bar; a pane taller than the screen scrolls to its end, then stays. */
function measure() {
  const under = bar.offsetHeight + GAP;
  document.documentElement.style.scrollPaddingTop = `${under}px`;
  for (const pane of panes) pane.style.top = `${Math.min(under, window.innerHeight - pane.offsetHeight - GAP)}px`;
}

const watched = new ResizeObserver(measure);
for (const box of [bar, ...panes]) watched.observe(box);
window.addEventListener("resize", measure);
measure();

menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
menu?.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

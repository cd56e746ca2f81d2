// A fiche's profile opened beside the ranking: the focus goes to its title, from where it is read.
document.addEventListener("htmx:afterSwap", (event) => {
  event.target.querySelector("[data-profile]")?.focus({ preventScroll: true });
});

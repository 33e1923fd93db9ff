// A name and its line light up together while the pointer or the focus is on the name. Nothing depends on it.

for (const panels of document.querySelectorAll(".j-map__panels")) {
  const light = (key) => {
    panels.classList.toggle("has-lit", Boolean(key));
    for (const part of panels.querySelectorAll("[data-point]")) part.classList.toggle("is-lit", part.dataset.point === key);
  };
  const keyOf = (event) => event.target.closest("a[data-point]")?.dataset.point;

  panels.addEventListener("pointerover", (event) => light(keyOf(event)));
  panels.addEventListener("pointerleave", () => light());
  panels.addEventListener("focusin", (event) => light(keyOf(event)));
  panels.addEventListener("focusout", () => light());
}

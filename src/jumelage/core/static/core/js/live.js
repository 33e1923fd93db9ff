// A form with data-live="ids" shows its answer while one chooses: the parts of the page with these ids are taken from
// the page that the form would lead to. Without this module the form is sent by its button.

const WAIT = 180; // ms after the last key; a slider or a list answers at once

for (const form of document.querySelectorAll("form[data-live]")) {
  const parts = form.dataset.live.split(" ");
  const said = document.createElement("p");
  said.className = "kern-sr-only";
  said.setAttribute("role", "status");
  form.after(said);
  form.classList.add("is-live");

  let running;
  let timer;

  const address = () => {
    const query = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...query]) if (!value || isDefault(name, value)) query.delete(name);
    return `${form.action.split(/[?#]/)[0]}${query.size ? `?${query}` : ""}`;
  };
  const isDefault = (name, value) => {
    const field = form.elements[name];
    return field?.dataset?.today === value || (field instanceof HTMLSelectElement && field.dataset.default === value);
  };

  const show = async () => {
    running?.abort();
    running = new AbortController();
    const url = address();
    try {
      const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
      put(new DOMParser().parseFromString(await answer.text(), "text/html"), url);
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    }
  };

  const put = (page, url) => {
    if (parts.some((id) => !page.getElementById(id))) return location.assign(url);
    said.textContent = page.querySelector("[data-say]")?.textContent ?? "";
    for (const id of parts) document.getElementById(id).replaceWith(page.getElementById(id));
    document.title = page.title;
    history.replaceState(null, "", url);
    for (const link of document.querySelectorAll(".j-languages a")) link.search = new URL(url, location).search;
    document.dispatchEvent(new CustomEvent("live"));
  };

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(show, wait);
  };
  for (const field of form.elements) {
    if (field.type === "submit" || field.type === "hidden") continue;
    field.addEventListener(field.type === "search" ? "input" : "change", () => soon(field.type === "search" ? WAIT : 0));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
}

// The slider over the years sets the day that the form asks for: the last of the year, or today.
for (const figure of document.querySelectorAll("[data-years]")) {
  const slider = figure.querySelector("input[type=range]");
  const line = figure.querySelector(".j-years__at");
  const day = document.getElementById("as-of");
  const mark = () => {
    const share = `${(100 * (slider.value - slider.min)) / (slider.max - slider.min)}%`;
    line.setAttribute("x1", share);
    line.setAttribute("x2", share);
  };

  slider.hidden = false;
  slider.addEventListener("input", () => {
    mark();
    day.value = slider.value === slider.max ? day.dataset.today : `${slider.value}-12-31`;
    day.dispatchEvent(new Event("change"));
  });
  day.addEventListener("change", () => {
    if (day.value) slider.value = day.value.slice(0, 4);
    mark();
  });
}

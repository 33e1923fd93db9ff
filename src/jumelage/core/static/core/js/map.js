// Brings a map closer and moves it, by buttons, keys and pointer; a name and its line light up together. The map is whole
// without this module: it only changes what of the drawing is seen, and names keep their size.

const MOST = 8; // times closer than drawn
const STEP = 1.6;
const CORNERS = [["bottom", "right"], ["bottom", "left"], ["top", "right"], ["top", "left"]]; // the first one that hides no name
const SIGNS = { closer: "M10 4v12M4 10h12", farther: "M4 10h12", whole: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4" };

function enhance(figure) {
  for (const panel of figure.querySelectorAll(".j-map__panel")) new Panel(panel, figure.dataset);
}

class Panel {
  constructor(panel, words) {
    this.panel = panel;
    this.ground = panel.querySelector(".j-map__ground");
    this.spots = [...panel.querySelectorAll(".j-map__spots > [x], .j-map__spots > [cx]")].map((spot) => ({
      spot,
      names: spot.hasAttribute("cx") ? ["cx", "cy"] : ["x", "y"],
      at: (spot.hasAttribute("cx") ? ["cx", "cy"] : ["x", "y"]).map((name) => parseFloat(spot.getAttribute(name)) / 100),
    }));
    [, , this.width, this.height] = this.ground.getAttribute("viewBox").split(" ").map(Number);
    this.whole();
    this.addTools(words);
    this.listen(words);
    this.nameMore();
  }

  addTools(words) {
    const tools = document.createElement("div");
    tools.className = "j-map__tools";
    this.tools = {};
    for (const [name, act] of Object.entries({ closer: () => this.zoom(STEP), farther: () => this.zoom(1 / STEP), whole: () => this.whole() })) {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", words[name]);
      button.title = words[name];
      button.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${SIGNS[name]}"/></svg>`;
      button.addEventListener("click", act);
      tools.append(button);
      this.tools[name] = button;
    }
    this.panel.append(tools);
    for (const corner of CORNERS) {
      tools.className = `j-map__tools ${corner.map((side) => `j-map__tools--${side}`).join(" ")}`;
      if (!this.boxes().some(([, box]) => overlap(tools.getBoundingClientRect(), box))) break;
    }
    this.show();
  }

  listen(words) {
    const { panel } = this;
    panel.tabIndex = 0;
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", words.how);
    panel.addEventListener("keydown", (event) => this.key(event));
    panel.addEventListener("focusin", (event) => this.into(event.target.closest("a[data-point]")));
    panel.addEventListener("dblclick", (event) => this.zoom(STEP, ...this.place(event)));
    panel.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return; // the wheel alone scrolls the page
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...this.place(event));
      },
      { passive: false },
    );
    panel.addEventListener("pointerdown", (event) => this.drag(event));
  }

  key(event) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const act = { "+": () => this.zoom(STEP), "=": () => this.zoom(STEP), "-": () => this.zoom(1 / STEP), 0: () => this.whole() }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!act && !(by && this.scale > 1))) return;
    event.preventDefault();
    if (act) act();
    else this.move(by[0] * 0.15, by[1] * 0.15);
  }

  drag(down) {
    if (this.scale === 1 || down.button !== 0 || down.target.closest(".j-map__tools")) return;
    let last = this.place(down);
    let moved = 0;
    const move = (event) => {
      const now = this.place(event);
      moved += Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
      if (moved > 0.01) this.panel.classList.add("is-moving");
      this.move(last[0] - now[0], last[1] - now[1]);
      last = now;
    };
    const up = () => {
      this.panel.removeEventListener("pointermove", move);
      this.panel.classList.remove("is-moving");
      if (moved > 0.01) this.panel.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    };
    down.preventDefault();
    this.panel.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up, { once: true });
    window.addEventListener("pointercancel", up, { once: true });
  }

  place(event) {
    const box = this.panel.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  into(link) {
    if (!link || this.scale === 1) return;
    const { at } = this.spots.find(({ spot }) => spot.contains(link));
    const seen = at.map((share, axis) => (share - this.from[axis]) * this.scale);
    if (seen.some((share) => share < 0.05 || share > 0.95)) this.look(at[0] - 0.5 / this.scale, at[1] - 0.5 / this.scale);
  }

  zoom(by, x = 0.5, y = 0.5) {
    const scale = Math.min(MOST, Math.max(1, this.scale * by));
    const from = [x, y].map((share, axis) => this.from[axis] + share * (1 / this.scale - 1 / scale));
    this.scale = scale;
    this.look(...from);
  }

  move(x, y) {
    this.look(this.from[0] + x / this.scale, this.from[1] + y / this.scale);
  }

  whole() {
    this.scale = 1;
    this.look(0, 0);
  }

  look(...from) {
    this.from = from.map((share) => Math.min(1 - 1 / this.scale, Math.max(0, share)));
    this.show();
  }

  show() {
    const [x, y] = this.from;
    const view = [x * this.width, y * this.height, this.width / this.scale, this.height / this.scale];
    this.ground.setAttribute("viewBox", view.map((unit) => unit.toFixed(2)).join(" "));
    for (const { spot, names, at } of this.spots) {
      names.forEach((name, axis) => spot.setAttribute(name, `${(100 * (at[axis] - this.from[axis]) * this.scale).toFixed(2)}%`));
    }
    this.panel.classList.toggle("is-closer", this.scale > 1);
    if (!this.tools) return;
    this.tools.closer.disabled = this.scale >= MOST;
    this.tools.farther.hidden = this.tools.whole.hidden = this.scale === 1;
    this.nameMore();
  }

  boxes() {
    const drawn = this.panel.querySelectorAll(".j-map__name:not(.j-map__name--spare), .j-map__dot");
    return [...drawn].map((part) => [part, part.getBoundingClientRect()]);
  }

  nameMore() {
    // Closer, no name needs a line to its dot: it stands beside it. Names that had no room are shown where there is room now.
    for (const lead of this.panel.querySelectorAll(".j-map__lead")) beside(lead, this.scale > 1);
    const taken = this.boxes();
    const frame = this.panel.getBoundingClientRect();
    for (const name of this.panel.querySelectorAll(".j-map__name--spare")) {
      name.classList.add("is-shown");
      const box = name.getBoundingClientRect();
      const own = name.parentElement.querySelector(".j-map__dot");
      const hits = taken.some(([part, other]) => part !== own && overlap(box, other));
      const fits = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      if (hits || !fits) name.classList.remove("is-shown");
      else taken.push([name, box]);
    }
  }
}

function beside(lead, wanted) {
  const name = lead.parentElement.querySelector(".j-map__name");
  name.dataset.drawn ??= ["x", "y", "text-anchor"].map((attribute) => name.getAttribute(attribute)).join(" ");
  const [x, y, anchor] = wanted ? [9, 5, "start"] : name.dataset.drawn.split(" ");
  name.setAttribute("x", x);
  name.setAttribute("y", y);
  name.setAttribute("text-anchor", anchor);
  lead.classList.toggle("is-idle", wanted);
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function light(event) {
  const key = event.target.closest?.("a[data-point]")?.dataset.point;
  const here = event.target.closest?.(".j-map__panels");
  for (const panels of document.querySelectorAll(".j-map__panels")) {
    panels.classList.toggle("has-lit", Boolean(key) && panels === here);
    for (const part of panels.querySelectorAll("[data-point]")) part.classList.toggle("is-lit", Boolean(key) && part.dataset.point === key);
  }
}

const all = () => document.querySelectorAll(".j-map").forEach(enhance);
all();
document.addEventListener("live", all);
document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);

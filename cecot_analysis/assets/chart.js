// The explorer's chart: drawn out of sight, then put in place of the old one in one step.

async function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "ca-pane ca-chart-pane";
  const frame = document.createElement("div");
  frame.className = "ca-chart";
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-roledescription", "chart");
  const note = document.createElement("p");
  note.className = "ca-note";
  note.setAttribute("aria-live", "polite");
  root.append(frame, note);
  el.append(root);
  let shown = null; // what vega-embed gave for the chart in place
  let turn = 0;

  const tint = () => {
    const spec = model.get("content").spec;
    if (!shown || !(spec.params ?? []).some((one) => one.name === "chosen")) return;
    shown.view.signal("chosen", model.get("chosen")).run();
  };

  const draw = async () => {
    const { spec, note: words, label, empty } = model.get("content");
    const mine = ++turn;
    frame.setAttribute("aria-label", `Chart. Arrow keys go from figure to figure. ${label}`);
    note.textContent = words;
    frame.hidden = empty;
    if (empty) return;
    const place = document.createElement("div");
    const told = structuredClone(spec);
    told.background = null;
    for (const one of told.params ?? []) {
      if (one.name === "chosen") one.value = model.get("chosen");
    }
    const made = await vegaEmbed(place, told, { actions: false, renderer: "svg" });
    if (mine !== turn) return made.finalize(); // a newer one is on its way
    shown?.finalize();
    shown = made;
    const [left, top] = [frame.scrollLeft, frame.scrollTop];
    frame.replaceChildren(place);
    frame.scrollTo(left, top);
    frame.dataset.drawn = String(mine);
    made.view.addEventListener("click", (_event, item) => {
      const figure = item?.datum?.figure_id;
      if (figure) model.send({ act: "point", figure });
    });
    tint();
  };

  frame.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ act: "step", by });
  });

  let told = 0;
  let waiting = 0;
  const measure = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const width = Math.round(root.clientWidth);
      if (width > 0 && Math.abs(width - told) > 8) {
        told = width;
        model.send({ act: "width", width });
      }
    }, 60);
  });
  measure.observe(root);

  model.on("change:content", draw);
  model.on("change:chosen", tint);
  await draw();
  return () => {
    measure.disconnect();
    model.off("change:content", draw);
    model.off("change:chosen", tint);
    shown?.finalize();
  };
}

export default { render };

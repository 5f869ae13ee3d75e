// The explorer's chart: drawn out of sight, then put in place of the old one in one step.

// What a mark says, beside the pointer and inside the chart's own pane: in its colours, and never
// over its edge.
function tips(root) {
  const tip = element("div", { class: "ca-tip", "aria-hidden": "true", hidden: true });
  root.append(tip);
  return (_handler, event, _item, value) => {
    const lines = Object.entries(value ?? {});
    tip.hidden = lines.length === 0;
    if (tip.hidden) return;
    tip.replaceChildren(
      ...lines.flatMap(([name, said]) => [
        element("span", { class: "ca-tip-name" }, name),
        element("span", { dir: "auto" }, String(said)),
      ]),
    );
    const box = root.getBoundingClientRect();
    const left = event.clientX - box.left + 14;
    tip.style.left = `${Math.max(0, Math.min(left, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${event.clientY - box.top + 18}px`;
  };
}

async function render({ model, el }) {
  const frame = element("div", {
    class: "ca-chart",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "chart",
  });
  const note = element("p", { class: "ca-note", "aria-live": "polite" });
  const root = element("div", { class: "ca-pane ca-chart-pane", tabindex: "-1" }, frame, note);
  keepingKeys(root);
  el.append(root);
  const tooltip = tips(root);
  let content = null;
  let shown = null; // what vega-embed gave for the chart in place
  let turn = 0;

  const tint = () => {
    if (!(shown?.spec.params ?? []).some((one) => one.name === "chosen")) return;
    shown.view.signal("chosen", model.get("chosen")).run();
    const rows = [...frame.querySelectorAll(".mark-rect.role-mark path")];
    reveal(frame, rows.find((row) => getComputedStyle(row).opacity === "1"));
  };

  const place = async () => {
    const mine = ++turn;
    frame.setAttribute("aria-label", `Chart. Arrow keys go from figure to figure. ${content.label}`);
    note.textContent = content.empty ? "" : content.note; // then the filters say it
    if (content.empty && frame.contains(frame.getRootNode().activeElement)) root.focus();
    frame.hidden = content.empty;
    frame.setAttribute("aria-busy", String(!content.empty)); // until this content stands there
    if (content.empty) return;
    const told = { ...structuredClone(content.spec), background: null };
    delete told.$schema; // says which version it was written for; this one draws it the same
    for (const one of told.params ?? []) {
      if (one.name === "chosen") one.value = model.get("chosen");
    }
    // The frame says what is drawn, and the table each figure: not each stroke has to.
    const fresh = element("div", { "aria-hidden": "true" });
    const made = await vegaEmbed(fresh, told, { actions: false, renderer: "svg", tooltip });
    if (mine !== turn) return made.finalize(); // a newer one is on its way
    shown?.finalize();
    shown = made;
    const [left, top] = [frame.scrollLeft, frame.scrollTop];
    frame.replaceChildren(fresh);
    frame.scrollTo(left, top);
    frame.dataset.drawn = String(mine);
    frame.setAttribute("aria-busy", "false");
    tooltip(null, null, null, null);
    made.view.addEventListener("click", (_event, item) => {
      const figure = item?.datum?.figure_id;
      if (figure) talk.send({ act: "point", figure });
    });
    tint();
  };

  const draw = async () => {
    if (content === model.get("content")) return tint();
    content = model.get("content");
    return place();
  };
  const talk = conversation(model, root, ["content", "chosen"], draw);

  frame.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    talk.send({ act: "step", by });
  });

  let told = 0;
  let waiting = 0;
  const measure = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const width = Math.round(root.clientWidth);
      if (width > 0 && Math.abs(width - told) > 8) {
        told = width;
        talk.send({ act: "width", width });
      }
    }, 60);
  });
  measure.observe(root);

  await draw();
  return () => {
    clearTimeout(waiting);
    measure.disconnect();
    talk.end();
    turn += 1;
    shown?.finalize();
  };
}

export default { render };

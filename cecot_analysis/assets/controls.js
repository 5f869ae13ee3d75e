// The explorer's filters: which are set, what they leave over, and how it is drawn.

const ROOM = 810; // pixels of width from which on the filters stand open until somebody folds them
const SCALES = [{ name: "linear", label: "Linear" }, { name: "log", label: "Log" }];

// One of several: buttons of which one is pressed.
function switches(label, act, options, send) {
  const buttons = options.map((one) =>
    button(one.label, () => send({ act, value: one.name }), { "data-key": `${act}-${one.name}` }),
  );
  const node = element("div", { class: "ca-switch", role: "group", "aria-label": label }, ...buttons);
  const show = (value) => options.forEach((one, at) => {
    buttons[at].setAttribute("aria-pressed", String(one.name === value));
  });
  return { node, show };
}

// A button that folds `box` away: folded where room is scarce, until a person says otherwise.
function folding(root, box) {
  const fold = button("", () => show(box.hidden), {
    class: "ca-button ca-fold",
    "aria-controls": box.id,
    "data-key": "fold",
  });
  let said = false;
  const show = (open, byPerson = true) => {
    box.hidden = !open;
    fold.setAttribute("aria-expanded", String(open));
    said ||= byPerson;
  };
  const fit = () => {
    if (said || root.clientWidth === 0 || box.matches(":focus-within")) return;
    show(root.clientWidth >= ROOM, false);
  };
  const width = new ResizeObserver(fit);
  show(true, false);
  width.observe(root);
  return { node: fold, end: () => width.disconnect() };
}

// What is set, each a button that takes it back: to be seen while the filters are folded, too.
function chips(send) {
  const node = element("div", { class: "ca-bar ca-set", role: "group", "aria-label": "Filters that are set" });
  let drawn = "";
  const chip = ({ label, words, done }, at) =>
    element(
      "button",
      { type: "button", class: "ca-button ca-taken", title: "Take this filter out", "data-key": `chip-${at}` },
      element("span", {}, `${label}: `),
      element("span", { dir: "auto" }, words),
      element("span", { class: "ca-away", role: "img", "aria-label": ", take out" }),
    );
  const show = (set) => {
    if (JSON.stringify(set) === drawn) return;
    drawn = JSON.stringify(set);
    node.replaceChildren(...set.map(chip));
    [...node.children].forEach((one, at) => one.addEventListener("click", () => send(set[at].done)));
    node.hidden = set.length === 0;
  };
  return { node, show };
}

function filtersPane(root, model, talk) {
  const { send } = talk;
  const first = model.get("content");
  const parts = [
    ...first.words.map((one) => [one.name, words(one, talk)]),
    ...first.facets.map((one) => [one.name, facet(one, talk)]),
    ...first.periods.map((one) => [one.name, period(one, talk)]),
  ];
  const facets = element(
    "div",
    { class: "ca-facets", role: "group", "aria-label": "Filters", id: `ca-facets-${talk.own}` },
    ...parts.map(([, part]) => part.node),
  );
  const fold = folding(root, facets);
  const status = element("strong", { class: "ca-status", role: "status", "aria-live": "polite" });
  const reset = button("Reset filters", () => send({ act: "reset" }), {
    "data-key": "reset",
    "data-home": true,
  });
  const take = (label, name, title) =>
    button(label, () => send({ act: "download", name }), { title, "data-key": name });
  const bar = element(
    "div",
    { class: "ca-bar" },
    status,
    fold.node,
    reset,
    element("span", { class: "ca-space" }),
    take("Download CSV", "csv", "The selected figures as a table"),
    take("Download data package", "package", "Figures, articles and texts, zipped"),
  );
  const set = chips(send);
  const told = element("div");
  const question = switches("Chart", "question", first.questions, send);
  const scale = switches("Scale", "scale", SCALES, send);
  const views = element("div", { class: "ca-bar ca-views" }, question.node, scale.node);
  root.append(bar, facets, set.node, told, views);

  const draw = () => {
    const content = model.get("content");
    const now = new Map(
      [...content.words, ...content.facets, ...content.periods].map((one) => [one.name, one]),
    );
    status.textContent = content.status;
    fold.node.textContent = `Filters: ${content.used || "none"} set`;
    enable(reset, !content.pristine);
    set.show(content.set);
    parts.forEach(([name, part]) => part.show({ ...now.get(name), refused: content.error !== "" }));
    question.show(content.question);
    scale.show(content.scale);
    scale.node.hidden = content.question !== "values";
    const said = JSON.stringify([content.error, content.empty, content.ways]);
    if (said === told.dataset.said) return; // said once: an alert is read out whenever it is new
    told.dataset.said = said;
    told.replaceChildren();
    if (content.error) told.append(element("p", { class: "ca-empty", role: "alert" }, content.error));
    if (content.empty) told.append(emptied(content, send));
  };
  return { draw: () => keepingFocus(root, draw), end: fold.end };
}

function emptied(content, send) {
  const ways = content.ways.map((way) =>
    button(way.label, () => send({ act: "drop", names: way.names }), {
      class: "ca-button ca-way",
      "data-key": `way-${way.names.join("-")}`,
    }),
  );
  const said = element("p", {}, content.empty);
  return element("div", { class: "ca-empty", role: "alert" }, said, ...ways);
}

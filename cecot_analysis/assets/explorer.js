// One pane of the explorer: filters, table or evidence. Python sends `content` and gets back
// what a person did; every word of an article is set as text, or arrives escaped by Python.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function button(label, act, attributes = {}) {
  const node = element("button", { type: "button", ...attributes }, label);
  node.addEventListener("click", act);
  return node;
}

// Redrawing must not lose the place of a person who works by keyboard.
function keepingFocus(root, draw) {
  const scope = root.getRootNode();
  const key = root.contains(scope.activeElement) ? scope.activeElement.dataset.key : null;
  const scrolled = [...root.querySelectorAll("[data-scroll]")].map((node) => node.scrollTop);
  const settle = draw();
  root.querySelectorAll("[data-scroll]").forEach((node, at) => {
    node.scrollTop = scrolled[at] ?? 0;
  });
  if (key) {
    const same = [...root.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    (same ?? root.querySelector("[data-home]"))?.focus({ preventScroll: true });
  }
  settle?.();
}

function facet(one, send) {
  const boxes = one.choices.map((choice, position) => {
    const box = element("input", { type: "checkbox", "data-key": `${one.name}-${position}` });
    box.checked = choice.picked;
    box.addEventListener("change", () => {
      const picked = boxes.flatMap((other, at) => (other.checked ? [at] : []));
      send({ act: "filter", name: one.name, picked });
    });
    return box;
  });
  const choices = one.choices.map((choice, position) =>
    element(
      "label",
      { class: choice.count ? "ca-choice" : "ca-choice ca-none", title: choice.label },
      boxes[position],
      element("span", { class: "ca-choice-label" }, choice.label),
      element("span", { class: "ca-count" }, choice.count.toLocaleString("en")),
    ),
  );
  return element(
    "fieldset",
    { class: "ca-facet", "data-filter": one.name },
    element("legend", {}, one.label),
    element("div", { class: "ca-choices", "data-scroll": true }, ...choices),
  );
}

// A chart that is redrawn is empty for a moment: its box must not lose its place meanwhile.
function keepChartHeight(root, keep) {
  const chart = root.closest(".ca-explorer")?.querySelector(".ca-chart")?.firstElementChild;
  if (chart) chart.style.minHeight = keep ? `${chart.scrollHeight}px` : "";
}

function drawFilters(root, content, send) {
  keepChartHeight(root, false);
  const reset = button("Reset filters", () => send({ act: "reset" }), {
    class: "ca-button",
    "data-key": "reset",
    "data-home": true,
    disabled: content.pristine,
  });
  const ways = content.ways.map((way) =>
    button(way.label, () => send({ act: "drop", name: way.name }), {
      class: "ca-button ca-way",
      "data-key": `way-${way.name}`,
    }),
  );
  const bar = element(
    "div",
    { class: "ca-bar" },
    element("strong", { class: "ca-status", role: "status", "aria-live": "polite" }, content.status),
    reset,
  );
  const empty = element(
    "div",
    { class: "ca-empty", role: "alert" },
    element("p", {}, content.empty),
    ...ways,
  );
  const facets = element(
    "div",
    { class: "ca-facets", role: "group", "aria-label": "Filters" },
    ...content.facets.map((one) => facet(one, send)),
  );
  root.replaceChildren(bar, facets, ...(content.empty ? [empty] : []));
}

const sorted = new WeakMap(); // root -> { column, down }

function ordered(rows, order) {
  if (!order) return rows;
  const sign = order.down ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one.keys[order.column], other.keys[order.column]];
    if (a === b) return one.position - other.position;
    if (a === null) return 1; // what is missing stays last
    if (b === null) return -1;
    return (a < b ? -1 : 1) * sign;
  });
}

function drawTable(root, content, send) {
  const order = sorted.get(root);
  const rows = ordered(content.rows, order);
  const heads = content.columns.map((name, column) => {
    const mine = order?.column === column;
    const sort = () => {
      sorted.set(root, { column, down: mine && !order.down });
      keepingFocus(root, () => drawTable(root, content, send));
    };
    const arrow = mine ? (order.down ? " ↓" : " ↑") : "";
    return element(
      "th",
      { scope: "col", "aria-sort": mine ? (order.down ? "descending" : "ascending") : "none" },
      button(name + arrow, sort, { "data-key": `sort-${column}`, title: `Sort by ${name}` }),
    );
  });
  const chosen = Math.max(0, rows.findIndex((row) => row.chosen));
  const lines = rows.map((row, at) => {
    const line = element(
      "tr",
      {
        tabindex: at === chosen ? 0 : -1,
        "aria-selected": row.chosen ? "true" : "false",
        "data-key": `row-${row.position}`,
        "data-home": at === chosen,
        "data-figure": row.figure,
      },
      ...row.cells.map((cell) => element("td", {}, cell)),
    );
    line.addEventListener("click", () => {
      line.focus({ preventScroll: true });
      keepChartHeight(root, true);
      send({ act: "select", figure: row.figure });
    });
    return line;
  });
  const move = (event) => {
    const at = lines.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (at < 0 || !(lines[to] || event.key === "Enter" || event.key === " ")) return;
    event.preventDefault();
    event.stopPropagation();
    (lines[to] ?? event.target).click();
  };
  const body = element("tbody", {}, ...lines);
  body.addEventListener("keydown", move);
  const table = element(
    "table",
    { role: "grid", "aria-label": content.label },
    element("thead", {}, element("tr", {}, ...heads)),
    body,
  );
  const box = element("div", { class: "ca-table", "data-scroll": true }, table);
  root.replaceChildren(box, element("p", { class: "ca-note" }, content.note));
  return () => reveal(box, lines.at(chosen), table.tHead.offsetHeight);
}

// Scrolls only `box`, never the notebook around it.
function reveal(box, node, covered = 0) {
  if (!box || !node) return;
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  const above = inner.top - outer.top - covered;
  const below = inner.bottom - outer.bottom;
  if (above < 0) box.scrollTop += above;
  else if (below > 0) box.scrollTop += below;
}

function drawEvidence(root, content) {
  if (!content.article) {
    root.replaceChildren(element("p", { class: "ca-note" }, content.empty));
    return;
  }
  const cardBox = element("div", { "aria-live": "polite" });
  cardBox.innerHTML = content.card;
  const passage = element("div", { class: "ca-passage", tabindex: 0, role: "region" });
  passage.setAttribute("aria-label", content.label);
  passage.setAttribute("data-key", "passage");
  passage.innerHTML = content.article;
  // The same article may stand elsewhere on the page: ids belong to that one.
  passage.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
  const centre = () => {
    const mark = passage.querySelector(".ca-number.ca-selected");
    if (!mark) return;
    const [outer, inner] = [passage.getBoundingClientRect(), mark.getBoundingClientRect()];
    passage.scrollTop += inner.top - outer.top - outer.height / 3;
  };
  const copy = button("Copy citation", () => copied(copy, content.citation), {
    class: "ca-button",
    "data-key": "copy",
  });
  const whole = button("Whole article", () => {
    const open = passage.classList.toggle("ca-whole");
    whole.setAttribute("aria-pressed", String(open));
    if (open) passage.querySelector(".ca-number.ca-selected")?.scrollIntoView({ block: "center" });
    else centre();
  }, { class: "ca-button", "aria-pressed": "false", "data-key": "whole" });
  root.replaceChildren(cardBox, element("div", { class: "ca-bar" }, copy, whole), passage);
  requestAnimationFrame(centre);
}

async function copied(node, citation) {
  try {
    await navigator.clipboard.writeText(citation);
    node.textContent = "Copied";
  } catch {
    const field = element("textarea", { readonly: true, class: "ca-citation", rows: 4 });
    field.value = citation; // no clipboard here: selected, ready for the keyboard
    node.parentElement.append(field);
    field.select();
  }
  setTimeout(() => { node.textContent = "Copy citation"; }, 1500);
}

const DRAW = { filters: drawFilters, table: drawTable, evidence: drawEvidence };

function render({ model, el }) {
  const kind = model.get("kind");
  const root = element("div", { class: `ca-pane ca-${kind}-pane` });
  el.append(root);
  const draw = () =>
    keepingFocus(root, () => DRAW[kind](root, model.get("content"), (done) => model.send(done)));
  draw();
  model.on("change:content", draw);
  return () => model.off("change:content", draw);
}

export default { render };

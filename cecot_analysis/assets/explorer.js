// One pane of the explorer: filters, table or evidence. Python sends `content` and gets back
// what a person did; every word of an article is set as text, or arrives escaped by Python.

function button(label, act, attributes = {}) {
  const node = element("button", { type: "button", ...attributes }, label);
  node.addEventListener("click", act);
  return node;
}

// Redrawing must not lose the place of a person who works by keyboard.
function keepingFocus(root, draw) {
  const scope = root.getRootNode();
  const active = root.contains(scope.activeElement) ? scope.activeElement : null;
  const key = active?.dataset.key;
  const typed = active?.type === "search" ? [active.value, active.selectionStart] : null;
  const scrolled = [...root.querySelectorAll("[data-scroll]")].map((node) => node.scrollTop);
  const settle = draw();
  root.querySelectorAll("[data-scroll]").forEach((node, at) => {
    node.scrollTop = scrolled[at] ?? 0;
  });
  if (key) {
    const same = [...root.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    (same ?? root.querySelector("[data-home]"))?.focus({ preventScroll: true });
    if (same && typed) {
      same.value = typed[0];
      same.setSelectionRange(typed[1], typed[1]);
    }
  }
  settle?.();
}

function facet(one, send) {
  const choices = one.choices.map((choice) => {
    const box = element("input", { type: "checkbox", "data-key": `${one.name}-${choice.label}` });
    box.checked = choice.picked;
    box.addEventListener("change", () => {
      send({ act: "pick", name: one.name, label: choice.label, picked: box.checked });
    });
    const label = element("span", { class: "ca-choice-label", dir: "auto" }, choice.label);
    const count = element("span", { class: "ca-count" }, choice.count.toLocaleString("en"));
    return element(
      "label",
      { class: choice.count ? "ca-choice" : "ca-choice ca-none", title: choice.label },
      box,
      label,
      count,
    );
  });
  const parts = [element("legend", {}, one.label)];
  if (one.search !== null) {
    parts.push(typed("search", one.name, `Find in ${one.label}`, one.search, "find", send));
  }
  parts.push(element("div", { class: "ca-choices", "data-scroll": true }, ...choices));
  if (one.note) parts.push(element("p", { class: "ca-note" }, one.note));
  return element("fieldset", { class: "ca-facet", "data-filter": one.name }, ...parts);
}

// A field to type into: what is typed is sent when the typing pauses.
function typed(type, name, label, value, act, send) {
  const field = element("input", {
    type,
    class: "ca-field",
    "aria-label": label,
    placeholder: label,
    "data-key": `${act}-${name}`,
  });
  field.value = value;
  let pause = 0;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => send({ act, name, value: field.value }), 150);
  });
  return field;
}

function period(one, send) {
  const fields = ["first", "last"].map((end) => {
    const label = `${one.label} ${end === "first" ? "from" : "to"}`;
    const field = element("input", {
      type: "date",
      class: "ca-field",
      "aria-label": label,
      title: label,
      "data-key": `${one.name}-${end}`,
    });
    field.value = one[end];
    return field;
  });
  for (const field of fields) {
    field.addEventListener("change", () => {
      send({ act: "set", name: one.name, value: fields.map((other) => other.value || null) });
    });
  }
  const limits = one.least ? `: ${one.least} to ${one.most}` : "";
  return element(
    "fieldset",
    { class: "ca-facet", "data-filter": one.name },
    element("legend", {}, one.label),
    element("label", { class: "ca-period" }, element("span", {}, "from"), fields[0]),
    element("label", { class: "ca-period" }, element("span", {}, "to"), fields[1]),
    element("p", { class: "ca-note" }, `${one.note}${limits}`),
  );
}

function words(one, send) {
  return element(
    "fieldset",
    { class: "ca-facet", "data-filter": one.name },
    element("legend", {}, one.label),
    typed("search", one.name, one.label, one.value, "set", send),
  );
}

// One of several: buttons of which one is pressed.
function switches(label, act, options, value, send) {
  const buttons = options.map((one) =>
    button(one.label, () => send({ act, value: one.name }), {
      class: "ca-button",
      "aria-pressed": String(one.name === value),
      "data-key": `${act}-${one.name}`,
    }),
  );
  return element("div", { class: "ca-switch", role: "group", "aria-label": label }, ...buttons);
}

const SCALES = [{ name: "linear", label: "Linear" }, { name: "log", label: "Log" }];

function drawFilters(root, content, send) {
  const reset = button("Reset filters", () => send({ act: "reset" }), {
    class: "ca-button",
    "data-key": "reset",
    "data-home": true,
    disabled: content.pristine,
  });
  const take = (label, name, title) =>
    button(label, () => send({ act: "download", name }), {
      class: "ca-button",
      title,
      "data-key": name,
    });
  const bar = element(
    "div",
    { class: "ca-bar" },
    element("strong", { class: "ca-status", role: "status", "aria-live": "polite" }, content.status),
    reset,
    element("span", { class: "ca-space" }),
    take("Download CSV", "csv", "The selected figures as a table"),
    take("Download data package", "package", "Figures, articles and texts, zipped"),
  );
  const facets = element(
    "div",
    { class: "ca-facets", role: "group", "aria-label": "Filters" },
    ...content.words.map((one) => words(one, send)),
    ...content.facets.map((one) => facet(one, send)),
    ...content.periods.map((one) => period(one, send)),
  );
  const views = element(
    "div",
    { class: "ca-bar ca-views" },
    switches("Chart", "question", content.questions, content.question, send),
  );
  if (content.question === "values") {
    views.append(switches("Scale", "scale", SCALES, content.scale, send));
  }
  const parts = [bar, facets];
  if (content.error) parts.push(element("p", { class: "ca-empty", role: "alert" }, content.error));
  if (content.empty) parts.push(emptied(content, send));
  root.replaceChildren(...parts, views);
}

function emptied(content, send) {
  const ways = content.ways.map((way) =>
    button(way.label, () => send({ act: "drop", name: way.name }), {
      class: "ca-button ca-way",
      "data-key": `way-${way.name}`,
    }),
  );
  return element(
    "div",
    { class: "ca-empty", role: "alert" },
    element("p", {}, content.empty),
    ...ways,
  );
}

function drawTable(root, content, send, model) {
  const heads = content.columns.map((name, column) => {
    const mine = content.sorted === column;
    const arrow = mine ? (content.down ? " ↓" : " ↑") : "";
    return element(
      "th",
      { scope: "col", "aria-sort": mine ? (content.down ? "descending" : "ascending") : "none" },
      button(name + arrow, () => send({ act: "sort", column }), {
        "data-key": `sort-${column}`,
        title: `Sort by ${name}`,
      }),
    );
  });
  const lines = content.rows.map((row) => {
    const line = element(
      "tr",
      { "data-key": `row-${row.figure}`, "data-figure": row.figure },
      ...row.cells.map((cell) => element("td", { dir: "auto" }, cell)),
    );
    line.addEventListener("click", () => choose(line));
    return line;
  });
  const choose = (line) => {
    line.tabIndex = 0;
    line.focus({ preventScroll: true });
    send({ act: "select", figure: line.dataset.figure });
  };
  const turn = (page, select) => send({ act: "page", page, select });
  const move = (event) => {
    const at = lines.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    const same = event.key === "Enter" || event.key === " ";
    if (at < 0 || (to === undefined && !same)) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === lines.length && content.page + 1 < content.pages) turn(content.page + 1, "first");
    else if (to === -1 && content.page > 0) turn(content.page - 1, "last");
    else if (same || lines[to]) choose(lines[to] ?? event.target);
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
  const foot = element("div", { class: "ca-bar ca-foot" });
  if (content.pages > 1) {
    const paging = (label, page, disabled) =>
      button(label, () => turn(page), { class: "ca-button", "data-key": label, disabled });
    foot.append(
      paging("Previous page", content.page - 1, content.page === 0),
      element("span", { class: "ca-note", role: "status" }, content.note),
      paging("Next page", content.page + 1, content.page + 1 === content.pages),
    );
  }
  root.replaceChildren(box, foot);
  return () => markChosen(root, model);
}

// A choice changes two rows, not the table.
function markChosen(root, model) {
  const lines = [...root.querySelectorAll("tbody tr")];
  if (!lines.length) return;
  const chosen = lines.find((line) => line.dataset.figure === model.get("chosen"));
  const had = root.contains(document.activeElement) && document.activeElement.closest("tbody");
  for (const line of lines) {
    line.setAttribute("aria-selected", String(line === chosen));
    line.toggleAttribute("data-home", line === (chosen ?? lines[0]));
    line.tabIndex = line === (chosen ?? lines[0]) ? 0 : -1;
  }
  if (had && chosen) chosen.focus({ preventScroll: true });
  const box = root.querySelector(".ca-table");
  if (chosen) reveal(box, chosen, box.querySelector("thead").offsetHeight);
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
const PATIENCE = 5000;

// What a person does goes to the kernel; a kernel that is gone must not look like a choice made.
function messenger(model, root) {
  let pause = 0;
  const notice = element("p", { class: "ca-empty", role: "alert" },
    "The kernel does not answer. If it was restarted, run the cells of this notebook again.");
  const heard = () => {
    clearTimeout(pause);
    notice.remove();
  };
  const send = (done) => {
    clearTimeout(pause);
    pause = setTimeout(() => root.before(notice), PATIENCE);
    model.send(done);
  };
  return { heard, send };
}

function save(file, content) {
  const address = URL.createObjectURL(new Blob([content]));
  element("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function render({ model, el }) {
  const kind = model.get("kind");
  const root = element("div", { class: `ca-pane ca-${kind}-pane` });
  el.append(root);
  const { heard, send } = messenger(model, root);
  const draw = () => keepingFocus(root, () => DRAW[kind](root, model.get("content"), send, model));
  const mark = () => kind === "table" && markChosen(root, model);
  const receive = (message, buffers) => save(message.file, buffers[0]);
  draw();
  model.on("change:content", draw);
  model.on("change:chosen", mark);
  model.on("change:answered", heard);
  model.on("msg:custom", receive);
  return () => {
    heard();
    model.off("change:content", draw);
    model.off("change:chosen", mark);
    model.off("change:answered", heard);
    model.off("msg:custom", receive);
  };
}

export default { render };

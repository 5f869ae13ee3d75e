// One pane of the explorer: filters, table or evidence. Python sends `content` and gets back
// what a person did; every word of an article is set as text, or arrives escaped by Python.

const TYPING = 150; // milliseconds after a key before Python is asked

// A field to type into: what is typed is sent when the typing pauses, and never replaced by less.
function typed(act, name, label, send) {
  const field = element("input", {
    type: "search",
    class: "ca-field",
    "aria-label": label,
    placeholder: label,
    "data-key": `${act}-${name}`,
  });
  let pause = 0;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = 0;
      send({ act, name, value: field.value });
    }, TYPING);
  });
  const show = (value) => {
    const said = field.value.split(/\s+/).filter(Boolean).join(" ");
    if (!pause && value !== said) field.value = value;
  };
  return { field, show };
}

function facet(one, talk) {
  const list = element("div", { class: "ca-choices", "data-scroll": one.name });
  const note = element("p", { class: "ca-note" });
  const parts = [element("legend", {}, one.label)];
  const search = one.search === null ? null : typed("find", one.name, `Find in ${one.label}`, talk.send);
  if (search) parts.push(search.field);
  const node = element("fieldset", { class: "ca-facet", "data-filter": one.name }, ...parts, list, note);
  let drawn = "";
  let boxes = [];
  const choice = ({ label }) => {
    const box = element("input", { type: "checkbox", "data-key": `${one.name}-${label}` });
    box.addEventListener("change", () => {
      talk.send({ act: "pick", name: one.name, label, picked: box.checked });
    });
    const words = element("span", { class: "ca-choice-label", dir: "auto" }, label);
    const count = element("span", { class: "ca-count" });
    return { box, count, node: element("label", { class: "ca-choice", title: label }, box, words, count) };
  };
  const show = (now) => {
    const wanted = JSON.stringify(now.choices.map(({ label }) => label));
    if (wanted !== drawn) {
      boxes = now.choices.map(choice);
      list.replaceChildren(...boxes.map((each) => each.node));
      drawn = wanted;
    }
    now.choices.forEach(({ count, picked }, at) => {
      boxes[at].box.checked = picked;
      boxes[at].count.textContent = count.toLocaleString("en");
      boxes[at].node.classList.toggle("ca-none", count === 0);
    });
    search?.show(now.search);
    note.textContent = now.note;
    note.hidden = !now.note;
  };
  return { node, show };
}

// A date is typed digit by digit: a year before 1000 is one that is still being typed.
function period(one, talk) {
  const fields = ["first", "last"].map((end) =>
    element("input", {
      type: "date",
      class: "ca-field",
      "aria-label": `${one.label} ${end === "first" ? "from" : "to"}`,
      "data-key": `${one.name}-${end}`,
    }),
  );
  for (const field of fields) {
    field.addEventListener("change", () => {
      if (fields.some((other) => other.value && other.value < "1000")) return;
      talk.send({ act: "set", name: one.name, value: fields.map((other) => other.value || null) });
    });
  }
  const note = element("p", { class: "ca-note" });
  const node = element(
    "fieldset",
    { class: "ca-facet", "data-filter": one.name },
    element("legend", {}, one.label),
    element("label", { class: "ca-period" }, element("span", {}, "from"), fields[0]),
    element("label", { class: "ca-period" }, element("span", {}, "to"), fields[1]),
    note,
  );
  // A date that is refused stays where it was typed, and one that is half typed is left alone.
  const show = (now) => {
    [now.first, now.last].forEach((held, at) => {
      const field = fields[at];
      const stands = field.value !== "" || field.validity.badInput;
      const left = now.refused || field === node.getRootNode().activeElement;
      if (held ? field.value !== held && !now.refused : stands && !left) field.value = held;
    });
    note.textContent = now.note + (now.least ? `: ${now.least} to ${now.most}` : "");
  };
  return { node, show };
}

function words(one, talk) {
  const { field, show } = typed("set", one.name, one.label, talk.send);
  const node = element(
    "fieldset",
    { class: "ca-facet", "data-filter": one.name },
    element("legend", {}, one.label),
    field,
  );
  return { node, show: (now) => show(now.value) };
}

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

const SCALES = [{ name: "linear", label: "Linear" }, { name: "log", label: "Log" }];

function filtersPane(root, model, talk) {
  const { send } = talk;
  const first = model.get("content");
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
    reset,
    element("span", { class: "ca-space" }),
    take("Download CSV", "csv", "The selected figures as a table"),
    take("Download data package", "package", "Figures, articles and texts, zipped"),
  );
  const parts = [
    ...first.words.map((one) => [one.name, words(one, talk)]),
    ...first.facets.map((one) => [one.name, facet(one, talk)]),
    ...first.periods.map((one) => [one.name, period(one, talk)]),
  ];
  const facets = element(
    "div",
    { class: "ca-facets", role: "group", "aria-label": "Filters" },
    ...parts.map(([, part]) => part.node),
  );
  const told = element("div");
  const question = switches("Chart", "question", first.questions, send);
  const scale = switches("Scale", "scale", SCALES, send);
  const views = element("div", { class: "ca-bar ca-views" }, question.node, scale.node);
  root.append(bar, facets, told, views);

  const draw = () => {
    const content = model.get("content");
    const now = new Map(
      [...content.words, ...content.facets, ...content.periods].map((one) => [one.name, one]),
    );
    status.textContent = content.status;
    enable(reset, !content.pristine);
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
  return () => keepingFocus(root, draw);
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

function tablePane(root, model, { send }) {
  let drawn = null;
  let lines = [];
  const choose = (line) => {
    mark(line.dataset.figure); // before the kernel has answered
    line.focus({ preventScroll: true });
    send({ act: "select", figure: line.dataset.figure });
  };
  const mark = (figure) => {
    const chosen = lines.find((line) => line.dataset.figure === figure);
    for (const line of lines) {
      const home = line === (chosen ?? lines[0]);
      line.setAttribute("aria-selected", String(line === chosen));
      line.toggleAttribute("data-home", home);
      line.tabIndex = home ? 0 : -1;
    }
    const box = root.querySelector(".ca-table");
    if (chosen) reveal(box, chosen, box.querySelector("thead").offsetHeight);
  };
  const draw = (content) => {
    const turn = (page, select) => send({ act: "page", page, select });
    const heads = content.columns.map((name, column) => {
      const mine = content.sorted === column;
      const arrow = mine ? (content.down ? " ↓" : " ↑") : "";
      return element(
        "th",
        { scope: "col", "aria-sort": mine ? (content.down ? "descending" : "ascending") : "none" },
        button(name + arrow, () => send({ act: "sort", column }), {
          "data-key": `sort-${column}`,
          title: `Sort by ${name}`,
          class: null,
        }),
      );
    });
    lines = content.rows.map((row) => {
      const line = element(
        "tr",
        { tabindex: "-1", "data-key": `row-${row.figure}`, "data-figure": row.figure },
        ...row.cells.map((cell) => element("td", { dir: "auto" }, cell)),
      );
      line.addEventListener("click", () => choose(line));
      return line;
    });
    const move = (event) => {
      const at = lines.indexOf(event.target);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
      const same = event.key === "Enter" || event.key === " ";
      if (at < 0 || (to === undefined && !same)) return;
      event.preventDefault();
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
    const foot = element("div", { class: "ca-bar ca-foot" });
    if (content.pages > 1) {
      const paging = (label, page) => {
        const node = button(label, () => turn(page), { "data-key": label });
        enable(node, page >= 0 && page < content.pages);
        return node;
      };
      foot.append(
        paging("Previous page", content.page - 1),
        element("span", { class: "ca-note", role: "status" }, content.note),
        paging("Next page", content.page + 1),
      );
    }
    const scroll = `page ${content.page}`; // another page begins at its top
    root.replaceChildren(element("div", { class: "ca-table", "data-scroll": scroll }, table), foot);
  };
  return () => {
    const content = model.get("content");
    const show = () => {
      if (content !== drawn) draw(content);
      mark(model.get("chosen"));
    };
    keepingFocus(root, show);
    drawn = content;
  };
}

function evidencePane(root, model) {
  const none = element("p", { class: "ca-note" });
  const card = element("div", { "aria-live": "polite" });
  const passage = element("div", { class: "ca-passage", tabindex: "0", role: "region" });
  const told = element("span", { class: "ca-note", role: "status" });
  const mark = () => passage.querySelector(".ca-number.ca-selected");
  const copy = button("Copy citation", () => copied(copy, told, model.get("content").citation));
  const whole = button("Whole article", () => {
    const open = passage.classList.toggle("ca-whole"); // and stays so from figure to figure
    whole.setAttribute("aria-pressed", String(open));
    if (open) mark()?.scrollIntoView({ block: "center" });
    else centre(passage, mark());
  }, { "aria-pressed": "false" });
  const shown = element("div", {}, card, element("div", { class: "ca-bar" }, copy, whole, told), passage);
  root.append(none, shown);
  let passport = false;
  const draw = () => {
    const content = model.get("content");
    shown.hidden = !content.article;
    none.textContent = content.empty ?? "";
    if (!content.article) return;
    card.innerHTML = content.card;
    for (const details of card.querySelectorAll("details")) {
      details.open = passport;
      details.addEventListener("toggle", () => { passport = details.open; });
      details.querySelector("summary").dataset.key = "passport";
    }
    passage.setAttribute("aria-label", content.label);
    passage.innerHTML = content.article;
    // The same article may stand elsewhere on the page: ids belong to that one.
    passage.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    requestAnimationFrame(() => centre(passage, mark()));
  };
  return () => keepingFocus(root, draw);
}

// To the clipboard; where a page has none (an address without https, a frame that may not),
// the older way; where that is refused too, the line stands there selected.
async function copied(node, told, citation) {
  const said = (words) => {
    told.textContent = words;
    node.textContent = "Copied";
    setTimeout(() => {
      node.textContent = "Copy citation";
      told.textContent = "";
    }, 1500);
  };
  try {
    await navigator.clipboard.writeText(citation);
    said("Citation copied");
    return;
  } catch { /* not here */ }
  const bar = node.parentElement;
  const field = bar.querySelector("textarea")
    ?? element("textarea", { readonly: true, class: "ca-citation", rows: 4, "aria-label": "Citation" });
  field.value = citation;
  bar.append(field);
  field.select();
  if (document.execCommand?.("copy")) {
    field.remove();
    node.focus({ preventScroll: true });
    said("Citation copied");
  } else {
    told.textContent = "This page may not copy: the citation is selected, copy it by keyboard.";
  }
}

const PANES = { filters: filtersPane, table: tablePane, evidence: evidencePane };

function save(file, content) {
  const address = URL.createObjectURL(new Blob([content]));
  element("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function render({ model, el }) {
  const kind = model.get("kind");
  const root = element("div", { class: `ca-pane ca-${kind}-pane`, tabindex: "-1" });
  keepingKeys(root);
  el.append(root);
  let draw = () => {};
  const talk = conversation(model, root, ["content", "chosen"], () => draw());
  draw = PANES[kind](root, model, talk);
  const receive = (message, buffers) => save(message.file, buffers[0]);
  draw();
  model.on("msg:custom", receive);
  return () => {
    talk.end();
    model.off("msg:custom", receive);
  };
}

export default { render };

// The reviewer: an article with its figures marked, and a person's decision on each.

const KEYS = { a: "accept", c: "save", r: "reject", u: "undo", n: "next", p: "previous", m: "add" };
const REASONS = [
  "not a figure about this subject",
  "the number counts something else",
  "another prison or country",
  "a plan, not a count",
  "part of a name or a date",
];

function field(one, value) {
  const attributes = {
    "data-key": `field-${one.name}`,
    "data-field": one.name,
    "aria-label": one.label,
  };
  if (one.choices) {
    const options = one.choices.map((choice) =>
      element("option", { value: choice.value, selected: choice.value === value }, choice.label),
    );
    return element("select", attributes, ...options);
  }
  const input = element("input", {
    ...attributes,
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    inputmode: one.number ? "decimal" : null,
    placeholder: one.hint || null,
    dir: "auto",
  });
  input.value = value;
  return input;
}

function render({ model, el }) {
  const root = element("div", { class: "ca-pane ca-desk", "data-lm-suppress-shortcuts": "true" });
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", "Review of figures");
  el.append(root);

  const passage = element("div", { class: "ca-passage ca-article", "data-key": "passage" });
  for (const [name, value] of Object.entries({
    contenteditable: "true", // a caret for the keyboard: what would change the text is refused
    role: "textbox",
    "aria-multiline": "true",
    "aria-readonly": "true",
    spellcheck: "false",
    inputmode: "none",
    dir: "auto",
    tabindex: "0",
    "data-scroll": "passage",
  })) {
    passage.setAttribute(name, value);
  }
  const picked = element("output", { class: "ca-picked-words", "aria-live": "polite" });
  const usePick = button("Use as its number", () => act("place"), { "data-key": "place" }, "s");
  const addPick = button("Add missed figure", () => act("add"), { "data-key": "add" }, "m");
  const pickBar = element("div", { class: "ca-bar ca-pick" }, picked, usePick, addPick);

  let content = model.get("content");
  let span = null;
  let drawnText = "";
  let drawnForm = null;
  let drawnFigure = null;
  let why = ""; // what a decision still needs; a redraw does not take it away
  let typedNow = {};
  let homeward = false; // a decision made in a field leads back to the keys

  const reasonBox = () => root.querySelector('[data-field="reason"]');

  // What stands in the form and differs from what is held, or from what was drawn.
  function typed(since = "held") {
    const found = {};
    for (const one of content.fields) {
      const input = root.querySelector(`[data-field="${one.name}"]`);
      if (input && input.value !== one[since]) found[one.name] = input.value;
    }
    return found;
  }

  function send(name, more = {}) {
    why = "";
    model.send({
      act: name,
      figure: content.figure,
      fields: typed(),
      reason: reasonBox()?.value ?? "",
      ...more,
    });
  }

  function act(name) {
    if (name === "place" || name === "add") {
      if (!span || (name === "place" && !content.figure)) return;
      send(name, { start: span.start, end: span.end });
    } else if (name === "reject" && !reasonBox()?.value.trim()) {
      const box = reasonBox();
      if (!box) return;
      box.focus();
      box.setAttribute("aria-invalid", "true");
      why = "A rejection needs a reason: type it, then Enter.";
      root.querySelector(".ca-why").textContent = why;
    } else if (name === "save" || name === "reject" || name === "accept") {
      if (content.mode === "none" || (content.mode === "new" && name !== "save")) return;
      send(name);
    } else {
      send(name);
    }
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && content.mode === "new") act("cancel");
    else if (event.key === "Enter" && event.target.matches("input[data-field]")) {
      homeward = true;
      act(content.mode === "figure" && event.target.dataset.field === "reason" ? "reject" : "save");
    }
    else if (typing || event.shiftKey) return;
    else if (event.key === "s") act("place");
    else if (KEYS[event.key]) act(KEYS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onSelection() {
    span = selectedSpan(passage);
    picked.textContent = span
      ? `Selected: “${span.words.length > 60 ? `${span.words.slice(0, 59)}…` : span.words}”`
      : "Select a number in the text, to put this figure’s place right or to add one that was missed.";
    usePick.disabled = !span || !content.figure;
    addPick.disabled = !span;
  }

  function drawText() {
    const wanted = JSON.stringify([content.text, content.layers]);
    if (wanted !== drawnText) {
      passage.replaceChildren(...markedNodes(Array.from(content.text), content.layers));
      passage.lang = content.language;
      passage.setAttribute("aria-label", content.label);
      drawnText = wanted;
    }
    if (content.figure !== drawnFigure) {
      requestAnimationFrame(() => reveal(passage, passage.querySelector(".ca-number.ca-selected")));
    }
    drawnFigure = content.figure;
  }

  function head() {
    const { done, total, words } = content.progress;
    const name = element("input", { type: "text", "data-key": "name", autocomplete: "off" });
    name.value = content.reviewer;
    name.addEventListener("change", () => {
      try {
        sessionStorage.setItem("cecot-reviewer", name.value);
      } catch { /* a page without storage asks again */ }
      send("name", { name: name.value });
    });
    const articles = element(
      "select",
      { "data-key": "article", "aria-label": "Article" },
      ...content.articles.map((words, at) =>
        element("option", { value: at, selected: at === content.article }, words),
      ),
    );
    articles.addEventListener("change", () => send("article", { at: Number(articles.value) }));
    return element(
      "div",
      { class: "ca-bar" },
      element("strong", { class: "ca-status", role: "status" }, words),
      element("progress", { value: done, max: Math.max(1, total), "aria-label": words }),
      element("label", { class: "ca-inline" }, "Reviewer", name),
      element("label", { class: "ca-inline" }, "Article", articles),
    );
  }

  function moves() {
    return element(
      "div",
      { class: "ca-bar" },
      button("Previous", () => act("previous"), { "data-key": "previous" }, "p"),
      button("Next", () => act("next"), { "data-key": "next" }, "n"),
      button("Undo", () => act("undo"), {
        "data-key": "undo",
        disabled: !content.undo,
        title: content.undo,
      }, "u"),
      element("span", { class: "ca-note" }, content.undo),
    );
  }

  function form() {
    drawnForm = content.form;
    const boxes = content.fields.map((one) => {
      const input = field(one, typedNow[one.name] ?? one.value);
      const label = element("label", { class: "ca-ask", "data-name": one.name }, one.label, input);
      const settle = () => {
        label.classList.toggle("ca-changed", input.value !== one.held);
        label.hidden = (one.name === "low" || one.name === "high" || one.name === "value")
          && (one.name === "value") === (valueOf("comparator") === "range");
      };
      return { one, input, label, settle };
    });
    const valueOf = (name) => boxes.find(({ one }) => one.name === name)?.input.value;
    const settle = () => boxes.forEach((box) => box.settle());
    for (const { one, input } of boxes) {
      input.addEventListener("input", () => {
        const measure = boxes.find((box) => box.one.name === "measure")?.input;
        if (one.name === "metric" && measure && content.measures[input.value]) {
          measure.value = content.measures[input.value];
        }
        settle();
      });
    }
    settle();
    return element("div", { class: "ca-fields" }, ...boxes.map(({ label }) => label));
  }

  function reason(kept) {
    const box = element("input", {
      type: "text",
      "data-field": "reason",
      "data-key": "reason",
      list: `ca-reasons-${content.id}`,
      autocomplete: "off",
      "aria-invalid": why ? "true" : null,
    });
    box.value = kept ?? content.reason;
    const list = element("datalist", { id: `ca-reasons-${content.id}` });
    list.append(...REASONS.map((words) => element("option", { value: words })));
    const label = content.mode === "new" ? "Remark, if any" : "Reason";
    return element(
      "div",
      { class: "ca-reason" },
      element("label", { class: "ca-inline" }, label, box),
      list,
      element("p", { class: "ca-why", role: "alert" }, why),
    );
  }

  function card(kept) {
    if (content.mode === "none") {
      return element("div", { class: "ca-card" }, element("p", {}, content.empty));
    }
    const isNew = content.mode === "new";
    const main = { "data-home": true, class: "ca-button ca-main" };
    const save = (label, more) => button(label, () => act("save"), { "data-key": "save", ...more }, "c");
    const before = isNew ? [] : [
      button("Accept", () => act("accept"), { "data-key": "accept", ...main }, "a"),
      button("Reject", () => act("reject"), { "data-key": "reject" }, "r"),
    ];
    const after = isNew
      ? [save("Add figure", main), button("Cancel", () => act("cancel"), { "data-key": "cancel" }, "Esc")]
      : [
          save("Save correction"),
          button("Take back changes", () => act("reset"), { "data-key": "reset" }),
        ];
    return element(
      "section",
      { class: "ca-card", "aria-label": isNew ? "A missed figure" : "The figure at hand" },
      element(
        "h4",
        {},
        element("span", { class: `ca-chip ca-is-${content.state}` }, content.stateWords),
        " ",
        content.heading,
      ),
      element(
        "p",
        { class: "ca-number-line" },
        "Number in the text: ",
        element("q", { dir: "auto" }, content.words),
        ...(content.picked ? [", now ", element("q", { dir: "auto" }, content.picked)] : []),
      ),
      ...content.remarks.map((words) => element("p", { class: "ca-note", dir: "auto" }, words)),
      element("div", { class: "ca-bar ca-decide" }, ...before, reason(kept)),
      form(),
      element("div", { class: "ca-bar" }, ...after),
    );
  }

  function queue() {
    const rows = content.queue.map((one) => {
      const node = element(
        "li",
        {
          role: "option",
          id: `ca-queue-${content.id}-${one.at}`,
          "aria-selected": one.chosen ? "true" : "false",
          "data-figure": one.figure,
        },
        element("span", { class: `ca-chip ca-is-${one.state}` }, one.stateWords),
        element("span", { dir: "auto" }, one.words),
      );
      node.addEventListener("click", () => send("choose", { to: one.figure }));
      return node;
    });
    const list = element(
      "ul",
      { class: "ca-queue", role: "listbox", tabindex: "0", "data-key": "queue", "data-scroll": "queue" },
      ...rows,
    );
    list.setAttribute("aria-label", "Figures of this article");
    const at = content.queue.findIndex((one) => one.chosen);
    if (at >= 0) list.setAttribute("aria-activedescendant", rows[at].id);
    list.addEventListener("keydown", (event) => {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (rows[to]) rows[to].click();
    });
    requestAnimationFrame(() => reveal(list, rows[at]));
    return list;
  }

  function stale() {
    if (!content.stale.length) return element("span");
    const items = content.stale.map((one) => {
      const item = element("li", {}, one.words);
      if (one.own) {
        item.append(" ", button("Take it back", () => send("withdraw", { place: one.place })));
      }
      return item;
    });
    const count = content.stale.length;
    const words = `${count} ${count === 1 ? "decision" : "decisions"} not applied: the text or the figure has changed since`;
    return element("details", { class: "ca-stale" }, element("summary", {}, words), element("ul", {}, ...items));
  }

  function message() {
    const note = element("p", { class: "ca-note ca-done", role: "status" }, content.note);
    const error = element("div", { class: "ca-empty", role: "alert" }, content.error);
    return content.error ? error : note;
  }

  const top = element("div");
  const side = element("div", { class: "ca-side" });
  const left = element("div", { class: "ca-left" }, pickBar, passage);
  root.append(top, element("div", { class: "ca-work" }, left, side));

  function draw() {
    // What a person has typed outlives a redraw of the same form; the rest follows what is held.
    const box = reasonBox();
    const same = model.get("content").form === drawnForm;
    typedNow = same ? typed("value") : {};
    const kept = same && box && box.value !== content.reason ? box.value : null;
    if (!same) why = "";
    content = model.get("content");
    keepingFocus(root, () => {
      top.replaceChildren(head(), moves(), message(), stale());
      side.replaceChildren(card(kept), queue());
      drawText();
    });
    if (homeward && !content.error) root.querySelector("[data-home]")?.focus({ preventScroll: true });
    homeward = false;
    onSelection();
  }

  for (const refused of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
    passage.addEventListener(refused, (event) => event.preventDefault());
  }
  passage.addEventListener("compositionend", () => {
    drawnText = ""; // no browser lets a page refuse a composition: the text is drawn anew
    drawText();
  });
  passage.addEventListener("click", (event) => {
    const figure = event.target.closest?.(".ca-number")?.dataset.figure;
    if (figure && !span) send("choose", { to: figure });
  });
  pickBar.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  root.addEventListener("keydown", onKey);
  document.addEventListener("selectionchange", onSelection);
  draw();
  model.on("change:content", draw);
  let name = "";
  try {
    name = sessionStorage.getItem("cecot-reviewer") ?? "";
  } catch { /* a page without storage asks again */ }
  if (!content.reviewer && name) send("name", { name });
  return () => {
    model.off("change:content", draw);
    document.removeEventListener("selectionchange", onSelection);
  };
}

export default { render };

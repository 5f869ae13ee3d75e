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
  const root = element("div", {
    class: "ca-pane ca-desk",
    role: "group",
    "aria-label": "Review of figures",
    tabindex: "-1",
  });
  keepingKeys(root);
  el.append(root);

  let content = model.get("content");
  let span = null; // what is selected in the text
  let leaving = false; // the form is about to be another one: nothing more is typed into it
  let ahead = 0; // steps that were asked for in the meantime
  let homeward = null; // a decision made in a field leads from there back to the keys
  let pressed = false; // a selection is being drawn by mouse
  let late = false;
  const talk = conversation(model, root, ["content"], () => draw());

  const reasonBox = () => root.querySelector('[data-field="reason"]');

  // What stands in the form and differs from what is held.
  function typed() {
    const found = {};
    for (const one of content.fields) {
      const input = root.querySelector(`[data-field="${one.name}"]`);
      if (!input || input.closest("label").hidden) continue; // a range has no value, and so on
      if (input.value !== one.held) found[one.name] = input.value;
    }
    return found;
  }

  function send(name, more = {}) {
    needs("");
    if (name !== "name") {
      leaving = true;
      side.setAttribute("aria-busy", "true");
    }
    talk.send({
      act: name,
      figure: content.figure,
      fields: typed(),
      reason: reasonBox()?.value ?? "",
      ...more,
    });
  }

  function act(name) {
    const step = { next: 1, previous: -1 }[name];
    if (leaving) {
      ahead += step ?? 0; // what is not seen yet is not decided
    } else if (name === "place" || name === "add") {
      onSelection();
      if (!span || (name === "place" && !content.figure)) return;
      send(name, { start: span.start, end: span.end });
      selectionOf(passage).collapseToEnd();
    } else if (name === "reject" && !reasonBox()?.value.trim()) {
      if (!reasonBox()) return;
      reasonBox().focus();
      needs("A rejection needs a reason: type it, then Enter.");
    } else if (name === "save" || name === "reject" || name === "accept") {
      if (content.mode === "none" || (content.mode === "new" && name !== "save")) return;
      send(name);
    } else if (name !== "undo" || content.undo) {
      send(name);
    }
  }

  // What a decision still needs, said beside the reason.
  function needs(words) {
    const told = root.querySelector(".ca-why");
    if (!told) return;
    told.textContent = words;
    if (words) reasonBox().setAttribute("aria-invalid", "true");
    else reasonBox().removeAttribute("aria-invalid");
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && content.mode === "new") act("cancel");
    else if (event.key === "Enter" && event.target.matches("input[data-field]")) {
      homeward = event.target;
      act(content.mode === "figure" && event.target.dataset.field === "reason" ? "reject" : "save");
    }
    else if (typing || event.shiftKey) return;
    else if (event.key === "s") act("place");
    else if (KEYS[event.key]) act(KEYS[event.key]);
    else return;
    event.preventDefault();
  }

  // The article

  const passage = element("div", {
    class: "ca-passage ca-article",
    "data-key": "passage",
    contenteditable: "true", // a caret for the keyboard: what would change the text is refused
    role: "textbox",
    "aria-multiline": "true",
    "aria-readonly": "true",
    spellcheck: "false",
    inputmode: "none",
    dir: "auto",
    tabindex: "0",
    "data-scroll": "passage",
  });
  const picked = element("output", { class: "ca-picked-words", "aria-live": "polite" });
  const usePick = button("Use as its number", () => act("place"), { "data-key": "place" }, "s");
  const addPick = button("Add missed figure", () => act("add"), { "data-key": "add" }, "m");
  const pickBar = element("div", { class: "ca-bar ca-pick" }, usePick, addPick, picked);

  function onSelection() {
    span = selectedSpan(passage);
    picked.textContent = span ? `Selected: “${span.words}”` : "For both, select a number in the text.";
    enable(usePick, span && content.figure);
    enable(addPick, span);
  }

  let drawnText = null;
  let drawnLayers = "";
  let drawnFigure = null;

  function drawText() {
    const nodes = () => markedNodes(Array.from(content.text), content.layers);
    const layers = JSON.stringify(content.layers);
    if (content.text !== drawnText) passage.replaceChildren(...nodes());
    else if (layers !== drawnLayers) {
      keepingSelection(passage, () => passage.replaceChildren(...nodes()));
    }
    [drawnText, drawnLayers] = [content.text, layers];
    passage.lang = content.language;
    passage.setAttribute("aria-label", content.label);
    if (content.figure !== drawnFigure) {
      requestAnimationFrame(() => lookAt(passage.querySelector(".ca-number.ca-selected")));
    }
    drawnFigure = content.figure;
  }

  function lookAt(number) {
    if (!number) return;
    const [outer, inner] = [passage.getBoundingClientRect(), number.getBoundingClientRect()];
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) centre(passage, number);
  }

  // Above it: who reviews, how far, what was done

  const progressWords = element("strong", { class: "ca-status", role: "status" });
  const progress = element("progress", { value: 0, max: 1 });
  const name = element("input", { type: "text", "data-key": "name", autocomplete: "off" });
  const articles = element("select", { "data-key": "article", "aria-label": "Article" });
  const undo = button("Undo", () => act("undo"), { "data-key": "undo" }, "u");
  const note = element("span", { class: "ca-note", role: "status" });
  const error = element("div", { class: "ca-empty", role: "alert" });
  const stale = element("details", { class: "ca-stale" });
  let drawnArticles = "";

  name.addEventListener("change", () => {
    try {
      sessionStorage.setItem("cecot-reviewer", name.value);
    } catch { /* a page without storage asks again */ }
    send("name", { name: name.value });
  });
  articles.addEventListener("change", () => send("article", { at: Number(articles.value) }));

  function drawTop() {
    const { done, total, words } = content.progress;
    progressWords.textContent = words;
    progress.max = Math.max(1, total);
    progress.value = done;
    progress.setAttribute("aria-label", words);
    // A name that is being typed is not written over.
    if (name !== root.getRootNode().activeElement) name.value = content.reviewer;
    const listed = JSON.stringify(content.articles);
    if (listed !== drawnArticles) {
      articles.replaceChildren(
        ...content.articles.map((one, at) => element("option", { value: at }, one)),
      );
      drawnArticles = listed;
    }
    articles.value = content.article;
    enable(undo, content.undo);
    undo.title = content.undo;
    note.textContent = content.error ? "" : content.note || content.undo;
    error.textContent = content.error;
    error.hidden = !content.error;
    drawStale();
  }

  function drawStale() {
    const count = content.stale.length;
    const items = content.stale.map((one) => {
      const item = element("li", {}, one.words);
      if (one.own) {
        const back = () => send("withdraw", { place: one.place });
        item.append(" ", button("Take it back", back, { "data-key": `stale-${one.place}` }));
      }
      return item;
    });
    const words = `${count} ${count === 1 ? "decision" : "decisions"} not applied: `
      + "the text or the figure has changed since";
    stale.hidden = !count;
    stale.replaceChildren(
      element("summary", { "data-key": "stale" }, words),
      element("ul", {}, ...items),
    );
  }

  // Beside it: the figure at hand

  const figure = element("div");
  let drawnForm = null;

  function drawFigure() {
    if (content.form !== drawnForm || content.mode === "none") {
      figure.replaceChildren(content.mode === "none" ? nothing() : card());
    }
    drawnForm = content.form;
    // The same form keeps what is typed into it; only what is said above it is new.
    const said = figure.querySelector(".ca-said");
    if (said) said.replaceChildren(...about());
  }

  function nothing() {
    return element("div", { class: "ca-card" }, element("p", {}, content.empty));
  }

  function about() {
    const chip = element("span", { class: `ca-chip ca-is-${content.state}` }, content.stateWords);
    const now = content.picked ? [", now ", element("q", { dir: "auto" }, content.picked)] : [];
    const words = element("q", { dir: "auto" }, content.words);
    return [
      element("h4", {}, chip, " ", content.heading),
      element("p", { class: "ca-number-line" }, "Number in the text: ", words, ...now),
      ...content.remarks.map((one) => element("p", { class: "ca-note", dir: "auto" }, one)),
    ];
  }

  function form() {
    const boxes = content.fields.map((one) => {
      const input = field(one, one.value);
      const label = element("label", { class: "ca-ask", "data-name": one.name }, one.label, input);
      const settle = () => {
        label.classList.toggle("ca-changed", input.value !== one.held);
        label.hidden = (one.name === "low" || one.name === "high" || one.name === "value")
          && (one.name === "value") === (valueOf("comparator") === "range");
      };
      return { one, input, label, settle };
    });
    const valueOf = (wanted) => boxes.find(({ one }) => one.name === wanted)?.input.value;
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

  function reason() {
    const box = element("input", {
      type: "text",
      "data-field": "reason",
      "data-key": "reason",
      list: `ca-reasons-${talk.own}`,
      autocomplete: "off",
    });
    box.value = content.reason;
    const list = element("datalist", { id: `ca-reasons-${talk.own}` });
    list.append(...REASONS.map((words) => element("option", { value: words })));
    const label = content.mode === "new" ? "Remark, if any" : "Reason";
    return element(
      "div",
      { class: "ca-reason" },
      element("label", { class: "ca-inline" }, label, box),
      list,
      element("p", { class: "ca-why", role: "alert" }),
    );
  }

  function card() {
    const isNew = content.mode === "new";
    const main = { "data-home": true, class: "ca-button ca-main" };
    const does = (label, name, key, more) =>
      button(label, () => act(name), { "data-key": name, ...more }, key);
    const before = isNew ? [] : [does("Accept", "accept", "a", main), does("Reject", "reject", "r")];
    const after = isNew
      ? [does("Add figure", "save", "c", main), does("Cancel", "cancel", "Esc")]
      : [does("Save correction", "save", "c"), does("Take back changes", "reset", "")];
    return element(
      "section",
      { class: "ca-card", "aria-label": isNew ? "A missed figure" : "The figure at hand" },
      element("div", { class: "ca-said" }),
      element("div", { class: "ca-bar ca-decide" }, ...before, reason()),
      form(),
      element("div", { class: "ca-bar" }, ...after),
    );
  }

  // Below it: the figures of the article

  const queue = element("ul", {
    class: "ca-queue",
    role: "listbox",
    tabindex: "0",
    "aria-label": "Figures of this article",
    "data-key": "queue",
    "data-scroll": "queue",
  });
  let rows = [];
  let at = -1; // the row at hand: before the kernel has answered

  function drawQueue() {
    rows = content.queue.map((one, place) => {
      const node = element(
        "li",
        { role: "option", id: `ca-queue-${talk.own}-${place}`, "data-figure": one.figure },
        element("span", { class: `ca-chip ca-is-${one.state}` }, one.stateWords),
        element("span", { dir: "auto" }, one.words),
      );
      node.addEventListener("click", () => choose(place));
      return node;
    });
    queue.replaceChildren(...rows);
    queue.hidden = rows.length === 0;
    markRow(content.queue.findIndex((one) => one.chosen));
  }

  function markRow(place) {
    at = place;
    rows.forEach((row, each) => row.setAttribute("aria-selected", String(each === at)));
    if (at >= 0) queue.setAttribute("aria-activedescendant", rows[at].id);
    else queue.removeAttribute("aria-activedescendant");
    requestAnimationFrame(() => reveal(queue, rows[at]));
  }

  function choose(place) {
    markRow(place);
    send("choose", { to: content.queue[place].figure });
  }

  queue.addEventListener("keydown", (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (rows[to]) choose(to);
  });

  // All of it

  const side = element("div", { class: "ca-side" }, figure, queue);
  root.append(
    element(
      "div",
      { class: "ca-bar" },
      progressWords,
      progress,
      element("label", { class: "ca-inline" }, "Reviewer", name),
      element("label", { class: "ca-inline" }, "Article", articles),
    ),
    element(
      "div",
      { class: "ca-bar ca-moves" },
      button("Previous", () => act("previous"), { "data-key": "previous" }, "p"),
      button("Next", () => act("next"), { "data-key": "next" }, "n"),
      undo,
      note,
    ),
    error,
    stale,
    element(
      "div",
      { class: "ca-work" },
      element("div", { class: "ca-left" }, pickBar, passage),
      side,
    ),
  );

  function draw() {
    if (pressed) {
      late = true; // not under a selecting hand
      return;
    }
    content = model.get("content");
    const goesHome = homeward && homeward === root.getRootNode().activeElement && !content.error;
    keepingFocus(root, () => {
      drawTop();
      drawFigure();
      drawQueue();
      drawText();
    });
    if (goesHome) root.querySelector("[data-home]")?.focus({ preventScroll: true });
    homeward = null;
    leaving = false;
    side.removeAttribute("aria-busy");
    onSelection();
    if (content.error) ahead = 0; // what was refused is read before anyone goes on
    if (ahead) {
      const step = Math.sign(ahead);
      ahead -= step;
      act(step > 0 ? "next" : "previous");
    }
  }

  for (const refused of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
    passage.addEventListener(refused, (event) => event.preventDefault());
  }
  for (const typing of ["beforeinput", "mousedown", "keydown"]) {
    figure.addEventListener(typing, (event) => {
      const field = event.target.matches("input, select");
      if (leaving && field && event.key !== "Tab") event.preventDefault();
    });
  }
  const press = () => { pressed = true; };
  const release = () => {
    pressed = false;
    if (late) draw();
    late = false;
  };
  passage.addEventListener("pointerdown", press);
  passage.addEventListener("compositionend", () => {
    drawnText = null; // no browser lets a page refuse a composition: the text is drawn anew
    drawText();
  });
  passage.addEventListener("click", (event) => {
    const number = event.target.closest?.(".ca-number")?.dataset.figure;
    if (number && !span && !leaving) send("choose", { to: number });
  });
  pickBar.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  root.addEventListener("keydown", onKey);
  for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, release);
  document.addEventListener("selectionchange", onSelection);
  draw();
  let known = "";
  try {
    known = sessionStorage.getItem("cecot-reviewer") ?? "";
  } catch { /* a page without storage asks again */ }
  if (!content.reviewer && known) send("name", { name: known });
  return () => {
    talk.end();
    for (const over of ["pointerup", "pointercancel"]) document.removeEventListener(over, release);
    document.removeEventListener("selectionchange", onSelection);
  };
}

export default { render };

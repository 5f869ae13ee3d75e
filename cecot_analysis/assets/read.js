// The reader: a text that is typed or pasted, with its figures marked in it as one types.

const WAIT = 120; // milliseconds after a key before Python is asked

function render({ model, el }) {
  const root = element("div", {
    class: "ca-pane ca-desk",
    role: "group",
    "aria-label": "Reader of an article",
    tabindex: "-1",
  });
  keepingKeys(root);
  el.append(root);

  let content = model.get("content");
  let loaded = null; // which text from Python stands in the box
  let synced = ""; // the box as it was when Python had last answered
  let drawn = []; // its characters, as the marks behind it were drawn
  let layers = [];
  let timer = null;
  let next = []; // what Python is asked when it has answered
  const talk = conversation(model, root, ["content"], (own) => draw(own));

  const area = element("textarea", {
    class: "ca-type",
    spellcheck: "false",
    dir: "auto",
    "data-key": "text",
    "data-home": true,
    "aria-label": "Text of the article",
    placeholder: "Paste or type the text of an article here, or load a text file.",
  });
  const behind = element("div", { class: "ca-behind ca-article", "aria-hidden": "true", dir: "auto" });
  const box = element("div", { class: "ca-paper" }, behind, area);

  const file = element("input", {
    type: "file",
    accept: ".txt,text/plain",
    "data-key": "file",
    "aria-label": "Load a text file",
  });
  const status = element("strong", { class: "ca-status", role: "status" });
  const message = element("div", { role: "alert" });
  const bar = element(
    "div",
    { class: "ca-bar" },
    status,
    element("label", { class: "ca-inline" }, "Load a text file", file),
    button("Clear", () => { take(""); area.focus(); }, { "data-key": "clear" }),
  );
  const tableBox = element("div", { class: "ca-table", "data-scroll": "table" });
  const passport = element("div", { class: "ca-fields" });
  const add = button("Add to the corpus", () => addArticle(), {
    "data-key": "add",
    class: "ca-button ca-main",
  });
  const told = element("p", { class: "ca-note ca-done", role: "status" });
  const adding = element(
    "section",
    { class: "ca-card ca-adding", "aria-label": "Passport of the article" },
    element("h4", {}, "Passport: only what you know; what is blank stays blank"),
    passport,
    element("div", { class: "ca-bar" }, add, told),
  );
  const side = element("div", { class: "ca-side" }, tableBox);
  root.append(bar, message, element("div", { class: "ca-work" }, box, side), adding);

  const fields = content.passport.map((one) => {
    const input = element("input", {
      type: "text",
      "data-field": one.name,
      "data-key": `field-${one.name}`,
      placeholder: one.hint,
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
    });
    input.addEventListener("change", ask);
    passport.append(element("label", { class: "ca-ask" }, one.label, input));
    return { name: one.name, input };
  });

  function given() {
    return Object.fromEntries(fields.map(({ name, input }) => [name, input.value]));
  }

  function ask() {
    tell({ act: "read" });
  }

  // One thing at a time: a kernel that is slower than the typing is asked for the latest only.
  function tell(done) {
    clearTimeout(timer);
    timer = null;
    const isRead = ({ act }) => act === "read"; // whatever else is asked reads the text as well
    if (!talk.waits()) talk.send({ text: unsent(), given: given(), ...done });
    else if (!isRead(done) || !next.length) next = [...next.filter((one) => !isRead(one)), done];
  }

  // null stands for the text that Python gave and nobody has changed since.
  function unsent() {
    const own = Array.from(content.text);
    if (area.value === asShown(own).join("")) return null;
    return withLineEnds(own, Array.from(area.value));
  }

  function addArticle() {
    tell({ act: "add" });
  }

  function drawBehind(characters, marks) {
    drawn = characters;
    layers = marks;
    behind.replaceChildren(...markedNodes(characters, marks), document.createTextNode("\n"));
    behind.scrollTop = area.scrollTop;
  }

  function take(text) {
    area.value = text;
    onInput();
  }

  function onInput() {
    const now = Array.from(area.value);
    drawBehind(now, moved(layers, drawn, now));
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  async function onFile() {
    const chosen = file.files[0];
    if (!chosen) return;
    const bytes = await chosen.arrayBuffer();
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      const named = fields.find((one) => one.name === "name");
      if (named && !named.input.value) named.input.value = chosen.name.replace(/\.[^.]*$/, "");
      tell({ act: "load", text });
    } catch {
      message.className = "ca-empty";
      message.textContent = `${chosen.name}: not a text in UTF-8; save it as UTF-8 and load it again.`;
    }
    file.value = "";
  }

  // Offsets count code points of the stored text; the box counts UTF-16 units of what it shows.
  function place(offset) {
    return asShown(Array.from(content.text)).slice(0, offset).join("").length;
  }

  function choose(row) {
    area.focus({ preventScroll: true });
    area.setSelectionRange(place(row.start), place(row.end));
    const mark = behind.querySelector(`[data-figure="${CSS.escape(row.figure)}"]`);
    if (mark) area.scrollTop = Math.max(0, mark.offsetTop - area.clientHeight / 3);
  }

  function drawTable() {
    const head = content.columns.map((name) => element("th", { scope: "col" }, name));
    const lines = content.rows.map((row, at) => {
      const open = button(row.cells[0], () => choose(row), { "data-key": `row-${at}`, class: "ca-link" });
      open.setAttribute("dir", "auto");
      open.setAttribute("title", "Show it in the text");
      const rest = row.cells.slice(1).map((cell) => element("td", { dir: "auto" }, cell));
      const words = element("td", {}, open, element("span", { class: "ca-says" }, row.says));
      const line = element("tr", { "data-figure": row.figure }, words, ...rest);
      line.addEventListener("click", (event) => { if (event.target !== open) choose(row); });
      return line;
    });
    const table = element(
      "table",
      { "aria-label": "Figures of this text" },
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...lines),
    );
    tableBox.replaceChildren(
      ...(lines.length ? [table] : [element("p", { class: "ca-note ca-none-yet" }, content.empty)]),
    );
  }

  // What this page asked for is never newer than what stands in its box.
  function draw(own = false) {
    content = model.get("content");
    const characters = asShown(Array.from(content.text));
    const text = characters.join("");
    const untouched = !own && timer === null && area.value === synced;
    if (content.loaded !== loaded || (untouched && area.value !== text)) {
      area.value = text; // also what was typed on another page
    }
    [loaded, synced] = [content.loaded, text];
    // An answer to what was typed before the last key is not drawn: the next one is on its way.
    if (area.value === text) drawBehind(characters, content.layers);
    keepingFocus(root, drawTable);
    fields.forEach(({ name, input }) => {
      input.placeholder = content.passport.find((one) => one.name === name).hint;
    });
    status.textContent = content.status;
    message.className = content.error ? "ca-empty" : "";
    message.textContent = content.error;
    told.textContent = content.note;
    enable(add, content.text.trim() !== "");
    const done = next.shift();
    if (done) tell(done);
  }

  area.addEventListener("input", onInput);
  area.addEventListener("scroll", () => { behind.scrollTop = area.scrollTop; });
  file.addEventListener("change", onFile);
  draw();
  return () => {
    clearTimeout(timer);
    talk.end();
  };
}

export default { render };

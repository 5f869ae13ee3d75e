// Draws each chart of the page from the specification that stands beside it. Asks nobody else, and
// makes no code out of words: expressions are read by an interpreter, as the page's policy demands.
const options = {
  renderer: "svg",
  mode: "vega-lite",
  ast: true,
  actions: false,
  defaultStyle: false,
  tooltip: { theme: "custom", disableDefaultStyle: true },
  logLevel: 1, // errors; the specification's version is that of JupyterLab, and draws the same
  loader: { http: false, file: false },
  config: { aria: false, mark: { aria: false } }, // the figure says it all, in words
};

const ROOMY = 660; // pixels: in fewer, the letters of a wide chart are too small

// On a narrow screen the narrow form is drawn; a chart without one gets a title in lines that fit,
// and its table stands open.
function fitted(figure) {
  const written = (form) => figure.querySelector(`script[data-form=${form}]`)?.textContent;
  const sheet = figure.querySelector(".sheet-of-chart");
  const room = sheet.clientWidth;
  const small = room < ROOMY ? written("narrow") : undefined;
  const wide = JSON.parse(written("wide"));
  const specification = small ? completed(JSON.parse(small), wide) : wide;
  const wider = room < ROOMY && !small;
  figure.classList.toggle("narrow", Boolean(small));
  figure.classList.toggle("wider", wider);
  if (wider) sheet.tabIndex = 0; // it scrolls sideways, with the keyboard too
  else sheet.removeAttribute("tabindex");
  const twin = figure.querySelector("details.twin");
  if (wider && twin) twin.open = true;
  if (!wider || !specification.title?.text) return specification;
  const { text, subtitle = [] } = specification.title;
  const title = { ...specification.title, text: broken(text, room / 9), subtitle: broken(subtitle, room / 6) };
  return { ...specification, title };
}

function* recordsOf(specification) {
  for (const [name, value] of Object.entries(specification)) {
    if (name === "values" || name === "datasets") {
      for (const table of name === "values" ? [value] : Object.values(value)) if (Array.isArray(table)) yield* table;
    } else if (value && typeof value === "object") yield* recordsOf(value);
  }
}

// The narrow form with the words of its figures, which stand in the wide form alone.
function completed(narrow, wide) {
  const known = new Map();
  for (const record of recordsOf(wide)) {
    if (isMark(record) && !("size" in record)) known.set(record.figure_id, { ...record, ...known.get(record.figure_id) });
  }
  for (const record of recordsOf(narrow)) {
    const words = isMark(record) && known.get(record.figure_id);
    for (const name of words ? (narrow.usermeta?.shared ?? []) : []) record[name] ??= words[name];
  }
  return narrow;
}

function broken(text, letters) {
  const lines = [""];
  for (const word of [text].flat().join(" ").split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length > letters && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

function save(name, address) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

// Spreadsheets take a cell that begins like a formula for one.
function cell(node) {
  const words = node.textContent.replace(/\s+/g, " ").trim();
  const safe = /^[=+\-@\t]/.test(words) ? `'${words}` : words;
  return `"${safe.replaceAll('"', '""')}"`;
}

function table(figure) {
  const shown = [...figure.querySelectorAll(".twin tr")].filter((row) => !row.hidden);
  const rows = shown.map((row) => [...row.cells].map(cell).join(","));
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${rows.join("\r\n")}\r\n`)}`;
}

// A mark leads where its row of the table leads.
function follow(figure, view) {
  const rows = new Map([...figure.querySelectorAll("a[data-figure]")].map((link) => [link.dataset.figure, link]));
  if (!rows.size) return;
  view.addEventListener("click", (_, item) => rows.get(item?.datum?.figure_id)?.click());
  view.addEventListener("mouseover", (_, item) => {
    figure.classList.toggle("leads", rows.has(item?.datum?.figure_id));
  });
}

// What draws a chart anew, each time all marks or only those that are left. One drawing follows
// another; the one before stands until the next is there.
function drawer(figure, settings_) {
  let current;
  let last = Promise.resolve();
  let left = null;
  async function draw() {
    const specification = fitted(figure);
    const shown = JSON.stringify(left ? relaid(specification, (mark) => left.has(mark)) : specification);
    if (shown === current?.shown) return;
    const place = figure.querySelector(".drawing");
    const fresh = place.cloneNode(false);
    const { view, finalize } = await vegaEmbed(fresh, JSON.parse(shown), settings_);
    place.replaceWith(fresh);
    current?.finalize();
    current = { shown, view, finalize };
    follow(figure, view);
  }
  return {
    view: () => current.view,
    again(marks = left) {
      left = marks;
      figure.setAttribute("aria-busy", "true");
      const mine = last.catch(() => {}).then(draw);
      last = mine;
      return mine.finally(() => last === mine && figure.removeAttribute("aria-busy"));
    },
  };
}

function buttons(figure, view, name) {
  const kinds = {
    svg: async () => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await view().toSVG())}`,
    png: () => view().toImageURL("png", 2),
    csv: async () => table(figure),
  };
  for (const button of figure.querySelectorAll("[data-save]")) {
    const kind = button.dataset.save;
    button.addEventListener("click", async () => save(`${name}.${kind}`, await kinds[kind]()));
  }
}

for (const figure of document.querySelectorAll("figure.chart")) {
  const name = figure.dataset.name;
  const { view, again } = drawer(figure, { ...options, downloadFileName: name });
  let waiting = 0;
  buttons(figure, view, name);
  redraw.set(figure, again);
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(again, 200);
  });
  (settings && figure.dataset.marks ? sift(figure) : again())
    .then(() => {
      figure.dataset.drawn = "true";
    })
    .catch((error) => {
      const drawing = figure.querySelector(".drawing");
      drawing.textContent = drawing.getAttribute("aria-label");
      console.error(error);
    });
}

// Full-text search without a server: the index is a row of script files beside the page, and every
// word of an article is set as text.

const PAGE = 50;
const SNIPPET = 130;
const SIGNS = { "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00a0": " " };
const known = new Map(Object.entries(SIGNS));

const mode = form.dataset.find;
const figures = [];
const lines = [];

function foldOne(character) {
  let folded = known.get(character);
  if (folded === undefined) {
    folded = character.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    known.set(character, folded);
  }
  return folded;
}

// Without case and accents: "Prisión" and "prision" are the same word.
function fold(text) {
  return text.replace(/[^\x00-\x7f]/g, foldOne).toLowerCase();
}

function termsOf(query) {
  return [...query.matchAll(/"([^"]+)"|(\S+)/g)].map((found) => fold(found[1] ?? found[2])).filter(Boolean);
}

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// Where `terms` stand in `text`, as pairs of places in the text as it is written.
function places(text, terms) {
  let folded = "";
  const origin = [];
  for (let at = 0; at < text.length; at += 1) {
    const one = fold(text[at]);
    for (const letter of one) {
      folded += letter;
      origin.push(at);
    }
  }
  origin.push(text.length);
  const found = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      found.push([origin[at], origin[at + term.length]]);
    }
  }
  return found.sort((one, other) => one[0] - other[0]);
}

function markedNodes(text, spans, kind) {
  const nodes = [];
  let last = 0;
  for (const [start, end] of spans) {
    if (start < last) continue;
    nodes.push(text.slice(last, start), element("mark", { class: kind }, text.slice(start, end)));
    last = end;
  }
  return [...nodes, text.slice(last)];
}

function snippet(text, terms) {
  const spans = places(text, terms);
  const first = spans.length ? spans[0][0] : 0;
  let start = Math.max(0, first - SNIPPET);
  let end = Math.min(text.length, first + 2 * SNIPPET);
  if (start > 0) start = text.indexOf(" ", start) + 1 || start;
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), first + 1);
  const inside = spans.filter((span) => span[0] >= start && span[1] <= end);
  const moved = inside.map((span) => [span[0] - start, span[1] - start]);
  return [start > 0 ? "… " : "", ...markedNodes(text.slice(start, end), moved, "hit"), end < text.length ? " …" : ""];
}

// ---- the index

globalThis.cecotIndex = (part) => {
  for (const row of part.figures) {
    const one = Object.fromEntries(settings.fields.map((name, at) => [name, row[at]]));
    const source = settings.sources[one.article];
    Object.assign(one, { source: source[0], name: source[1], language: source[2] });
    one.words = fold([one.quote[0], one.said, one.subject, one.claimant, one.name].join("\n"));
    figures.push(one);
  }
  for (const [article, number, text, leaf] of part.lines) lines.push({ article, number, text, leaf, words: fold(text) });
};

let reading = null;

function index() {
  reading ??= Promise.all(
    settings.files.map((address) =>
      new Promise((resolve, reject) => {
        const script = element("script", { src: address });
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => reject(new Error(address)));
        document.head.append(script);
      }),
    ),
  );
  return reading;
}

// ---- what is found

function says(figure, term) {
  const digits = term.replace(/[^0-9]/g, "");
  return figure.words.includes(term) || (/^[$]?[0-9][0-9.,]*$/.test(term) && digits === figure.number);
}

function passing(wanted, terms) {
  return figures.filter(
    (one) =>
      chosen(wanted).every((field) => one[field.name] === wanted.get(field.name)) &&
      terms.every((term) => says(one, term)),
  );
}

function figureRow(one, terms) {
  const link = element("a", { href: `${settings.root}figures/${one.address}.html`, lang: one.spoken, dir: "auto" }, one.said);
  const cell = (label, ...children) => element("td", { "data-label": label }, ...children);
  const letters = [...one.quote[0]];
  const [before, number, after] = [
    letters.slice(0, one.quote[1]),
    letters.slice(one.quote[1], one.quote[2]),
    letters.slice(one.quote[2]),
  ].map((part) => part.join(""));
  const hits = (text) => markedNodes(text, places(text, terms), "hit");
  const quote = cell("In the words", ...hits(before), element("mark", { class: "ca-number" }, number), ...hits(after));
  quote.className = "quote";
  quote.lang = one.language;
  quote.dir = "auto";
  const named = one.claimant !== "unattributed";
  const who = named ? element("span", { lang: one.language, dir: "auto" }, one.claimant) : one.claimant;
  return element(
    "tr",
    {},
    cell("Source", element("a", { href: `${settings.root}articles/${one.source}.html` }, one.name)),
    element("th", { scope: "row", "data-label": "Reported" }, link, ...one.flags.flatMap((flag) => [" ", element("span", { class: "flag" }, flag)])),
    cell("Of what", one.subject),
    cell("Claimant", who, ...(named ? [" ", element("small", {}, `(${settings.kinds[one.kind]})`)] : [])),
    cell("As of", one.as_of),
    quote,
  );
}

function figureTable(found, terms) {
  const heads = { source: "Source", reported: "Reported", subject: "Of what", claimant: "Claimant", date: "As of", words: "In the words" };
  const cells = Object.entries(heads).map(([kind, name]) => element("th", { scope: "col", class: `of-${kind}` }, name));
  const head = element("tr", {}, ...cells);
  const body = element("tbody", {}, ...found.map((one) => figureRow(one, terms)));
  const table = element("table", { class: "figures" }, element("thead", {}, head), body);
  return element("div", { class: "table", role: "group", "aria-label": "Figures found", tabindex: "0" }, table);
}

function lineList(found, terms) {
  const items = found.map((line) => {
    const [address, name, language] = settings.sources[line.article];
    const leaf = line.leaf ? `-${line.leaf}` : "";
    const link = element("a", { href: `${settings.root}articles/${address}${leaf}.html#p${line.number}` }, name);
    return element("li", {}, link, element("p", { lang: language, dir: "auto" }, ...snippet(line.text, terms)));
  });
  return element("ul", { class: "lines" }, ...items);
}

function pager(name, label, total, at) {
  const last = Math.ceil(total / PAGE);
  if (last < 2) return [];
  const link = (words, to, rel) => {
    const wanted = state();
    wanted.set(name, to);
    return element("a", { href: `#${wanted}`, rel }, words);
  };
  const parts = [element("span", { "aria-current": "page" }, `page ${at} of ${last}`)];
  if (at > 1) parts.unshift(link("Before", at - 1, "prev"));
  if (at < last) parts.push(link("Next", at + 1, "next"));
  return [element("nav", { class: "pager", "aria-label": label }, ...parts)];
}

function paged(name, wanted, found) {
  const last = Math.max(1, Math.ceil(found.length / PAGE));
  const at = Math.min(last, Math.max(1, Number.parseInt(wanted.get(name), 10) || 1));
  return [at, found.slice((at - 1) * PAGE, at * PAGE)];
}

function show(wanted, unknown) {
  const terms = termsOf(wanted.get("q") ?? "");
  const results = document.querySelector("[data-results]");
  const found = passing(wanted, terms);
  const [at, shown] = paged("page", wanted, found);
  const content = [];
  if (mode === "all") {
    const source = wanted.get("source");
    const own = (line) => !source || settings.sources[line.article][0] === source;
    const texts = terms.length ? lines.filter((line) => own(line) && terms.every((term) => line.words.includes(term))) : [];
    const [there, some] = paged("lines", wanted, texts);
    content.push(element("h2", { id: "found-figures" }, `In ${counted(found.length, "figure")}`));
    if (found.length) content.push(figureTable(shown, terms));
    content.push(...pager("page", "Pages of figures", found.length, at));
    content.push(element("h2", { id: "found-lines" }, `In ${counted(texts.length, "paragraph")} of articles`));
    content.push(lineList(some, terms), ...pager("lines", "Pages of paragraphs", texts.length, there));
    if (!found.length && !texts.length) {
      content.splice(0, content.length, element("p", { class: "nothing" }, "Nothing is found. Fewer or shorter words find more; a word must stand as it is written, but for accents and capitals."));
    }
    say(`${counted(found.length, "figure")} and ${counted(texts.length, "paragraph")} found`, unknown);
  } else {
    if (found.length) content.push(figureTable(shown, terms), ...pager("page", "Pages of figures", found.length, at));
    else content.push(element("p", { class: "nothing" }, "No figure is reported that fits. Take a filter away to see more."));
    say(`${found.length.toLocaleString("en")} of ${counted(figures.length, "figure")}`, unknown);
  }
  const inside = results.contains(document.activeElement);
  results.replaceChildren(...content);
  if (inside) results.focus(); // a reader who turned the page goes on at the top of the new one
}

async function update(wanted, unknown) {
  const asked = fields.some((field) => wanted.get(field.name));
  for (const node of document.querySelectorAll("[data-static]")) node.hidden = asked;
  const results = document.querySelector("[data-results]");
  results.hidden = !asked;
  if (!asked) return say("", unknown);
  if (!figures.length && !lines.length) say("Reading the index …");
  try {
    await index();
  } catch (error) {
    return say(`The index could not be read (${error.message}): keep the site’s folder whole.`);
  }
  wanted.delete("at");
  const now = state();
  now.delete("at");
  if (String(wanted) === String(now)) show(wanted, unknown);
}

watch(update);

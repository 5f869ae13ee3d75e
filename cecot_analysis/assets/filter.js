// Filters of what stands on the page: sections by their own data; marks of charts, and the rows of
// their tables, by the list of figures that stands beside them.
const charts = [...document.querySelectorAll("figure.chart[data-marks]")];
const redraw = new Map(); // figure to what draws it with the marks that are left
let kept = null; // the figures that pass; null where all do

function passes(values, wanted) {
  return chosen(wanted).every((field) => (values[field.name] ?? "").split(" ").includes(wanted.get(field.name)));
}

function marksOf(figure) {
  const own = JSON.parse(figure.dataset.marks);
  const of = (mark) => settings.together[mark] ?? [mark];
  return [own, kept ? own.filter((mark) => of(mark).some((id) => kept.has(id))) : own];
}

// Lets one chart, its note and its table show the marks that pass; resolves when it is drawn.
function sift(figure) {
  if (!settings) return;
  const [own, left] = marksOf(figure);
  const shown = new Set(left);
  for (const row of figure.querySelectorAll(".twin tbody tr")) {
    const mark = row.dataset.mark ?? row.querySelector("[data-figure]")?.dataset.figure;
    row.hidden = kept !== null && mark !== undefined && !shown.has(mark) && !kept.has(mark);
  }
  const note = figure.querySelector("[data-sifted]");
  note.hidden = !kept;
  note.textContent = noted(own, left);
  return redraw.get(figure)?.(kept && own.length ? shown : null);
}

// What a filtered chart says of itself.
function noted(own, left) {
  if (!own.length) return "The filter does not reach this chart: it shows everything.";
  return [
    `${left.length.toLocaleString("en")} of ${own.length.toLocaleString("en")} shown.`,
    left.length < own.length
      ? "What is missing is left out by the filter; it is not unreported. Its title and notes speak of all."
      : "The filter leaves nothing out here.",
    own.some((mark) => mark in settings.together)
      ? "A mark that stands for several figures stays, and counts all of them, where one of them fits."
      : "",
  ].join(" ");
}

function update(wanted, unknown) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const all = Object.entries(settings?.figures ?? {});
  const some = chosen(wanted).length > 0;
  for (const row of rows) row.hidden = !passes(row.dataset, wanted);
  const left = all.filter(([, values]) => passes(values, wanted)).map(([id]) => id);
  kept = some ? new Set(left) : null;
  const count = left.length + rows.filter((row) => !row.hidden).length;
  const total = counted(all.length + rows.length, form.dataset.unit, form.dataset.units);
  say(some ? `${count.toLocaleString("en")} of ${total} shown (${inWords(wanted)})` : "", unknown);
  siftTables(kept);
  return Promise.all(charts.map(sift));
}

if (form) watch(update);

// Filters of the tables that stand between the charts of a page: of rows that name their figures
// or their source, and of the cells of a grid. A table of something else says that it is whole.
const tables = settings ? [...document.querySelectorAll("main .table:not(figure .table) > table")] : [];
const WHOLE = "The filter does not reach this table: its rows are neither figures nor sources. It shows everything.";
const SEVERAL = "A row that stands for several figures stays, and counts all of them, where one of them fits.";

function noteOf(table) {
  const frame = table.parentElement;
  if (!frame.previousElementSibling?.matches(".sifted")) {
    const note = document.createElement("p");
    note.className = "sifted of-table";
    frame.before(note);
  }
  return frame.previousElementSibling;
}

function outOf(count, all, one) {
  return `${count.toLocaleString("en")} of ${counted(all, one)}`;
}

// A grid: each cell says what is left of it; rows and columns that nothing is left of go.
function siftGrid(table, kept) {
  const [heads, ...body] = [...table.rows].map((row) => [...row.cells]);
  const left = new Set();
  for (const [at, cells] of body.entries()) {
    for (const [column, cell] of cells.entries()) {
      if (!cell.dataset.pieces) continue;
      const pieces = JSON.parse(cell.dataset.pieces);
      const some = pieces.filter(([, ids]) => !kept || ids.some((id) => kept.has(id)));
      cell.textContent = some.map(([words]) => words).join("; ");
      if (some.length) left.add(`row ${at}`).add(`column ${column}`);
    }
  }
  for (const [at, cells] of body.entries()) {
    cells[0].parentElement.hidden = kept !== null && !left.has(`row ${at}`);
    for (const [column, cell] of cells.entries()) {
      cell.hidden = kept !== null && column > 0 && !left.has(`column ${column}`);
      heads[column].hidden = cell.hidden;
    }
  }
  const shown = (kind) => [...left].filter((one) => one.startsWith(kind)).length;
  return `${outOf(shown("row"), body.length, "row")} and ${outOf(shown("column"), heads.length - 1, "column")} shown. What is missing is left out by the filter; it is not unreported.`;
}

function siftRows(table, kept) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const sources = new Set([...(kept ?? [])].map((id) => settings.figures[id]?.source));
  let several = false;
  for (const row of rows) {
    const ids = JSON.parse(row.dataset.figures ?? "[]");
    several ||= ids.length > 1 || "source" in row.dataset;
    row.hidden = kept !== null && !ids.some((id) => kept.has(id)) && !sources.has(row.dataset.source);
  }
  const shown = rows.filter((row) => !row.hidden).length;
  return `${outOf(shown, rows.length, "row")} shown. ${several ? SEVERAL : ""}`;
}

function siftTables(kept) {
  for (const table of tables) {
    const note = noteOf(table);
    const sifting = table.querySelector("[data-pieces]") ? siftGrid
      : table.querySelector("[data-figures], [data-source]") ? siftRows : () => WHOLE;
    note.textContent = sifting(table, kept);
    note.hidden = !kept;
  }
}

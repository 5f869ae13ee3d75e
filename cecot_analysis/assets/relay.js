// A chart once more with the marks that pass: rows, panels and sources that nothing is left of go,
// what stands under them moves up, and the chart is as tall as what it shows. It reads from the
// specification how its rows are laid: by number on an axis, or at places in pixels.
const UNDER_AXIS = 16; // pixels from the middle of an axis' words to the end of its panel
const LINE = 11; // half of a line that says that a source is silent

const isMark = (record) => typeof record.figure_id === "string" && record.figure_id !== "";

const isGrid = (records) => records.some((record) => "quiet" in record);

// `specification` with the marks for which `passes` is true of their `figure_id`.
function relaid(specification, passes) {
  const datasets = specification.datasets ?? {};
  const whole = structuredClone(specification);
  if (!whole.vconcat) return relaidView(whole, datasets, passes) ?? whole;
  whole.vconcat = whole.vconcat.map((view) => relaidView(view, datasets, passes)).filter(Boolean);
  return whole;
}

// One view, or null where nothing is left of it.
function relaidView(view, datasets, passes) {
  const records = [...tablesOf(view, datasets)].flat();
  const marks = records.filter(isMark);
  const left = marks.filter((mark) => passes(mark.figure_id));
  const inRows = [...verticals(view)].some(({ field }) => field === "row");
  if (!marks.length) return inRows || isGrid(records) ? null : view; // silent sources, or words
  if (records.some((record) => "from" in record)) return left.length < marks.length ? null : view;
  if (!inRows) return inPixels(view, datasets, records, passes);
  return left.length ? inNumbers(view, datasets, left, passes) : null;
}

// Rows by number: those that are left are counted anew.
function inNumbers(view, datasets, left, passes) {
  const rows = [...new Set(left.map((mark) => mark.row))].sort((one, other) => one - other);
  const place = new Map(rows.map((row, at) => [row, at]));
  let before = rows.length;
  put(view, datasets, (record) => {
    if (isMark(record) && !passes(record.figure_id)) return null;
    if (!("row" in record)) return record;
    return place.has(record.row) ? { ...record, row: place.get(record.row) } : null;
  });
  for (const { field, scale } of verticals(view)) {
    if (field !== "row" || !scale?.domain) continue;
    before = scale.domain.length;
    scale.domain = [...rows.keys()];
  }
  return { ...view, height: (view.height * rows.length) / before };
}

// Places in pixels: bands that nothing is left of are cut out.
function inPixels(view, datasets, records, passes) {
  const bands = isGrid(records) ? sourceBands(records) : panelBands(records);
  const marks = records.filter((record) => isMark(record) && passes(record.figure_id));
  const empty = bands.filter(([top, end]) => !marks.some((mark) => mark.top >= top && mark.top < end));
  const cuts = united(empty);
  const up = (y) => y - cuts.reduce((sum, [top, end]) => sum + Math.min(Math.max(y - top, 0), end - top), 0);
  put(view, datasets, (record) => {
    const [top, end] = [record.top ?? record.y, record.bottom];
    if (isMark(record) && !passes(record.figure_id)) return null;
    if (top === undefined) return record;
    if (end === undefined ? cuts.some(([a, b]) => top >= a && top < b) : up(end) - up(top) < 1) return null;
    const moved = { ...record };
    for (const name of ["top", "y", "bottom"]) if (name in record) moved[name] = up(record[name]);
    return moved;
  });
  const height = Math.max(up(view.height), 1);
  for (const { scale } of verticals(view)) if (scale?.domain) scale.domain = [height, 0];
  return view.title || marks.length ? { ...view, height } : null;
}

// A band for each source of a grid: from the end of the one before it.
function sourceBands(records) {
  const ends = new Set(records.filter((record) => "quiet" in record).map(({ bottom }) => bottom));
  return [...ends].sort((one, other) => one - other).map((end, at, all) => [at ? all[at - 1] : 0, end]);
}

// Bands as few as they can be, in their order, none over another.
function united(bands) {
  const found = [];
  for (const [top, end] of bands.sort(([one], [other]) => one - other)) {
    const last = found.at(-1);
    if (last && top <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([top, end]);
  }
  return found;
}

// A band for each row, for each panel of rows with its heading and axis, and for silent sources.
function panelBands(records) {
  const rows = records.filter((record) => isMark(record) && "bottom" in record);
  const words = (...kinds) => records.filter((record) => kinds.includes(record.kind)).map(({ y }) => y);
  const panels = words("unit").map((y, at, all) => [at ? all[at - 1] + UNDER_AXIS : 0, y + UNDER_AXIS]);
  const silent = words("quiet", "silence").map((y) => [y - LINE, y + LINE - 2]);
  return [...rows.map(({ top, bottom }) => [top, bottom]), ...panels, ...silent];
}

function* tablesOf(node, datasets) {
  const { data } = node;
  const table = data?.values ?? datasets[data?.name];
  if (Array.isArray(table)) yield table;
  for (const layer of node.layer ?? []) yield* tablesOf(layer, datasets);
}

// Puts `change` of each record in its place; records of which it makes null are left out.
function put(node, datasets, change) {
  const table = node.data?.values ?? datasets[node.data?.name];
  if (Array.isArray(table)) node.data = { values: table.map(change).filter(Boolean) };
  for (const layer of node.layer ?? []) put(layer, datasets, change);
}

function* verticals(node) {
  if (node.encoding?.y) yield node.encoding.y;
  for (const layer of node.layer ?? []) yield* verticals(layer);
}

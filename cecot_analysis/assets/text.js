// What the reviewer and the reader share: buttons, focus, and texts with marks in them.
// Every word of an article is set as text; offsets count code points, as Python's do.

function button(label, act, attributes = {}, key = "") {
  const node = element("button", { type: "button", class: "ca-button", ...attributes }, label);
  if (key) {
    node.append(element("kbd", { "aria-hidden": "true" }, key));
    node.setAttribute("aria-keyshortcuts", key);
  }
  node.addEventListener("click", act);
  return node;
}

// Redrawing must not lose the place of a person who works by keyboard.
function keepingFocus(root, draw) {
  const scope = root.getRootNode();
  const active = root.contains(scope.activeElement) ? scope.activeElement : null;
  const key = active?.dataset.key;
  const scrolled = new Map(
    [...root.querySelectorAll("[data-scroll]")].map((node) => [node.dataset.scroll, node.scrollTop]),
  );
  draw();
  for (const node of root.querySelectorAll("[data-scroll]")) {
    if (scrolled.has(node.dataset.scroll)) node.scrollTop = scrolled.get(node.dataset.scroll);
  }
  if (!active || active.isConnected) return;
  const same = [...root.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
  const usable = same && !same.disabled ? same : root.querySelector("[data-home]");
  usable?.focus({ preventScroll: true });
}

const CONTROL = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

// Characters that reorder what is read after them: shown by name, closed in by an isolate.
function wordNodes(words) {
  return words.split(CONTROL).flatMap((part, at) => {
    if (part === "") return [];
    if (at % 2 === 0) return [document.createTextNode(part)];
    const code = `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    return [element("bdi", { class: "ca-control", "data-code": code, title: code }, part)];
  });
}

// `layers` ({ start, end, class, figure, title }) go around the characters they cover; one that
// comes later in the list stands inside the earlier ones.
function markedNodes(characters, layers) {
  const edges = new Set([0, characters.length]);
  for (const layer of layers) edges.add(layer.start).add(layer.end);
  const cuts = [...edges].sort((a, b) => a - b);
  const begun = [...layers.keys()].sort((a, b) => layers[a].start - layers[b].start);
  let waiting = 0;
  let open = [];
  return cuts.slice(0, -1).flatMap((start, at) => {
    const end = cuts[at + 1];
    open = open.filter((one) => layers[one].end > start);
    while (waiting < begun.length && layers[begun[waiting]].start <= start) {
      if (layers[begun[waiting]].end > start) open.push(begun[waiting]);
      waiting += 1;
    }
    const around = [...open].sort((a, b) => b - a).map((one) => layers[one]);
    const words = wordNodes(characters.slice(start, end).join(""));
    return around.reduce((inner, layer) => {
      const tag = layer.class.includes("ca-section") ? "span" : "mark";
      const attributes = { class: layer.class, title: layer.title, "data-figure": layer.figure };
      return [element(tag, attributes, ...inner)];
    }, words);
  });
}

// The selection inside `node` in code points, white space at its ends left out; null for none.
function selectedSpan(node) {
  const scope = node.getRootNode();
  const selection = scope.getSelection?.() ?? document.getSelection();
  if (!selection?.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (range.collapsed || !range.intersectsNode(node)) return null;
  const inside = document.createRange();
  inside.selectNodeContents(node);
  if (node.contains(range.startContainer)) inside.setStart(range.startContainer, range.startOffset);
  if (node.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
  const before = document.createRange();
  before.selectNodeContents(node);
  before.setEnd(inside.startContainer, inside.startOffset);
  const words = inside.toString();
  if (!words.trim()) return null;
  const lead = words.length - words.trimStart().length;
  const start = [...(before.toString() + words.slice(0, lead))].length;
  return { start, end: start + [...words.trim()].length, words: words.trim() };
}

// Scrolls only `box`, never the notebook around it.
function reveal(box, node) {
  if (!box || !node) return;
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) {
    box.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

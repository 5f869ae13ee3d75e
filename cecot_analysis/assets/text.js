// What the reviewer and the reader share: texts with marks in them, and places in these texts.
// Every word of an article is set as text; offsets count code points, as Python's do.

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

function selectionOf(node) {
  return node.getRootNode().getSelection?.() ?? document.getSelection();
}

// How many code points of `node` stand before a place in it.
function offsetOf(node, container, offset) {
  const before = document.createRange();
  before.selectNodeContents(node);
  before.setEnd(container, offset);
  return [...before.toString()].length;
}

// The selection inside `node` in code points, white space at its ends left out; null for none.
function selectedSpan(node) {
  const selection = selectionOf(node);
  if (!selection?.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (range.collapsed || !range.intersectsNode(node)) return null;
  const inside = document.createRange();
  inside.selectNodeContents(node);
  if (node.contains(range.startContainer)) inside.setStart(range.startContainer, range.startOffset);
  if (node.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
  const words = inside.toString();
  if (!words.trim()) return null;
  const lead = [...words.slice(0, words.length - words.trimStart().length)].length;
  const start = offsetOf(node, inside.startContainer, inside.startOffset) + lead;
  return { start, end: start + [...words.trim()].length, words: words.trim() };
}

// Selection and caret inside `node` stay on the same characters while `draw` puts the same text
// there with other marks.
function keepingSelection(node, draw) {
  const selection = selectionOf(node);
  const ends = [
    [selection?.anchorNode, selection?.anchorOffset],
    [selection?.focusNode, selection?.focusOffset],
  ];
  const inside = ends.every(([place]) => place && node.contains(place));
  const kept = inside ? ends.map(([place, offset]) => offsetOf(node, place, offset)) : null;
  draw();
  if (kept) selection.setBaseAndExtent(...placeOf(node, kept[0]), ...placeOf(node, kept[1]));
}

// The text node and the offset in it that stand after so many code points of `node`.
function placeOf(node, count) {
  let left = [...node.textContent].slice(0, count).join("").length;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (left <= walker.currentNode.length) return [walker.currentNode, left];
    left -= walker.currentNode.length;
  }
  return [node, node.childNodes.length];
}

// The article under review: its figures marked, and a selection in it taken for a number.

function passageOf(act, choose, redraw) {
  const text = element("div", {
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
  const words = element("output", { class: "ca-picked-words", "aria-live": "polite" });
  const use = button("Use as its number", () => act("place"), { "data-key": "place" }, "s");
  const add = button("Add missed figure", () => act("add"), { "data-key": "add" }, "m");
  const bar = element("div", { class: "ca-bar ca-pick" }, use, add, words);
  const node = element("div", { class: "ca-left" }, bar, text);
  let content = null;
  let drawn = {};
  let span = null; // what is selected in the text
  let pressed = false; // a selection is being drawn by mouse
  let late = false;

  // What is selected now, in code points; null for nothing.
  const selected = () => {
    span = selectedSpan(text);
    words.textContent = span ? `Selected: “${span.words}”` : "For both, select a number in the text.";
    enable(use, span && content.figure);
    enable(add, span);
    return span;
  };

  const lookAt = (number) => {
    if (!number) return;
    const [outer, inner] = [text.getBoundingClientRect(), number.getBoundingClientRect()];
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) centre(text, number);
  };

  const draw = (given) => {
    content = given;
    const nodes = () => markedNodes(Array.from(content.text), content.layers);
    const layers = JSON.stringify(content.layers);
    if (content.text !== drawn.text) text.replaceChildren(...nodes());
    else if (layers !== drawn.layers) keepingSelection(text, () => text.replaceChildren(...nodes()));
    text.lang = content.language;
    text.setAttribute("aria-label", content.label);
    if (content.figure !== drawn.figure) {
      requestAnimationFrame(() => lookAt(text.querySelector(".ca-number.ca-selected")));
    }
    drawn = { text: content.text, layers, figure: content.figure };
  };

  // True while nothing may be drawn under a selecting hand; it is drawn when that lets go.
  const isHeld = () => {
    late ||= pressed;
    return pressed;
  };
  const release = () => {
    pressed = false;
    if (late) redraw();
    late = false;
  };

  for (const refused of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
    text.addEventListener(refused, (event) => event.preventDefault());
  }
  text.addEventListener("compositionend", () => {
    drawn = { figure: content.figure }; // no browser lets a page refuse one: the text is drawn anew
    draw(content);
  });
  text.addEventListener("pointerdown", () => { pressed = true; });
  text.addEventListener("click", (event) => {
    const number = event.target.closest?.(".ca-number")?.dataset.figure;
    if (number && !span) choose(number);
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, release);
  document.addEventListener("selectionchange", selected);
  const end = () => {
    for (const over of ["pointerup", "pointercancel"]) document.removeEventListener(over, release);
    document.removeEventListener("selectionchange", selected);
  };
  return { node, draw, selected, isHeld, collapse: () => selectionOf(text).collapseToEnd(), end };
}

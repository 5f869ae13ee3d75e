// An element of a page: every word is set as text, no attribute is markup.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// A button that cannot act now keeps its place, and the focus of those who work by keyboard.
function enable(node, possible) {
  node.setAttribute("aria-disabled", String(!possible));
}

function button(label, act, attributes = {}, key = "") {
  const node = element("button", { type: "button", class: "ca-button", ...attributes }, label);
  if (key) {
    node.append(element("kbd", { "aria-hidden": "true" }, key));
    node.setAttribute("aria-keyshortcuts", key);
  }
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-disabled") !== "true") act();
  });
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
  (same ?? root.querySelector("[data-home]") ?? root).focus({ preventScroll: true });
}

// Scrolls only `box`, never the notebook around it, and only if `node` is out of sight.
function reveal(box, node, covered = 0) {
  if (!box || !node) return;
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  const above = inner.top - outer.top - covered;
  const below = inner.bottom - outer.bottom;
  if (above < 0) box.scrollTop += above;
  else if (below > 0) box.scrollTop += below;
}

// The same a third from the top, so that what stands around it is seen.
function centre(box, node) {
  if (!box || !node) return;
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  box.scrollTop += inner.top - outer.top - outer.height / 3;
}

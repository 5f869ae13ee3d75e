// The figures of an article, one to a line: a person moves faster than the kernel answers.

function queueOf(own, choose) {
  const node = element("ul", {
    class: "ca-queue",
    role: "listbox",
    tabindex: "0",
    "aria-label": "Figures of this article",
    "data-key": "queue",
    "data-scroll": "queue",
  });
  let rows = [];
  let at = -1; // the row at hand: before the kernel has answered

  const mark = (place) => {
    at = place;
    rows.forEach((row, each) => row.setAttribute("aria-selected", String(each === at)));
    if (at >= 0) node.setAttribute("aria-activedescendant", rows[at].id);
    else node.removeAttribute("aria-activedescendant");
    requestAnimationFrame(() => reveal(node, rows[at]));
  };

  const go = (place) => {
    mark(place);
    choose(rows[place].dataset.figure);
  };

  const line = (one, place) => {
    const row = element(
      "li",
      { role: "option", id: `ca-queue-${own}-${place}`, "data-figure": one.figure },
      element("span", { class: `ca-chip ca-is-${one.state}` }, one.stateWords),
      element("span", { dir: "auto" }, one.words),
    );
    row.addEventListener("click", () => go(place));
    return row;
  };

  const draw = (listed) => {
    rows = listed.map(line);
    node.replaceChildren(...rows);
    node.hidden = rows.length === 0;
    mark(listed.findIndex((one) => one.chosen));
  };

  node.addEventListener("keydown", (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (rows[to]) go(to);
  });
  return { node, draw };
}

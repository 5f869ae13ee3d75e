// The explorer's table: one page of figures, gone through by keys and sorted by its heads.

function tablePane(root, model, { send }) {
  let drawn = null;
  let lines = [];
  const choose = (line) => {
    mark(line.dataset.figure); // before the kernel has answered
    line.focus({ preventScroll: true });
    send({ act: "select", figure: line.dataset.figure });
  };
  const mark = (figure) => {
    const chosen = lines.find((line) => line.dataset.figure === figure);
    for (const line of lines) {
      const home = line === (chosen ?? lines[0]);
      line.setAttribute("aria-selected", String(line === chosen));
      line.toggleAttribute("data-home", home);
      line.tabIndex = home ? 0 : -1;
    }
    const box = root.querySelector(".ca-table");
    if (chosen) reveal(box, chosen, box.querySelector("thead").offsetHeight);
  };
  const draw = (content) => {
    const turn = (page, select) => send({ act: "page", page, select });
    const heads = content.columns.map((name, column) => {
      const mine = content.sorted === column;
      const arrow = mine ? (content.down ? " ↓" : " ↑") : "";
      return element(
        "th",
        { scope: "col", role: "columnheader", "aria-sort": mine ? (content.down ? "descending" : "ascending") : "none" },
        button(name + arrow, () => send({ act: "sort", column }), {
          "data-key": `sort-${column}`,
          title: `Sort by ${name}`,
          class: null,
        }),
      );
    });
    lines = content.rows.map((row) => {
      const line = element(
        "tr",
        { role: "row", tabindex: "-1", "data-key": `row-${row.figure}`, "data-figure": row.figure },
        ...row.cells.map((cell) => element("td", { role: "gridcell", dir: "auto" }, cell)),
      );
      line.addEventListener("click", () => choose(line));
      return line;
    });
    const move = (event) => {
      const at = lines.indexOf(event.target);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
      const same = event.key === "Enter" || event.key === " ";
      if (at < 0 || (to === undefined && !same)) return;
      event.preventDefault();
      if (to === lines.length && content.page + 1 < content.pages) turn(content.page + 1, "first");
      else if (to === -1 && content.page > 0) turn(content.page - 1, "last");
      else if (same || lines[to]) choose(lines[to] ?? event.target);
    };
    const body = element("tbody", { role: "rowgroup" }, ...lines);
    body.addEventListener("keydown", move);
    const table = element(
      "table",
      { role: "grid", "aria-label": content.label },
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads)),
      body,
    );
    const foot = element("div", { class: "ca-bar ca-foot" });
    if (content.pages > 1) {
      const paging = (label, page) => {
        const node = button(label, () => turn(page), { "data-key": label });
        enable(node, page >= 0 && page < content.pages);
        return node;
      };
      foot.append(
        paging("Previous page", content.page - 1),
        element("span", { class: "ca-note", role: "status" }, content.note),
        paging("Next page", content.page + 1),
      );
    }
    const scroll = `page ${content.page}`; // another page begins at its top
    root.replaceChildren(element("div", { class: "ca-table", "data-scroll": scroll }, table), foot);
  };
  const show = () => {
    const content = model.get("content");
    if (content !== drawn) draw(content);
    drawn = content;
    mark(model.get("chosen"));
  };
  // Rows of another width stand elsewhere: the chosen one stays in sight.
  let width = 0;
  const turned = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    mark(model.get("chosen"));
  });
  turned.observe(root);
  return { draw: () => keepingFocus(root, show), end: () => turned.disconnect() };
}

// One pane of the explorer: filters, table or evidence. Python sends `content` and gets back
// what a person did; every word of an article is set as text, or arrives escaped by Python.

const PANES = { filters: filtersPane, table: tablePane, evidence: evidencePane };

function save(file, content) {
  const address = URL.createObjectURL(new Blob([content]));
  element("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function render({ model, el }) {
  const kind = model.get("kind");
  const root = element("div", { class: `ca-pane ca-${kind}-pane`, tabindex: "-1" });
  keepingKeys(root);
  el.append(root);
  let draw = () => {};
  const talk = conversation(model, root, ["content", "chosen"], () => draw());
  const pane = PANES[kind](root, model, talk);
  draw = pane.draw;
  const receive = (message, buffers) => save(message.file, buffers[0]);
  draw();
  model.on("msg:custom", receive);
  return () => {
    talk.end();
    pane.end?.();
    model.off("msg:custom", receive);
  };
}

export default { render };

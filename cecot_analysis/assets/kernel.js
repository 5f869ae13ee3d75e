// What a person does goes to the kernel, which answers late when it is busy, and not at all when
// it is gone. Late answers take nothing back: what the kernel shows is drawn when it has answered
// all that was sent, and a kernel that is gone does not look like a choice that was made.

const PATIENCE = 5000;
const SILENT = "The kernel does not answer. If it is busy, this goes on when it is done; "
  + "if it was restarted, run the cells of this notebook again.";

// `draw` is called for each change of one of the `shown` traits while nothing is awaited, and with
// `true` when the last message of this view has been dealt with.
function conversation(model, root, shown, draw) {
  const own = Math.random().toString(36).slice(2); // this view, of several that share a model
  const notice = element("p", { class: "ca-empty", role: "alert" }, SILENT);
  let sent = 0;
  let awaited = "";
  let pause = 0;
  const changed = () => {
    if (!awaited) draw();
  };
  const heard = () => {
    if (model.get("answered") !== awaited) return;
    awaited = "";
    clearTimeout(pause);
    notice.remove();
    draw(true);
  };
  const send = (done) => {
    sent += 1;
    awaited = `${own}-${sent}`;
    clearTimeout(pause);
    pause = setTimeout(() => root.before(notice), PATIENCE);
    model.send({ ...done, sender: awaited });
  };
  const names = shown.map((name) => `change:${name}`);
  for (const name of names) model.on(name, changed);
  model.on("change:answered", heard);
  const end = () => {
    clearTimeout(pause);
    notice.remove();
    for (const name of names) model.off(name, changed);
    model.off("change:answered", heard);
  };
  return { own, send, end, waits: () => awaited !== "" };
}

// Keys that mean something here mean nothing to the notebook around it.
function keepingKeys(root) {
  root.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab hears keys before us
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

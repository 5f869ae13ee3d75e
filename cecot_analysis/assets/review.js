// The reviewer: an article with its figures marked, and a person's decision on each.

const KEYS = { a: "accept", c: "save", r: "reject", u: "undo", n: "next", p: "previous", m: "add" };

function render({ model, el }) {
  const root = element("div", {
    class: "ca-pane ca-desk",
    role: "group",
    "aria-label": "Review of figures",
    tabindex: "-1",
  });
  keepingKeys(root);
  el.append(root);

  let content = model.get("content");
  let leaving = false; // the form is about to be another one: nothing more is typed into it
  let ahead = 0; // steps that were asked for in the meantime
  let homeward = null; // a decision made in a field leads from there back to the keys
  const talk = conversation(model, root, ["content"], () => draw());
  const choose = (figure) => send("choose", { to: figure });
  const sitting = sittingOf(root, act, send);
  const passage = passageOf(act, (figure) => { if (!leaving) choose(figure); }, () => draw());
  const form = formOf(talk.own, act);
  const queue = queueOf(talk.own, choose);
  const side = element("div", { class: "ca-side" }, form.node, queue.node);
  root.append(...sitting.nodes, element("div", { class: "ca-work" }, passage.node, side));

  function send(name, more = {}) {
    form.needs("");
    if (name !== "name") {
      leaving = true;
      side.setAttribute("aria-busy", "true");
    }
    const { figure, seen } = content;
    const reason = form.reason()?.value ?? "";
    talk.send({ act: name, figure, seen, fields: form.typed(), reason, ...more });
  }

  function act(name) {
    const step = { next: 1, previous: -1 }[name];
    if (leaving) {
      ahead += step ?? 0; // what is not seen yet is not decided
    } else if (name === "place" || name === "add") {
      const span = passage.selected();
      if (!span || (name === "place" && !content.figure)) return;
      send(name, { start: span.start, end: span.end });
      passage.collapse();
    } else if (name === "reject" && !form.reason()?.value.trim()) {
      if (!form.reason()) return;
      form.reason().focus();
      form.needs("A rejection needs a reason: type it, then Enter.");
    } else if (name === "save" || name === "reject" || name === "accept") {
      if (content.mode === "none" || (content.mode === "new" && name !== "save")) return;
      send(name);
    } else if (name !== "undo" || content.undo) {
      send(name);
    }
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && content.mode === "new") act("cancel");
    else if (event.key === "Enter" && event.target.matches("input[data-field]")) {
      homeward = event.target;
      act(content.mode === "figure" && event.target.dataset.field === "reason" ? "reject" : "save");
    }
    else if (typing || event.shiftKey) return;
    else if (event.key === "s") act("place");
    else if (KEYS[event.key]) act(KEYS[event.key]);
    else return;
    event.preventDefault();
  }

  function draw() {
    if (passage.isHeld()) return;
    content = model.get("content");
    const goesHome = homeward && homeward === root.getRootNode().activeElement && !content.error;
    keepingFocus(root, () => {
      sitting.draw(content);
      form.draw(content);
      queue.draw(content.queue);
      passage.draw(content);
    });
    if (goesHome) root.querySelector("[data-home]")?.focus({ preventScroll: true });
    homeward = null;
    leaving = false;
    side.removeAttribute("aria-busy");
    passage.selected();
    if (content.error) ahead = 0; // what was refused is read before anyone goes on
    if (ahead) {
      const step = Math.sign(ahead);
      ahead -= step;
      act(step > 0 ? "next" : "previous");
    }
  }

  for (const typing of ["beforeinput", "mousedown", "keydown"]) {
    form.node.addEventListener(typing, (event) => {
      const isField = event.target.matches("input, select");
      if (leaving && isField && event.key !== "Tab") event.preventDefault();
    });
  }
  root.addEventListener("keydown", onKey);
  draw();
  const known = storedName();
  if (!content.reviewer && known) send("name", { name: known });
  return () => {
    talk.end();
    passage.end();
  };
}

export default { render };

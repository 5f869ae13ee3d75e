// One filter: choices with their counts, a period, or words. Each gives a node and a way to show it.

const TYPING = 150; // milliseconds after a key before Python is asked

// A field to type into: what is typed is sent when the typing pauses, and never replaced by less.
function typed(act, name, label, send) {
  const field = element("input", {
    type: "search",
    class: "ca-field",
    "aria-label": label,
    placeholder: label,
    "data-key": `${act}-${name}`,
  });
  let pause = 0;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = 0;
      send({ act, name, value: field.value });
    }, TYPING);
  });
  const show = (value) => {
    const said = field.value.split(/\s+/).filter(Boolean).join(" ");
    if (!pause && value !== said) field.value = value;
  };
  return { field, show };
}

function facet(one, talk) {
  const list = element("div", { class: "ca-choices", "data-scroll": one.name });
  const note = element("p", { class: "ca-note" });
  const parts = [element("legend", {}, one.label)];
  const search = one.search === null ? null : typed("find", one.name, `Find in ${one.label}`, talk.send);
  if (search) parts.push(search.field);
  const node = element("fieldset", { class: "ca-facet", "data-filter": one.name }, ...parts, list, note);
  let drawn = "";
  let boxes = [];
  const choice = ({ label }) => {
    const box = element("input", { type: "checkbox", "data-key": `${one.name}-${label}` });
    box.addEventListener("change", () => {
      talk.send({ act: "pick", name: one.name, label, picked: box.checked });
    });
    const words = element("span", { class: "ca-choice-label", dir: "auto" }, label);
    const count = element("span", { class: "ca-count" });
    return { box, count, node: element("label", { class: "ca-choice", title: label }, box, words, count) };
  };
  const show = (now) => {
    const wanted = JSON.stringify(now.choices.map(({ label }) => label));
    if (wanted !== drawn) {
      boxes = now.choices.map(choice);
      list.replaceChildren(...boxes.map((each) => each.node));
      drawn = wanted;
    }
    now.choices.forEach(({ count, picked }, at) => {
      boxes[at].box.checked = picked;
      boxes[at].count.textContent = count.toLocaleString("en");
      boxes[at].node.classList.toggle("ca-none", count === 0);
    });
    search?.show(now.search);
    note.textContent = now.note;
    note.hidden = !now.note;
  };
  return { node, show };
}

// A date is typed digit by digit: a year before 1000 is one that is still being typed.
function period(one, talk) {
  const fields = ["first", "last"].map((end) =>
    element("input", {
      type: "date",
      class: "ca-field",
      "aria-label": `${one.label} ${end === "first" ? "from" : "to"}`,
      "data-key": `${one.name}-${end}`,
    }),
  );
  for (const field of fields) {
    field.addEventListener("change", () => {
      if (fields.some((other) => other.value && other.value < "1000")) return;
      talk.send({ act: "set", name: one.name, value: fields.map((other) => other.value || null) });
    });
  }
  const note = element("p", { class: "ca-note" });
  const node = element(
    "fieldset",
    { class: "ca-facet", "data-filter": one.name },
    element("legend", {}, one.label),
    element("label", { class: "ca-period" }, element("span", {}, "from"), fields[0]),
    element("label", { class: "ca-period" }, element("span", {}, "to"), fields[1]),
    note,
  );
  // A date that is refused stays where it was typed, and one that is half typed is left alone.
  const show = (now) => {
    [now.first, now.last].forEach((held, at) => {
      const field = fields[at];
      const stands = field.value !== "" || field.validity.badInput;
      const left = now.refused || field === node.getRootNode().activeElement;
      if (held ? field.value !== held && !now.refused : stands && !left) field.value = held;
    });
    note.textContent = now.note + (now.least ? `: ${now.least} to ${now.most}` : "");
  };
  return { node, show };
}

function words(one, talk) {
  const { field, show } = typed("set", one.name, one.label, talk.send);
  const node = element(
    "fieldset",
    { class: "ca-facet", "data-filter": one.name },
    element("legend", {}, one.label),
    field,
  );
  return { node, show: (now) => show(now.value) };
}

// The figure at hand: what is said of it, the fields that a person fills in, and the decisions.

const REASONS = [
  "not a figure about this subject",
  "the number counts something else",
  "another prison or country",
  "a plan, not a count",
  "part of a name or a date",
];

function field(one, value) {
  const attributes = {
    "data-key": `field-${one.name}`,
    "data-field": one.name,
    "aria-label": one.label,
  };
  if (one.choices) {
    const options = one.choices.map((choice) =>
      element("option", { value: choice.value, selected: choice.value === value }, choice.label),
    );
    return element("select", attributes, ...options);
  }
  const input = element("input", {
    ...attributes,
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    inputmode: one.number ? "decimal" : null,
    placeholder: one.hint || null,
    dir: "auto",
  });
  input.value = value;
  return input;
}

// All the fields; those that a range has not, or only a range has, are hidden as is said.
function fieldsOf(content) {
  const boxes = content.fields.map((one) => {
    const input = field(one, one.value);
    return { one, input, label: element("label", { class: "ca-ask", "data-name": one.name }, one.label, input) };
  });
  const inputOf = (wanted) => boxes.find(({ one }) => one.name === wanted)?.input;
  const settle = () => boxes.forEach(({ one, input, label }) => {
    label.classList.toggle("ca-changed", input.value !== one.held);
    label.hidden = (one.name === "low" || one.name === "high" || one.name === "value")
      && (one.name === "value") === (inputOf("comparator")?.value === "range");
  });
  for (const { one, input } of boxes) {
    input.addEventListener("input", () => {
      const measure = inputOf("measure");
      if (one.name === "metric" && measure && content.measures[input.value]) {
        measure.value = content.measures[input.value];
      }
      settle();
    });
  }
  settle();
  return element("div", { class: "ca-fields" }, ...boxes.map(({ label }) => label));
}

function formOf(own, act) {
  const node = element("div");
  let content = null;
  let drawn = null;

  const reasonBox = () => node.querySelector('[data-field="reason"]');

  // What stands in the form and differs from what is held.
  const typed = () => {
    const found = {};
    for (const one of content.fields) {
      const input = node.querySelector(`[data-field="${one.name}"]`);
      if (!input || input.closest("label").hidden) continue; // a range has no value, and so on
      if (input.value !== one.held) found[one.name] = input.value;
    }
    return found;
  };

  // What a decision still needs, said beside the reason.
  const needs = (words) => {
    const told = node.querySelector(".ca-why");
    if (!told) return;
    told.textContent = words;
    if (words) reasonBox().setAttribute("aria-invalid", "true");
    else reasonBox().removeAttribute("aria-invalid");
  };

  const about = () => {
    const chip = element("span", { class: `ca-chip ca-is-${content.state}` }, content.stateWords);
    const now = content.picked ? [", now ", element("q", { dir: "auto" }, content.picked)] : [];
    const words = element("q", { dir: "auto" }, content.words);
    return [
      element("h4", {}, chip, " ", content.heading),
      element("p", { class: "ca-number-line" }, "Number in the text: ", words, ...now),
      ...content.remarks.map((one) => element("p", { class: "ca-note", dir: "auto" }, one)),
    ];
  };

  const reason = () => {
    const box = element("input", {
      type: "text",
      "data-field": "reason",
      "data-key": "reason",
      list: `ca-reasons-${own}`,
      autocomplete: "off",
    });
    box.value = content.reason;
    const list = element("datalist", { id: `ca-reasons-${own}` });
    list.append(...REASONS.map((words) => element("option", { value: words })));
    const label = content.mode === "new" ? "Remark, if any" : "Reason";
    return element(
      "div",
      { class: "ca-reason" },
      element("label", { class: "ca-inline" }, label, box),
      list,
      element("p", { class: "ca-why", role: "alert" }),
    );
  };

  const card = () => {
    const isNew = content.mode === "new";
    const main = { "data-home": true, class: "ca-button ca-main" };
    const does = (label, name, key, more) =>
      button(label, () => act(name), { "data-key": name, ...more }, key);
    const before = isNew ? [] : [does("Accept", "accept", "a", main), does("Reject", "reject", "r")];
    const after = isNew
      ? [does("Add figure", "save", "c", main), does("Cancel", "cancel", "Esc")]
      : [does("Save correction", "save", "c"), does("Take back changes", "reset", "")];
    return element(
      "section",
      { class: "ca-card", "aria-label": isNew ? "A missed figure" : "The figure at hand" },
      element("div", { class: "ca-said" }),
      element("div", { class: "ca-bar ca-decide" }, ...before, reason()),
      fieldsOf(content),
      element("div", { class: "ca-bar" }, ...after),
    );
  };

  const draw = (given) => {
    content = given;
    const none = content.mode === "none";
    if (none) node.replaceChildren(element("div", { class: "ca-card" }, element("p", {}, content.empty)));
    else if (content.form !== drawn) node.replaceChildren(card());
    drawn = none ? null : content.form;
    // The same form keeps what is typed into it; only what is said above it is new.
    node.querySelector(".ca-said")?.replaceChildren(...about());
  };
  return { node, draw, typed, needs, reason: reasonBox };
}

// The explorer's evidence: the figure at hand, in its article, to be read and cited.

function evidencePane(root, model) {
  const none = element("p", { class: "ca-note" });
  const card = element("div", { "aria-live": "polite" });
  const passage = element("div", { class: "ca-passage", tabindex: "0", role: "region" });
  const told = element("span", { class: "ca-note", role: "status" });
  const mark = () => passage.querySelector(".ca-number.ca-selected");
  const copy = button("Copy citation", () => copied(copy, told, model.get("content").citation));
  const whole = button("Whole article", () => {
    const open = passage.classList.toggle("ca-whole"); // and stays so from figure to figure
    whole.setAttribute("aria-pressed", String(open));
    if (open) mark()?.scrollIntoView({ block: "center" });
    else centre(passage, mark());
  }, { "aria-pressed": "false" });
  const shown = element("div", {}, card, element("div", { class: "ca-bar" }, copy, whole, told), passage);
  root.append(none, shown);
  let passport = false;
  const draw = () => {
    const content = model.get("content");
    shown.hidden = !content.article;
    none.textContent = content.empty ?? "";
    if (!content.article) return;
    card.innerHTML = content.card;
    for (const details of card.querySelectorAll("details")) {
      details.open = passport;
      details.addEventListener("toggle", () => { passport = details.open; });
      details.querySelector("summary").dataset.key = "passport";
    }
    passage.setAttribute("aria-label", content.label);
    passage.innerHTML = content.article;
    // The same article may stand elsewhere on the page: ids belong to that one.
    passage.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    requestAnimationFrame(() => centre(passage, mark()));
  };
  return { draw: () => keepingFocus(root, draw) };
}

// To the clipboard; where a page has none (an address without https, a frame that may not),
// the older way; where that is refused too, the line stands there selected.
async function copied(node, told, citation) {
  const said = (words) => {
    told.textContent = words;
    node.textContent = "Copied";
    setTimeout(() => {
      node.textContent = "Copy citation";
      told.textContent = "";
    }, 1500);
  };
  try {
    await navigator.clipboard.writeText(citation);
    said("Citation copied");
    return;
  } catch { /* not here */ }
  const bar = node.parentElement;
  const field = bar.querySelector("textarea")
    ?? element("textarea", { readonly: true, class: "ca-citation", rows: 4, "aria-label": "Citation" });
  field.value = citation;
  bar.append(field);
  field.select();
  if (document.execCommand?.("copy")) {
    field.remove();
    node.focus({ preventScroll: true });
    said("Citation copied");
  } else {
    told.textContent = "This page may not copy: the citation is selected, copy it by keyboard.";
  }
}

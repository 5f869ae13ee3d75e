// Above the article: who reviews, how far that is, what was done last, and what no longer holds.

const STORED = "cecot-reviewer"; // a name is asked for once in a browser's session

function storedName() {
  try {
    return sessionStorage.getItem(STORED) ?? "";
  } catch {
    return ""; // a page without storage asks again
  }
}

function storeName(name) {
  try {
    sessionStorage.setItem(STORED, name);
  } catch { /* a page without storage asks again */ }
}

function sittingOf(root, act, send) {
  const progressWords = element("strong", { class: "ca-status", role: "status" });
  const progress = element("progress", { value: 0, max: 1 });
  const name = element("input", { type: "text", "data-key": "name", autocomplete: "off" });
  const articles = element("select", { "data-key": "article", "aria-label": "Article" });
  const undo = button("Undo", () => act("undo"), { "data-key": "undo" }, "u");
  const note = element("span", { class: "ca-note", role: "status" });
  const error = element("div", { class: "ca-empty", role: "alert" });
  const stale = element("details", { class: "ca-stale" });
  const who = element(
    "div",
    { class: "ca-bar" },
    progressWords,
    progress,
    element("label", { class: "ca-inline" }, "Reviewer", name),
    element("label", { class: "ca-inline" }, "Article", articles),
  );
  const moves = element(
    "div",
    { class: "ca-bar ca-moves" },
    button("Previous", () => act("previous"), { "data-key": "previous" }, "p"),
    button("Next", () => act("next"), { "data-key": "next" }, "n"),
    undo,
    note,
  );
  let drawnArticles = "";

  name.addEventListener("change", () => {
    storeName(name.value);
    send("name", { name: name.value });
  });
  articles.addEventListener("change", () => send("article", { at: Number(articles.value) }));

  const drawArticles = (content) => {
    const listed = JSON.stringify(content.articles);
    if (listed !== drawnArticles) {
      articles.replaceChildren(
        ...content.articles.map((one, at) => element("option", { value: at }, one)),
      );
      drawnArticles = listed;
    }
    articles.value = content.article;
  };

  const drawStale = (found) => {
    const items = found.map((one) => {
      const item = element("li", {}, one.words);
      if (one.own) {
        const back = () => send("withdraw", { place: one.place });
        item.append(" ", button("Take it back", back, { "data-key": `stale-${one.place}` }));
      }
      return item;
    });
    const words = `${found.length} ${found.length === 1 ? "decision" : "decisions"} not applied: `
      + "the text or the figure has changed since";
    stale.hidden = !found.length;
    stale.replaceChildren(
      element("summary", { "data-key": "stale" }, words),
      element("ul", {}, ...items),
    );
  };

  const draw = (content) => {
    const { done, total, words } = content.progress;
    progressWords.textContent = words;
    progress.max = Math.max(1, total);
    progress.value = done;
    progress.setAttribute("aria-label", words);
    // A name that is being typed is not written over.
    if (name !== root.getRootNode().activeElement) name.value = content.reviewer;
    drawArticles(content);
    enable(undo, content.undo);
    undo.title = content.undo;
    note.textContent = content.error ? "" : content.note || content.undo;
    error.textContent = content.error;
    error.hidden = !content.error;
    drawStale(content.stale);
  };
  return { nodes: [who, moves, error, stale], draw };
}

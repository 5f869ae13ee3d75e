// Draws each chart of the page from the specification that stands beside it. Asks nobody else.
const options = {
  renderer: "svg",
  mode: "vega-lite",
  tooltip: { theme: "custom" },
  actions: { export: { svg: true, png: true }, source: false, compiled: false, editor: false },
  loader: { http: false, file: false },
  config: { aria: false, mark: { aria: false } }, // the figure says it all, in words
};

// One picture with a name, and a menu with a name: what Vega writes there has neither.
function named(drawing, title) {
  const wrapper = drawing.querySelector(".chart-wrapper") ?? drawing;
  for (const name of ["role", "aria-roledescription", "aria-label"]) wrapper.removeAttribute(name);
  const picture = drawing.querySelector("svg.marks");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", title);
  drawing.querySelector("summary")?.setAttribute("aria-label", `Save the chart: ${title}`);
}

for (const figure of document.querySelectorAll("figure.chart")) {
  const specification = JSON.parse(figure.querySelector("script").textContent);
  const drawing = figure.querySelector(".drawing");
  const name = figure.dataset.name;
  vegaEmbed(drawing, specification, { ...options, downloadFileName: name })
    .then(({ spec }) => {
      named(drawing, [spec.title?.text ?? spec.title ?? name].flat().join(" "));
      figure.dataset.drawn = "true";
    })
    .catch((error) => {
      drawing.textContent = figure.getAttribute("aria-label");
      console.error(error);
    });
}

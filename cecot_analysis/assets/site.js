// Draws each chart of the page from the specification that stands beside it. Asks nobody else.
const options = {
  renderer: "svg",
  mode: "vega-lite",
  tooltip: { theme: "custom" },
  actions: { export: { svg: true, png: true }, source: false, compiled: false, editor: false },
  loader: { http: false, file: false },
};

for (const figure of document.querySelectorAll("figure.chart")) {
  const specification = JSON.parse(figure.querySelector("script").textContent);
  const drawing = figure.querySelector(".drawing");
  const name = figure.dataset.name;
  vegaEmbed(drawing, specification, { ...options, downloadFileName: name })
    .then(() => {
      figure.dataset.drawn = "true";
    })
    .catch((error) => {
      drawing.textContent = figure.getAttribute("aria-label");
      console.error(error);
    });
}

for (const figure of document.querySelectorAll("figure:has(> .live)")) {
  const [still, live, spec] = [".still", ".live", "script"].map((part) => figure.querySelector(part));
  vegaEmbed(live, JSON.parse(spec.textContent), { actions: false, renderer: "svg", ast: true })
    .then(() => { live.hidden = false; still.hidden = true; })
    .catch((error) => console.error(error));
}

/* A tap on the picture says where somebody stands in it; the two fields do the same by hand. */
(() => {
  "use strict";
  const picture = document.querySelector("[data-tap] [data-picture]");
  const x = document.getElementById("id_x");
  const y = document.getElementById("id_y");
  if (!picture || !x || !y) return;
  const box = picture.viewBox.baseVal;
  const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  const radius = Math.max(12, Math.min(box.width, box.height) / 14);
  for (const [name, value] of Object.entries({ r: radius, fill: "none", stroke: "#ffd21f", "stroke-width": radius / 6, visibility: "hidden" })) {
    circle.setAttribute(name, value);
  }
  picture.append(circle);
  const draw = () => {
    const known = x.value !== "" && y.value !== "";
    circle.setAttribute("visibility", known ? "visible" : "hidden");
    if (!known) return;
    circle.setAttribute("cx", (Number(x.value) * box.width) / 100);
    circle.setAttribute("cy", (Number(y.value) * box.height) / 100);
  };
  const part = (at, start, length) => Math.min(100, Math.max(0, Math.round(((at - start) * 100) / length)));
  picture.addEventListener("click", (event) => {
    const place = picture.getBoundingClientRect();
    x.value = part(event.clientX, place.left, place.width);
    y.value = part(event.clientY, place.top, place.height);
    draw();
  });
  x.addEventListener("input", draw);
  y.addEventListener("input", draw);
  draw();
})();

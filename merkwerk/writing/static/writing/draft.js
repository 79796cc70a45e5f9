/* Words that could not be saved yet (no line, a stopped browser) wait on this device, and nowhere
   longer than that: as soon as the desk has them they are gone from here. */
(() => {
  "use strict";
  const form = document.getElementById("draft");
  if (!form || !form.dataset.offline) return;
  const keyOf = form.querySelector("[name=key]");
  if (!keyOf || !keyOf.value) return;
  const names = ["text", "facts", "surprised", "hard", "learnt"];
  const SHEETS = [`merkwerk-draft-offline-${form.dataset.offline}`, "merkwerk-draft-offline-"];
  try { localStorage.setItem("merkwerk-whose-desk", form.dataset.offline); } catch { /* then a sheet is nobody's */ }
  const place = `merkwerk-draft-${form.dataset.offline}-`;
  const store = place + (form.action.includes("/new/") ? "new" : keyOf.value);
  const field = (name) => form.elements.namedItem(name);
  const words = () => Object.fromEntries(names.map((name) => [name, field(name)?.value || ""]));

  const read = (where) => {
    try { return JSON.parse(localStorage.getItem(where) || "null"); } catch { return null; }
  };
  const keep = () => {
    try { localStorage.setItem(store, JSON.stringify({ ...words(), key: keyOf.value })); } catch { /* full or forbidden: the page still warns before it is left */ }
  };
  /* What was written on the sheet without a line becomes what this page has to save. */
  const keep_from = (where, kept) => {
    try {
      localStorage.setItem(store, JSON.stringify({ ...words(), ...kept, key: keyOf.value }));
      localStorage.removeItem(where);
    } catch { /* it stays where it was */ }
  };
  const let_go = () => { try { localStorage.removeItem(store); } catch { /* nothing was kept */ } };

  const bring_back = (where) => {
    const kept = read(where);
    if (!kept) return;
    const missing = names.filter((name) => kept[name] && field(name) && field(name).value !== kept[name]);
    if (!missing.length) { let_go(); return; }
    if (where !== store) { keep_from(where, kept); }
    if (kept.key && form.action.includes("/new/")) keyOf.value = kept.key;
    missing.forEach((name) => {
      const here = field(name).value;
      field(name).value = here && !kept[name].includes(here) ? `${kept[name]}\n\n${here}` : kept[name];
      field(name).closest("details")?.setAttribute("open", "");
    });
    const said = form.querySelector("[data-autosave-state]");
    if (said) said.textContent = form.dataset.restored;
    field("text").dispatchEvent(new Event("input", { bubbles: true }));
  };

  form.addEventListener("draft:unsaved", keep);
  form.addEventListener("draft:saved", let_go);
  ["input", "submit"].forEach((name) => {
    form.addEventListener(name, () => { if (!navigator.onLine) keep(); });
  });
  addEventListener("pagehide", () => { if ("unsaved" in form.dataset) keep(); });
  addEventListener("online", () => {
    if ("unsaved" in form.dataset) field("text").dispatchEvent(new Event("input", { bubbles: true }));
  });
  bring_back(store);
  if (form.action.includes("/new/")) SHEETS.forEach(bring_back);

  navigator.serviceWorker?.register("/service-worker.js").catch(() => { /* then there is no sheet without a line */ });

  /* --- the device's own way to pass words on ------------------------------------------------- */
  document.querySelectorAll("[data-share]").forEach((button) => {
    if (!navigator.share) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const from = document.querySelector(button.dataset.share);
      navigator.share({ text: from.value }).catch(() => { /* the reader changed their mind */ });
    });
  });
})();

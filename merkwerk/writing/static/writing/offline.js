/* The sheet for when there is no line: its words wait on this device until the desk takes them. */
(() => {
  "use strict";
  /* Each colleague's own, so that nobody finds another's words on a device that they share. */
  let whose = "";
  try { whose = localStorage.getItem("merkwerk-whose-desk") || ""; } catch { /* nothing can be kept */ }
  const STORE = `merkwerk-draft-offline-${whose}`;
  const words = document.getElementById("words");
  const state = document.getElementById("state");
  try { words.value = JSON.parse(localStorage.getItem(STORE) || "{}").text || ""; } catch { words.value = ""; }
  words.addEventListener("input", () => {
    try {
      localStorage.setItem(STORE, JSON.stringify({ text: words.value }));
      state.textContent = state.dataset.kept;
    } catch {
      state.textContent = "";
    }
  });
})();

/* The sheet for when there is no line: its words wait on this device until the desk takes them. */
(() => {
  "use strict";
  const STORE = "merkwerk-draft-offline";
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

/* What script adds to a page that also works without it. No libraries; htmx is optional here.
   Drafts are private, so they live on the server; only words that could not be saved yet wait in
   the browser's storage (writing/draft.js), and signing out takes them away. */
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  const words = document.body.dataset;

  const say = (sentence) => {
    const place = document.getElementById("said");
    if (place) place.textContent = sentence;
  };

  const notice = (sentence) => {
    const place = document.getElementById("notices");
    if (!place || !sentence) return;
    const box = document.createElement("div");
    const line = document.createElement("p");
    box.className = "notice alert";
    box.setAttribute("role", "alert");
    line.textContent = sentence;
    box.append(line);
    place.replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  };

  /* --- how long a text is: characters as a reader counts them ------------------------------ */
  const splitter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;
  const lengthOf = (text, linkLength) => {
    const counted = linkLength ? text.replace(/https?:\/\/\S+/g, "x".repeat(linkLength)) : text;
    return splitter ? [...splitter.segment(counted)].length : [...counted].length;
  };

  const count = (counter) => {
    const field = document.getElementById(counter.dataset.counter);
    if (!field) return;
    const limit = Number(counter.dataset.limit);
    const used = lengthOf(field.value, Number(counter.dataset.linkLength));
    const sentence = used > limit ? counter.dataset.wordsOver : counter.dataset.words;
    counter.classList.toggle("over", used > limit);
    counter.textContent = sentence
      .replace("{n}", used).replace("{limit}", limit).replace("{over}", used - limit);
  };

  /* --- drafts keep themselves ---------------------------------------------------------------- */
  const waits = new WeakMap();
  const keep = async (form) => {
    const place = form.querySelector("[data-autosave-state]");
    const tell = (sentence) => { if (place && sentence) place.textContent = sentence; };
    const before = form.dataset.typed;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), credentials: "same-origin",
        headers: { "X-Requested-With": "fetch" }, redirect: "manual",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      if (form.dataset.typed === before) delete form.dataset.unsaved;
      tell(place?.dataset.saved);
      form.dispatchEvent(new Event("draft:saved"));
    } catch {
      tell(place?.dataset.failed);
      form.dispatchEvent(new Event("draft:unsaved"));
    }
  };
  const later = (form) => {
    clearTimeout(waits.get(form));
    waits.set(form, setTimeout(() => keep(form), 1200));
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    document.querySelectorAll(`[data-counter="${CSS.escape(field.id)}"]`).forEach(count);
    const form = field.form;
    if (!form) return;
    form.dataset.typed = String(Number(form.dataset.typed || 0) + 1);
    if ("autosave" in form.dataset || "keep" in form.dataset) form.dataset.unsaved = "";
    if (form.dataset.autosave) later(form);
  });

  document.addEventListener("submit", (event) => {
    if (/\/logout\/$/.test(event.target.action)) {
      Object.keys(localStorage).filter((name) => name.startsWith("merkwerk-draft-"))
        .forEach((name) => localStorage.removeItem(name));
    }
    clearTimeout(waits.get(event.target));
    delete event.target.dataset.unsaved;
  });

  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-unsaved]")) event.preventDefault();
  });

  /* --- print --------------------------------------------------------------------------------- */
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });

  /* --- copy ---------------------------------------------------------------------------------- */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.querySelector(button.dataset.copy);
    if (!source) return;
    const text = "value" in source ? source.value : source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied);
      const before = button.textContent;
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = before; }, 2000);
    } catch {
      getSelection().selectAllChildren(source);
    }
  });

  /* --- one key for the next, one for the previous; the page says which, and they can be off ---- */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    document.querySelector(`a[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
  });

  /* --- htmx: a full page is a journey, a failure loses nothing, focus is never lost ----------- */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
    event.detail.shouldSwap = false;
    if (/<body[^>]* data-open/.test(xhr.responseText)) notice(words.signedOut);
    else if (xhr.status < 400) location.assign(xhr.responseURL);
  });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, (event) => {
      const form = event.target.closest?.("form");
      if (form && ("autosave" in form.dataset || "keep" in form.dataset)) form.dataset.unsaved = "";
      notice(words.unsent);
    });
  });
  let left = null;
  document.addEventListener("htmx:beforeRequest", () => { left = document.activeElement; });
  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.elt;
    document.querySelectorAll("[data-counter]").forEach(count);
    const lost = !left || !left.isConnected || document.activeElement === document.body;
    const wanted = place.querySelector?.("[data-focus], [autofocus], [aria-invalid='true']")
      || (place.matches?.("[data-focus]") ? place : null);
    if (wanted) wanted.focus();
    else if (lost && left) {
      place.tabIndex = -1;
      place.focus?.({ preventScroll: true });
    }
    left = null;
  });
  document.addEventListener("said", (event) => say(event.detail.value));

  document.querySelectorAll("[data-counter]").forEach(count);
})();

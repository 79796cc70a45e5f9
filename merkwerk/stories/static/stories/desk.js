/* The sheet of a story: the editor where script runs, and words that could not be saved yet. Without
   this file the page works with light marks. */
"use strict";
const place = document.querySelector("[data-prose]");
const form = place?.closest("form");
const field = form?.elements.namedItem("body");
const written = form?.elements.namedItem("written");
const LONGEST = 1000000;

const lines = (library) => {
  const { Node, Mark, mergeAttributes } = library;
  const Photo = Node.create({
    name: "photo", group: "block", content: "text*", marks: "", draggable: true, isolating: true, defining: true,
    addAttributes() {
      return { photo: { default: null, parseHTML: (element) => element.dataset.photo, renderHTML: (kept) => ({ "data-photo": kept.photo }) } };
    },
    parseHTML() { return [{ tag: "figure[data-photo]", contentElement: (element) => element.querySelector("figcaption") || element.appendChild(document.createElement("figcaption")) }]; },
    renderHTML({ HTMLAttributes }) { return ["figure", mergeAttributes(HTMLAttributes), ["figcaption", 0]]; },
    addNodeView() {
      return ({ node }) => {
        const dom = document.createElement("figure");
        const told = document.createElement("p");
        const contentDOM = document.createElement("figcaption");
        dom.dataset.photo = node.attrs.photo;
        told.contentEditable = "false";
        const found = known.get(String(node.attrs.photo));
        if (found?.address) {
          const picture = document.createElement("img");
          picture.src = found.address;
          picture.alt = found.words || "";
          told.append(picture);
        } else told.textContent = `${place.dataset.photoSays} ${node.attrs.photo}`;
        dom.append(told, contentDOM);
        return { dom, contentDOM };
      };
    },
  });
  const Source = Mark.create({
    name: "source",
    parseHTML() { return [{ tag: "cite" }]; },
    renderHTML() { return ["cite", 0]; },
  });
  const kept = [library.Document, library.Paragraph, library.Text, library.HardBreak, library.Bold, library.Italic,
    library.Heading.configure({ levels: [2, 3] }), library.BulletList, library.OrderedList, library.ListItem,
    library.Blockquote, library.HorizontalRule, library.History, library.Dropcursor, library.Gapcursor, Photo, Source,
    library.Link.configure({ openOnClick: false, protocols: ["http", "https", "mailto"], enableTarget: false, HTMLAttributes: { tabindex: "-1" } })];
  return kept.filter(Boolean);
};

const known = new Map();
let editor = null;
let begun = false;

const note = () => {
  const plain = form.querySelector("[data-plain]");
  if (!plain) return;
  const value = (name) => form.elements.namedItem(name)?.value || "";
  const body = editor ? editor.getText({ blockSeparator: "\n\n" }) : field.value;
  plain.value = [value("title"), value("opening"), body, value("question")].filter(Boolean).join("\n\n");
};

/* What came back from the server in light marks, and wasn't kept, stays in light marks. */
const start = async () => {
  const library = await import(place.dataset.editor);
  const sent_back = "sentBack" in place.dataset;
  if (sent_back && written.value !== "html") return;
  const content = sent_back ? field.value : form.querySelector("[data-body]").innerHTML;
  editor = new library.Editor({
    element: place, extensions: lines(library), content, injectCSS: false,
    editorProps: { attributes: { class: "prose", role: "textbox", "aria-multiline": "true", "aria-labelledby": "body-label", dir: "auto" } },
    onUpdate() {
      field.value = editor.isEmpty ? "" : editor.getHTML();
      if (field.value.length > LONGEST) {
        const state = form.querySelector("[data-autosave-state]");
        if (state) state.textContent = place.dataset.tooLong;
      }
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => press(),
    onFocus: () => { begun = true; },
  });
  field.value = editor.isEmpty ? "" : editor.getHTML();
  written.value = "html";
  field.hidden = true;
  form.querySelectorAll("[data-marks]").forEach((one) => { one.hidden = true; });
  place.hidden = false;
  form.querySelector("[data-tools]").hidden = false;
  field.labels.forEach((label) => label.addEventListener("click", () => editor.commands.focus()));
};

/* --- the tools ------------------------------------------------------------------------------- */
const doing = {
  bold: (chain) => chain.toggleBold(), italic: (chain) => chain.toggleItalic(),
  heading: (chain) => chain.toggleHeading({ level: 2 }), small: (chain) => chain.toggleHeading({ level: 3 }),
  bullets: (chain) => chain.toggleBulletList(), numbers: (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(), source: (chain) => chain.toggleMark("source"), undo: (chain) => chain.undo(),
};
const is_on = {
  bold: ["bold"], italic: ["italic"], heading: ["heading", { level: 2 }], small: ["heading", { level: 3 }],
  bullets: ["bulletList"], numbers: ["orderedList"], quote: ["blockquote"], source: ["source"], link: ["link"],
};
const press = () => {
  if (!editor) return;
  form.querySelectorAll("[data-tool]").forEach((tool) => {
    const asked = is_on[tool.dataset.tool];
    if (asked) tool.setAttribute("aria-pressed", String(editor.isActive(...asked)));
  });
};
const link_place = form?.querySelector("[data-link-place]");
const link_field = form?.querySelector("[data-link-address]");
const set_link = (address) => {
  link_place.hidden = true;
  const chain = editor.chain().focus().extendMarkRange("link");
  if (!address) return chain.unsetMark("link").run();
  if (editor.state.selection.empty && !editor.isActive("link")) {
    return chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: address } }] }).run();
  }
  return chain.setMark("link", { href: address }).run();
};
const typed_link = () => {
  const typed = link_field.value.trim();
  const address = /^(https?:\/\/|mailto:)/i.test(typed) ? typed : `https://${typed}`;
  const right = typed && URL.canParse(address);
  form.querySelector("[data-link-wrong]").hidden = right;
  if (right) set_link(address);
};
const choose_photo = async () => {
  const chooser = document.getElementById("pick-place");
  chooser.hidden = false;
  await window.htmx?.ajax("GET", chooser.dataset.pick, { target: "#pick", swap: "outerHTML" });
  chooser.focus({ preventScroll: true });
  chooser.scrollIntoView({ block: "start" });
};
form?.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-tool]")?.dataset.tool;
  if (!tool || !editor) {
    if (event.target.closest("[data-link-set]")) typed_link();
    if (event.target.closest("[data-link-off]")) set_link("");
    return;
  }
  if (tool === "link") {
    link_place.hidden = !link_place.hidden;
    link_field.value = editor.getAttributes("link").href || "";
    if (!link_place.hidden) link_field.focus();
  } else if (tool === "photo") choose_photo();
  else doing[tool](editor.chain().focus()).run();
});
link_field?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  typed_link();
});
/* A photo never takes the place of one that is chosen or whose caption is being written. */
const bring_in = (photo) => {
  const { selection, doc } = editor.state;
  if (!begun) return void editor.chain().focus().insertContentAt(doc.content.size, [photo, { type: "paragraph" }]).run();
  const caption = selection.$to.parent.type.name === "photo";
  const beside = caption ? selection.$to.after() : selection.to;
  const at = caption || selection.node ? beside : { from: selection.from, to: beside };
  editor.chain().focus().insertContentAt(at, [photo, { type: "paragraph" }]).run();
};
document.getElementById("pick-place")?.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-photo]");
  if (!chosen || !editor) return;
  event.preventDefault();
  known.set(chosen.dataset.photo, { address: chosen.dataset.photoAddress, words: chosen.dataset.photoWords });
  bring_in({ type: "photo", attrs: { photo: chosen.dataset.photo } });
  document.getElementById("pick-place").hidden = true;
});
document.querySelectorAll("[data-known-photo]").forEach((one) => {
  known.set(one.dataset.knownPhoto, { address: one.dataset.address, words: one.dataset.words });
});

/* --- words that could not be saved yet wait on this device ------------------------------------ */
const names = ["title", "opening", "body", "question", "written"];
const store = form?.dataset.kept ? `merkwerk-draft-story-${form.dataset.kept}` : "";
const keep = () => {
  const words = Object.fromEntries(names.map((name) => [name, form.elements.namedItem(name)?.value || ""]));
  try { localStorage.setItem(store, JSON.stringify(words)); } catch { /* full or forbidden: the page still warns before it is left */ }
};
const bring_back = () => {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(store) || "null"); } catch { return; }
  if (!kept || names.every((name) => (form.elements.namedItem(name)?.value || "") === kept[name])) return;
  ["title", "opening", "question"].forEach((name) => { form.elements.namedItem(name).value = kept[name]; });
  if (kept.written === "html" && editor) editor.commands.setContent(kept.body, { emitUpdate: false });
  if ((kept.written === "html") === Boolean(editor)) field.value = kept.body;
  const said = form.querySelector("[data-autosave-state]");
  if (said) said.textContent = form.dataset.restored;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

if (form) {
  try { await start(); } catch { /* then it is written with light marks */ }
  note();
  form.addEventListener("input", note);
  if (store) {
    form.addEventListener("draft:unsaved", keep);
    form.addEventListener("draft:saved", () => { try { localStorage.removeItem(store); } catch { /* nothing was kept */ } });
    form.addEventListener("input", () => { if (!navigator.onLine) keep(); });
    addEventListener("pagehide", () => { if ("unsaved" in form.dataset) keep(); });
    addEventListener("online", () => { if ("unsaved" in form.dataset) field.dispatchEvent(new Event("input", { bubbles: true })); });
    bring_back();
  }
}

/* Photos go up one by one, each with how far it is; without this script they go all at once. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-photos]");
  if (!form) return;
  const words = form.dataset;
  const field = form.querySelector("input[type=file]");
  const list = document.getElementById("sending");
  let going = 0;

  const line = () => {
    const item = document.createElement("li");
    item.dir = "auto";
    list.append(item);
    return item;
  };
  const say = (item, sentence, name, percent) => {
    item.textContent = sentence.replace("{name}", name).replace("{percent}", percent);
  };

  const renew = (html) => {
    const place = document.getElementById("brought");
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("brought");
    if (!place || !fresh) return;
    place.replaceWith(fresh);
    window.htmx?.process(fresh);
  };

  const send = (file, also) => new Promise((done) => {
    const item = line();
    const body = new FormData();
    Object.entries(also).forEach(([name, value]) => body.append(name, value));
    body.append("file", file, file.name);
    const call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("X-Requested-With", "fetch");
    call.upload.addEventListener("progress", (event) => {
      const percent = Math.round((100 * event.loaded) / event.total);
      say(item, words.sending, file.name, percent);
    });
    call.addEventListener("loadend", () => {
      if (call.status === 200) {
        say(item, words.sent, file.name, 100);
        renew(call.responseText);
        setTimeout(() => item.remove(), 4000);
      } else if (call.status === 422) {
        item.className = "error";
        item.textContent = call.responseText;
      } else {
        item.className = "error";
        say(item, words.lost, file.name, 0);
      }
      done();
    });
    say(item, words.sending, file.name, 0);
    call.send(body);
  });

  form.addEventListener("submit", async (event) => {
    const files = [...field.files];
    if (!files.length) return;
    event.preventDefault();
    const also = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "file"));
    field.value = "";
    going += files.length;
    for (const file of files) {
      await send(file, also);
      going -= 1;
    }
  });

  addEventListener("beforeunload", (event) => {
    if (going) event.preventDefault();
  });
})();

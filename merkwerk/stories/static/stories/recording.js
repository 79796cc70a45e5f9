/* Records somebody's voice and brings it, where the browser can; a file can always be brought. */
(() => {
  "use strict";
  const form = document.querySelector("[data-recording]");
  const button = form?.querySelector("[data-record]");
  const state = form?.querySelector("[data-recording-state]");
  if (!button || !window.MediaRecorder || !navigator.mediaDevices) return;
  const said = form.dataset;
  let recorder = null;
  let pieces = [];
  button.hidden = false;

  const bring = async () => {
    const sound = new Blob(pieces, { type: recorder.mimeType });
    const sent = new FormData(form);
    sent.set("file", sound, "memo");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(String(answer.status));
      location.reload();
    } catch {
      state.textContent = said.saysFailed;
    }
  };

  button.addEventListener("click", async () => {
    if (recorder?.state === "recording") {
      recorder.stop();
      button.textContent = said.saysRecord;
      return;
    }
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      pieces = [];
      recorder = new MediaRecorder(sound);
      recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
      recorder.addEventListener("stop", () => {
        sound.getTracks().forEach((track) => track.stop());
        bring();
      });
      recorder.start();
      button.textContent = said.saysStop;
    } catch {
      state.textContent = said.saysRefused;
    }
  });
})();

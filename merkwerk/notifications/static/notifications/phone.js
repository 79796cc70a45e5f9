/* Switches messages on for this browser: asks it for an address, and sends that along with the
   form of the page. Which sentence stands there is decided by what the browser can and may. */
(() => {
  "use strict";
  const form = document.querySelector("[data-push]");
  if (!form) return;

  const show = (state) => {
    document.querySelectorAll("[data-push-state]").forEach((part) => {
      part.hidden = part.dataset.pushState !== state;
    });
  };

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  const markOf = async (endpoint) => {
    const found = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
    return [...new Uint8Array(found)].map((one) => one.toString(16).padStart(2, "0")).join("");
  };

  const subscription = async () => {
    const worker = await navigator.serviceWorker.getRegistration("/");
    return worker ? worker.pushManager.getSubscription() : null;
  };

  const look = async () => {
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
      show("unable");
      return;
    }
    if (Notification.permission === "denied") {
      show("denied");
      return;
    }
    const own = await subscription();
    const row = own && document.querySelector(`[data-device="${await markOf(own.endpoint)}"]`);
    if (!row) {
      show("off");
      return;
    }
    show("on");
    row.querySelectorAll("[data-this-device]").forEach((part) => { part.hidden = false; });
    row.querySelector("[data-off]")?.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await own.unsubscribe();
      } finally {
        event.target.submit();
      }
    });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if (await Notification.requestPermission() !== "granted") {
        show("denied");
        return;
      }
      await navigator.serviceWorker.register("/service-worker.js", { scope: "/" });
      const worker = await navigator.serviceWorker.ready;
      const before = await worker.pushManager.getSubscription();
      if (before) await before.unsubscribe();
      const made = await worker.pushManager.subscribe({
        userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push),
      });
      const told = made.toJSON();
      form.elements.endpoint.value = told.endpoint;
      form.elements.p256dh.value = told.keys.p256dh;
      form.elements.auth.value = told.keys.auth;
      form.submit();
    } catch {
      show("failed");
    }
  });

  look().catch(() => show("failed"));
})();

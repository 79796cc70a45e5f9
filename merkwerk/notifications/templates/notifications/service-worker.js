{% load static %}// Shows what Merkwerk tells this browser, and opens the page behind it. It keeps one empty sheet,
// for who wants to write while there is no line, and stands between no other page and the server.
"use strict";

const SHEET = "{% url "writing:offline" %}";
const LOOKS = [
  "{% static "merkwerk/style.css" %}",
  "{% static "merkwerk/pieces.css" %}",
  "{% static "merkwerk/forms.css" %}",
  "{% static "writing/offline.js" %}",
];
const DESK = ["{% url "writing:desk" %}", "{% url "writing:new" %}"];
const KEPT = "merkwerk-sheet";

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await caches.delete(KEPT);
    await (await caches.open(KEPT)).addAll([SHEET, ...LOOKS]);
    await self.skipWaiting();
  })());
});

self.addEventListener("fetch", (event) => {
  const { mode, method, url } = event.request;
  const asked = new URL(url);
  if (method !== "GET" || asked.origin !== self.location.origin) return;
  if (mode === "navigate" && DESK.includes(asked.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(SHEET)));
  } else if (LOOKS.includes(asked.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
  }
});

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data ? event.data.json() : {};
  } catch {
    told = {};
  }
  event.waitUntil(self.registration.showNotification("Merkwerk", {
    body: String(told.body || ""),
    lang: String(told.lang || ""),
    tag: String(told.tag || "merkwerk"),
    icon: "{% static "merkwerk/icons/app-192.png" %}",
    badge: "{% static "notifications/badge-96.png" %}",
    data: { link: String(told.link || "/today/") },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const home = self.location.origin;
  const link = new URL((event.notification.data || {}).link || "/today/", home);
  if (link.origin !== home) return;
  // A page that is open may hold words that somebody is typing, so it is never led elsewhere.
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = open.find((client) => client.url === link.href);
    return there ? there.focus() : self.clients.openWindow(link.href);
  })());
});

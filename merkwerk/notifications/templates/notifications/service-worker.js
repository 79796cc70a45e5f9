{% load static %}// Shows what Merkwerk tells this browser, and opens the page behind it. It keeps nothing and
// stands between no page and the server.
"use strict";

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

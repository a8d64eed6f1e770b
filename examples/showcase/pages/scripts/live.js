// What other people do, as it happens: server-sent events. The browser connects again by itself.

import { byId } from "./dom.js";

/** @typedef {import("../../links/change.js").Change} Change */

const SAID = {
  connecting: "Connecting",
  live: "Live: changes show as they happen",
  away: "The server is away: trying again",
};

const AGAIN_MS = 3000;

/** @param {(change: Change) => void} changed */
export function watchChanges(changed) {
  const place = byId("live");
  /** @param {keyof typeof SAID} state */
  const show = (state) => {
    place.dataset["state"] = state;
    place.textContent = SAID[state];
  };
  /** @type {EventSource | null} */
  let source = null;
  const open = () => {
    source = new EventSource("/api/changes");
    source.addEventListener("open", () => show("live"));
    source.addEventListener("error", () => {
      show("away");
      // It tries again by itself, unless it was answered with a refusal.
      if (source?.readyState === EventSource.CLOSED) setTimeout(reopen, AGAIN_MS);
    });
    source.addEventListener("change", (event) => changed(JSON.parse(event.data)));
  };
  const reopen = () => {
    source?.close();
    if (document.visibilityState === "visible") open();
  };
  // A browser has six connections for a host, and each stream holds one: a page that nobody sees lets go of its own.
  document.addEventListener("visibilitychange", () => {
    reopen();
    if (document.visibilityState === "visible") changed({ kind: "many", by: null });
  });
  addEventListener("pagehide", () => source?.close());
  reopen();
}

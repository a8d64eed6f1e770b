// A short message at the foot of the page, which screen readers say as well.

import { byId } from "./dom.js";

const SHOWN_MS = 5000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} message */
export function announce(message) {
  const toast = byId("toast");
  toast.textContent = message;
  clearTimeout(timer);
  timer = setTimeout(() => {
    toast.textContent = "";
  }, SHOWN_MS);
}

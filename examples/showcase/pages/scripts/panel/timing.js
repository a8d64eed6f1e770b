// What ran, one inside of the other, and how long.

import { h } from "../dom.js";
import { duration } from "./size.js";

/** @typedef {import("../../../panel/shown.js").ExchangeDetails} Details */

/** @param {Details} exchange */
export function timingChart({ steps, milliseconds }) {
  const ends = steps.map(({ to }) => to ?? milliseconds);
  const whole = Math.max(...ends, 0.001);
  const rows = steps.map(({ kind, name, from, to }, index) => {
    const end = to ?? milliseconds;
    const inner = steps[index + 1];
    const own = end - from - (inner === undefined ? 0 : (inner.to ?? milliseconds) - inner.from);
    const bar = h("span", { class: `span ${kind}` });
    bar.style.setProperty("--from", String(from / whole));
    bar.style.setProperty("--length", String((end - from) / whole));
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, name === "(anonymous)" ? kind : name),
      h("td", { class: "lane" }, bar),
      h("td", { class: "number" }, to === null ? "runs" : duration(end - from)),
      h("td", { class: "number" }, to === null ? "" : duration(Math.max(own, 0))),
    );
  });
  const head = ["Step", "When", "Total", "Itself"].map((text) => h("th", { scope: "col" }, text));
  return h("table", { class: "timing" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
}

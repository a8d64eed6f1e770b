// Requests that were no HTTP, as core's diagnosis shows them; and some to try it with.

import { call } from "../api.js";
import { h } from "../dom.js";

/** @param {() => void} look shows what is new */
export function refusalsTab(look) {
  const list = h("ol", { class: "refusals" });
  const samples = h("div", { class: "samples" });
  const said = h("p", { class: "note", role: "status" });
  const empty = h(
    "p",
    { class: "note" },
    "None yet. The peer is told its status and no more; what was wrong stands here and in the log.",
  );
  let drawn = "";

  const send = async (/** @type {string} */ name) => {
    const { answer } = await call("POST", "/panel/samples", { json: { name } });
    said.textContent = `The peer was told: ${answer.split("\r\n")[0]}`;
    look();
  };

  /** @type {import("./panel.js").Tab} */
  const tab = {
    name: "Refused",
    element: h(
      "div",
      {},
      h("h3", {}, "Send one that is malformed"),
      samples,
      said,
      h("h3", {}, "Refused requests"),
      empty,
      list,
    ),
    show({ refusals }) {
      const first = refusals[0];
      const state = `${refusals.length} ${first?.time}`;
      if (state === drawn) return;
      drawn = state;
      empty.hidden = refusals.length > 0;
      list.replaceChildren(
        ...refusals.map(({ time, explanation }) => {
          const [rule = "", ...place] = explanation.split("\n");
          return h(
            "li",
            {},
            h("p", {}, h("time", { datetime: time }, new Date(time).toLocaleTimeString()), ` ${rule}`),
            h("pre", { tabindex: 0 }, place.map((line) => line.slice(2)).join("\n")),
          );
        }),
      );
    },
    async open() {
      if (samples.firstChild !== null) return;
      const { samples: known } = await call("GET", "/panel/samples");
      samples.append(
        ...known.map((/** @type {{ name: string, title: string }} */ { name, title }) =>
          h("button", { type: "button", onclick: () => void send(name) }, title),
        ),
      );
    },
  };
  return tab;
}

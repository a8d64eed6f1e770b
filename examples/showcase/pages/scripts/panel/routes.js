// The route table, and what the router would do with a request.

import { ApiError, call } from "../api.js";
import { h } from "../dom.js";

/**
 * @typedef {object} RouteInfo
 * @property {string} method
 * @property {string} pattern
 * @property {readonly { kind: string, name: string }[]} steps
 * @property {readonly string[]} schemas
 */

/** @returns {import("./panel.js").Tab} */
export function routesTab() {
  const table = h("tbody");
  const method = h(
    "select",
    { "aria-label": "Method" },
    ...["GET", "POST", "PATCH", "DELETE", "PUT"].map((name) => h("option", {}, name)),
  );
  const path = h("input", { "aria-label": "Path", value: "/api/links/7", spellcheck: "false", autocomplete: "off" });
  const answer = h("pre", { class: "answer", role: "status" });
  const explain = h("form", { class: "explain" }, method, path, h("button", { class: "primary" }, "Explain"));
  explain.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask();
  });

  const ask = async () => {
    const query = new URLSearchParams({ method: method.value, path: path.value });
    try {
      answer.textContent = (await call("GET", `/panel/explain?${query}`)).text;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer.textContent = error.problem.errors?.[0]?.message ?? error.message;
    }
  };

  return {
    name: "Routes",
    element: h(
      "div",
      {},
      h("h3", {}, "What would happen to a request"),
      explain,
      answer,
      h("h3", {}, "All routes"),
      h(
        "table",
        { class: "routes" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, "Method"),
            h("th", { scope: "col" }, "Pattern"),
            h("th", { scope: "col" }, "Runs through"),
          ),
        ),
        table,
      ),
    ),
    async open() {
      const { routes } = await call("GET", "/panel/routes");
      table.replaceChildren(...routes.map(row));
      if (answer.textContent === "") await ask();
    },
  };
}

/** @param {RouteInfo} route */
function row({ method, pattern, steps, schemas }) {
  const names = steps.filter(({ kind }) => kind === "middleware").map(({ name }) => name);
  return h(
    "tr",
    {},
    h("td", { class: "method" }, method),
    h("td", { class: "pattern" }, pattern),
    h("td", { class: "chain" }, names.join(" → "), ...schemas.map((name) => h("span", { class: "schema" }, name))),
  );
}

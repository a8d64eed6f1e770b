// The dialog that a file of links is brought by.

import { call } from "../api.js";
import { openDialog } from "../dialog.js";
import { count, h } from "../dom.js";
import { submit } from "../form.js";

/** @typedef {{ added: number, known: number, refused: { title: string, url: string, reason: string }[] }} Report */

/** @param {() => void} done */
export function openImporter(done) {
  openDialog("Import links", (dialog, header) => {
    const file = h("input", {
      type: "file",
      id: "file",
      name: "file",
      required: true,
      accept: ".html,.htm,.md,.markdown,.json,.txt",
    });
    const drop = h("div", { class: "field drop" }, h("label", { for: "file" }, "Choose a file, or drop it here"), file);
    const report = h("div", { role: "status" });
    const form = h(
      "form",
      {},
      header,
      h(
        "p",
        { class: "text" },
        "The bookmarks that a browser exports (HTML), a Markdown list, or JSON as it is exported here. Folders and headings become tags; addresses that are here already are left alone.",
      ),
      h("p", { class: "problem", role: "alert" }),
      drop,
      report,
      h(
        "div",
        { class: "ends" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Close"),
        h("button", { class: "primary" }, "Import"),
      ),
    );

    for (const [type, isOver] of /** @type {const} */ ([
      ["dragover", true],
      ["dragleave", false],
      ["drop", false],
    ])) {
      drop.addEventListener(type, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", isOver);
        if (type === "drop") file.files = /** @type {DragEvent} */ (event).dataTransfer?.files ?? null;
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit(form, async () => {
        report.replaceChildren();
        report.append(...reportOf(await call("POST", "/api/import", { body: new FormData(form) })));
        form.reset();
        done();
      });
    });
    return form;
  });
}

/** @param {Report} report */
function* reportOf({ added, known, refused }) {
  const parts = [`${count(added, "link")} added`];
  if (known > 0) parts.push(`${known} here already`);
  if (refused.length > 0) parts.push(`${refused.length} refused`);
  yield h("p", {}, h("b", {}, `${parts.join(", ")}.`));
  if (refused.length === 0) return;
  yield h(
    "ul",
    { class: "refused" },
    ...refused.slice(0, 20).map(({ title, reason }) => h("li", { class: "text" }, `${title}: ${reason}`)),
  );
}

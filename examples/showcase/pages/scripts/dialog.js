// Dialogs: made when they are opened, gone when they are closed. The browser keeps the focus inside, and gives it back.

import { h, iconButton } from "./dom.js";
import { submit } from "./form.js";

/**
 * @param {string} title
 * @param {(dialog: HTMLDialogElement, header: HTMLElement) => HTMLElement} content is given the header to put it in
 * @returns {HTMLDialogElement}
 */
export function openDialog(title, content) {
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" });
  const close = iconButton("close", "Close", () => dialog.close());
  const header = h("header", {}, h("h2", { id: "dialog-title" }, title), close);
  dialog.append(content(dialog, header));
  dialog.addEventListener("close", () => dialog.remove());
  // A press that begins and ends on the backdrop closes; one that only ends there selected text.
  let isOutside = false;
  dialog.addEventListener("pointerdown", ({ target }) => {
    isOutside = target === dialog;
  });
  dialog.addEventListener("click", ({ target }) => {
    if (isOutside && target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * @param {string} title
 * @param {string} text
 * @param {string} verb what the button says
 * @param {() => Promise<void>} act the dialog closes behind it
 */
export function confirm(title, text, verb, act) {
  openDialog(title, (dialog, header) => {
    const form = h(
      "form",
      {},
      header,
      h("p", { class: "text" }, text),
      h("p", { class: "problem", role: "alert" }),
      h(
        "div",
        { class: "ends" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "primary" }, verb),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit(form, async () => {
        await act();
        dialog.close();
      });
    });
    return form;
  });
}

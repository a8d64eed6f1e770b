// The dialog that a link is added or changed by.

import { ApiError, call } from "../api.js";
import { openDialog } from "../dialog.js";
import { h } from "../dom.js";
import { field, submit } from "../form.js";

/** @typedef {import("./item.js").Link} Link */

/**
 * @param {Link | null} link the one to change; `null` adds one
 * @param {(link: Link) => void} done
 */
export function openEditor(link, done) {
  openDialog(link === null ? "Add a link" : "Edit the link", (dialog, header) => {
    const url = h("input", {
      type: "url",
      placeholder: "https://",
      autocomplete: "off",
      maxlength: 2048,
      autofocus: true,
    });
    const title = h("input", { autocomplete: "off", maxlength: 200 });
    const description = h("textarea", { maxlength: 1000 });
    const tags = h("input", { autocomplete: "off", spellcheck: "false" });
    const slug = h("input", { autocomplete: "off", spellcheck: "false", maxlength: 64 });
    if (link !== null) {
      url.value = link.url;
      title.value = link.title;
      description.value = link.description;
      tags.value = link.tags.join(" ");
      slug.value = link.slug;
    }

    const save = async () => {
      const json = {
        url: url.value.trim(),
        title: title.value,
        description: description.value,
        tags: tags.value.split(/[\s,]+/).filter((tag) => tag !== ""),
        ...(slug.value.trim() === "" ? {} : { slug: slug.value.trim() }),
      };
      done(link === null ? await call("POST", "/api/links", { json }) : await change(link, json));
      dialog.close();
    };
    const form = h(
      "form",
      { novalidate: true },
      header,
      h("p", { class: "problem", role: "alert" }),
      field("url", "Address", url),
      field("title", "Title", title),
      field("description", "Description", description),
      h(
        "div",
        { class: "row" },
        field("tags", "Tags", tags, "Words, with spaces between"),
        field(
          "slug",
          "Short name",
          slug,
          link === null ? "Left out: made of the title" : `/go/${link.slug} leads there`,
        ),
      ),
      h(
        "div",
        { class: "ends" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: "primary" }, link === null ? "Add" : "Save"),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void submit(form, save);
    });
    return form;
  });
}

/**
 * Changes the link as it is known here: what somebody else has made of it meanwhile is not overwritten.
 * @param {Link} link
 * @param {object} json
 */
async function change(link, json) {
  try {
    return await call("PATCH", `/api/links/${link.id}`, { json, headers: { "If-Match": `"${link.version}"` } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
    const detail = "Somebody has changed this link meanwhile. Close this, and look at it again.";
    throw new ApiError({ ...error.problem, detail });
  }
}

// One link in the list.

import { count, h, iconButton } from "../dom.js";

/** @typedef {import("../../../links/link.js").Link} Link */

/**
 * @typedef {object} Actions
 * @property {(tag: string) => void} showTag
 * @property {(link: Link) => void} copy
 * @property {(link: Link) => void} edit
 * @property {(link: Link) => void} remove
 */

/**
 * @param {Link} link
 * @param {boolean} mayChange
 * @param {Actions} actions
 */
export function linkItem(link, mayChange, actions) {
  const { host, pathname } = new URL(link.url);
  const name = host.replace(/^www\./, "");
  const tile = h("span", { class: "tile", "aria-hidden": "true" }, /\p{L}|\p{N}/u.exec(link.title)?.[0] ?? "·");
  tile.style.setProperty("--hue", String(hueOf(name)));

  return h(
    "li",
    { class: "link", "data-id": link.id },
    tile,
    h(
      "div",
      {},
      h("h2", {}, h("a", { href: `/go/${link.slug}`, title: link.url, rel: "noopener" }, link.title)),
      link.description === "" ? null : h("p", { class: "description" }, link.description),
      h(
        "div",
        { class: "meta" },
        h(
          "p",
          { class: "where" },
          h("span", {}, name + (pathname === "/" ? "" : shortened(pathname))),
          link.owner === null ? null : h("span", {}, `by ${link.owner}`),
          link.visits === 0 ? null : h("span", {}, count(link.visits, "visit")),
        ),
        link.tags.length === 0 ? null : tagsOf(link, actions),
      ),
    ),
    h(
      "div",
      { class: "actions" },
      action("copy", `Copy the short address of ${link.title}`, () => actions.copy(link)),
      mayChange ? action("edit", `Edit ${link.title}`, () => actions.edit(link)) : null,
      mayChange ? action("delete", `Delete ${link.title}`, () => actions.remove(link)) : null,
    ),
  );
}

/**
 * @param {Link} link
 * @param {Actions} actions
 */
function tagsOf({ tags, title }, actions) {
  const buttons = tags.map((tag) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "tag", "data-action": `tag ${tag}`, onclick: () => actions.showTag(tag) },
        tag,
      ),
    ),
  );
  return h("ul", { class: "tags", "aria-label": `Tags of ${title}` }, ...buttons);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {() => void} act
 */
function action(name, label, act) {
  const button = iconButton(name, label, act);
  button.dataset["action"] = name;
  return button;
}

const LONGEST_PATH = 44;

/** @param {string} path */
function shortened(path) {
  const text = decodedPath(path);
  return text.length <= LONGEST_PATH ? text : `${text.slice(0, LONGEST_PATH - 1)}…`;
}

/** @param {string} path */
function decodedPath(path) {
  try {
    return decodeURI(path);
  } catch {
    return path; // Not of UTF-8: shown as it is.
  }
}

/** A colour for each host, always the same. @param {string} name */
function hueOf(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (hash * 47) % 360;
}

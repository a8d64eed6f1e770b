// What the page shows: which links, in which order. It stands in the address, so that it can be sent to somebody.

/**
 * @typedef {object} View
 * @property {string} q
 * @property {string | null} tag
 * @property {string | null} sort `null`: what matches best, or the newest where nothing is looked for
 */

/** @returns {View} */
export function viewOfAddress() {
  const query = new URLSearchParams(location.search);
  return { q: query.get("q") ?? "", tag: query.get("tag"), sort: query.get("sort") };
}

/** @param {View} view */
export function queryOf({ q, tag, sort }) {
  const query = new URLSearchParams();
  if (q !== "") query.set("q", q);
  if (tag !== null) query.set("tag", tag);
  if (sort !== null) query.set("sort", sort);
  return query;
}

/**
 * @param {View} view
 * @param {{ replace?: boolean }} [options] whether Back passes over what was shown before
 */
export function showInAddress(view, { replace = false } = {}) {
  const query = queryOf(view).toString();
  const address = query === "" ? location.pathname : `?${query}`;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

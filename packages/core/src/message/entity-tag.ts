// Entity-tags (RFC 9110 §8.8.3). A tag is kept as it stands in a field: `"abc"`, or `W/"abc"` where it is weak.

// entity-tag = [ weak ] opaque-tag; weak is case-sensitive, and a comma may stand inside of the quotes.
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;
const LIST_ELEMENT = /[\t ]*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[\t ]*)?(?:,|$)/y;

/** Whether the text is one entity-tag, weak or strong. */
export function isEntityTag(text: string): boolean {
  return ENTITY_TAG.test(text);
}

/**
 * Reads the value of If-Match or If-None-Match.
 * @returns the tags (none, where the list is empty), `"*"`, or `null` where the value is neither
 */
export function parseEntityTags(value: string): readonly string[] | "*" | null {
  if (value === "*") return "*";
  const tags: string[] = [];
  LIST_ELEMENT.lastIndex = 0;
  while (LIST_ELEMENT.lastIndex < value.length) {
    const element = LIST_ELEMENT.exec(value);
    if (element === null) return null;
    if (element[1] !== undefined) tags.push(element[1]);
  }
  return tags;
}

/** Whether neither tag is weak and both are the same. */
export function matchesStrongly(a: string, b: string): boolean {
  return a === b && !isWeak(a);
}

/** Whether both tags are the same but for their weakness. */
export function matchesWeakly(a: string, b: string): boolean {
  return opaqueTag(a) === opaqueTag(b);
}

/** The tag as a weak one. */
export function weakened(tag: string): string {
  return isWeak(tag) ? tag : `W/${tag}`;
}

function isWeak(tag: string): boolean {
  return tag.startsWith("W/");
}

function opaqueTag(tag: string): string {
  return isWeak(tag) ? tag.slice(2) : tag;
}

// What pages that are open are told.

/** What has happened. */
export type Happening =
  | { readonly kind: "added" | "changed" | "removed"; readonly link: number }
  /** More than can be told one by one: whoever shows links has to look again. */
  | { readonly kind: "many" };

export type Change = Happening & {
  /** What the page that did it calls itself by Page-Id, so that it need not be told. */
  readonly by: string | null;
};

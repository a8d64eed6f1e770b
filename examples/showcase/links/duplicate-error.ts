/** Another link has the address, or the short name, already. */
export class DuplicateError extends Error {
  override readonly name = "DuplicateError";
  readonly field: "url" | "slug";
  /** Id of the other link. */
  readonly link: number;

  constructor(field: "url" | "slug", link: number) {
    super(field === "url" ? "This address is among the links already" : "This short name belongs to another link");
    this.field = field;
    this.link = link;
  }
}

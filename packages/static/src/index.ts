// Serves files: `files("public")` is a handler for `serve` and a middleware for the router.

export type { ContentCoding } from "./accept-encoding.js";
export { type Files, type FilesContext, type FilesExchange, files } from "./files.js";
export type { ExtraFields, StaticOptions } from "./options.js";

// The door of the server.

export { ProtocolError } from "./protocol/index.js";
export type { Handler, ReportError } from "./server/exchange.js";
export { type ServeOptions, type Server, serve } from "./server/serve.js";

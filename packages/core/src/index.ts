// The door of the server.

export * from "./message/index.js";
export { ProtocolError } from "./protocol/index.js";
export type { Address } from "./server/address.js";
export type { ChannelMessages } from "./server/channels.js";
export type { Exchange, FetchApp, Handler } from "./server/handler.js";
export type { ConnectionCounts, StopReport } from "./server/host.js";
export type { Logger } from "./server/logger.js";
export type { ServeOptions, ServerLimits } from "./server/options.js";
export { type Server, type StopOptions, serve } from "./server/serve.js";
export type { ChannelConnection, ConnectionMessages } from "./transport/channels.js";
export type { Deadlines } from "./transport/deadlines.js";
export type { PeerSocket } from "./transport/peer-socket.js";

// The door of look-up alone: patterns in, the most specific one for a path out. For routers of another kind, proxies, tools.

export type { AnyParams } from "../pattern/params-of.js";
export { type Pattern, PatternError, type Piece, parsePattern, type Segment } from "../pattern/pattern.js";
export { type Match, Matcher } from "./matcher.js";
export { MethodTable, type Routed } from "./method-table.js";

// Two types that the others are made with.

/** What is there now or later. A chain of which nothing waits makes no promise. */
export type Awaitable<Value> = Value | Promise<Value>;

/** The state where no middleware has added to it. */
// biome-ignore lint/complexity/noBannedTypes: what intersected with any other object type is that type.
export type Nothing = {};

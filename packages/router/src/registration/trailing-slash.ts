// Paths that differ by a slash at their end.

/**
 * `strict`: they are two paths. `ignore`: where only the other one has a route, that route answers. `redirect`: there the
 * client is sent to the other one, by 308.
 */
export type TrailingSlash = "strict" | "ignore" | "redirect";

/** @returns the path with a slash at its end, or without; `null` for what has no other form */
export function toggled(path: string): string | null {
  if (path === "/") return null;
  return path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
}

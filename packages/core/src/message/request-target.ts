// Path and query of a request's URL, read from its text: a URL object would cost more than the rest of the routing.

/** What `new URL(request.url).pathname` is. */
export function requestPath(request: Request): string {
  const { url } = request;
  const start = pathStart(url);
  return start < 0 ? new URL(url).pathname : url.slice(start, pathEnd(url, start));
}

/** What follows `?` in the URL, without the fragment; empty where there is none. */
export function requestQuery(request: Request): string {
  const { url } = request;
  const start = url.indexOf("?");
  if (start < 0) return "";
  const fragment = url.indexOf("#");
  if (fragment < 0) return url.slice(start + 1);
  return fragment < start ? "" : url.slice(start + 1, fragment);
}

// The URL standard serializes http URLs as scheme, "://", authority, and a path that begins with a slash.
function pathStart(url: string): number {
  const scheme = url.indexOf("://");
  return scheme < 0 ? -1 : url.indexOf("/", scheme + 3);
}

function pathEnd(url: string, start: number): number {
  const query = url.indexOf("?", start);
  const fragment = url.indexOf("#", start);
  if (fragment >= 0 && (query < 0 || fragment < query)) return fragment;
  return query < 0 ? url.length : query;
}

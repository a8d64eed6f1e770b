// What a browser sends with a GET: twelve fields, and with its cookies thirteen.

export const BROWSER_FIELDS: readonly (readonly [name: string, value: string])[] = [
  ["Host", "localhost:8000"],
  [
    "User-Agent",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  ],
  ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"],
  ["Accept-Encoding", "gzip, deflate, br, zstd"],
  ["Accept-Language", "en-US,en;q=0.9,de;q=0.8"],
  ["Connection", "keep-alive"],
  ["Cache-Control", "no-cache"],
  ["Sec-Fetch-Dest", "document"],
  ["Sec-Fetch-Mode", "navigate"],
  ["Sec-Fetch-Site", "none"],
  ["Sec-Fetch-User", "?1"],
  ["Upgrade-Insecure-Requests", "1"],
];

/** To be repeated, and cut to the wanted length. */
export const COOKIES = "theme=dark; session=0123456789abcdef; ";

// The fields, their defaults, and the two policies that have a language of their own.

/** Directives in camelCase: `{ imgSrc: ["'self'", "data:"] }`. An empty list is a directive without a value. */
export type CspDirectives = Readonly<Record<string, readonly string[]>>;

/** Features in camelCase, and who may use them: `{ camera: [], fullscreen: ["self", "https://a.example"] }`. */
export type PermissionsDirectives = Readonly<Record<string, readonly string[]>>;

export const DEFAULT_CSP: CspDirectives = {
  defaultSrc: ["'self'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

export const DEFAULT_PERMISSIONS: PermissionsDirectives = Object.fromEntries(
  [
    ...["accelerometer", "browsingTopics", "camera", "displayCapture", "geolocation", "gyroscope", "magnetometer"],
    ...["microphone", "midi", "payment", "screenWakeLock", "serial", "usb", "xrSpatialTracking"],
  ].map((feature) => [feature, []]),
);

/** Stands where the nonce of the request goes; no field value can hold it. */
export const NONCE_MARK = "\0";

/** Content-Security-Policy as a field value. @param withNonce puts a mark for it to scripts and styles */
export function cspText(directives: CspDirectives, withNonce: boolean): string {
  const all = withNonce ? withNonceSources(directives) : directives;
  return Object.entries(all)
    .map(([name, sources]) => [kebabCase(name), ...sources].join(" "))
    .join("; ");
}

function withNonceSources(directives: CspDirectives): CspDirectives {
  const nonce = `'nonce-${NONCE_MARK}'`;
  const {
    defaultSrc = [],
    scriptSrc = defaultSrc,
    styleSrc = defaultSrc,
  } = directives as Record<string, readonly string[]>;
  const sources = (list: readonly string[]) => [...list.filter((source) => source !== "'none'"), nonce];
  return { ...directives, scriptSrc: sources(scriptSrc), styleSrc: sources(styleSrc) };
}

/** Permissions-Policy as a field value (a dictionary of RFC 9651). */
export function permissionsText(directives: PermissionsDirectives): string {
  return Object.entries(directives)
    .map(([feature, allowed]) => `${kebabCase(feature)}=${allowList(allowed)}`)
    .join(", ");
}

function allowList(allowed: readonly string[]): string {
  if (allowed.includes("*")) return "*";
  return `(${allowed.map((who) => (who === "self" || who === "src" ? who : `"${who}"`)).join(" ")})`;
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

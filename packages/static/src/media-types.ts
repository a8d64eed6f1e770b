// Media types by the names of files.

import other from "mime/types/other.js";
import standard from "mime/types/standard.js";

/** Content-Type of a file, by its name. */
export type TypeOf = (name: string) => string;

const DEFAULT_TYPE = "application/octet-stream";
const BUILT_IN: ReadonlyMap<string, string> = extensionsOf([other, standard]);

// type "/" subtype *( OWS ";" OWS parameter ), RFC 9110 §8.3.1; what is inside of a quoted-string is left to its writer.
const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const MEDIA_TYPE = new RegExp(
  `^${TOKEN}/${TOKEN}(?:[\\t ]*;[\\t ]*${TOKEN}=(?:${TOKEN}|"[\\t\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]*"))*$`,
);

export function isMediaType(text: string): boolean {
  return MEDIA_TYPE.test(text);
}

/**
 * @param extra types by extension, which go before the built-in ones
 * @param charset of text that names none itself, or `null`
 */
export function typesByName(extra: Readonly<Record<string, string>>, charset: string | null): TypeOf {
  const extras = new Map(Object.entries(extra).map(([extension, type]) => [normalized(extension), type]));
  return (name) => {
    const extension = extensionOf(name);
    const type = extras.get(extension) ?? BUILT_IN.get(extension) ?? DEFAULT_TYPE;
    return charset !== null && wantsCharset(type) ? `${type}; charset=${charset}` : type;
  };
}

/** In lower case, without its dot; empty where there is none. A name that begins with its only dot has none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

/** Whether a name has an extension that stands for a type which is no page. */
export function isAsset(name: string): boolean {
  const type = BUILT_IN.get(extensionOf(name));
  return type !== undefined && type !== "text/html";
}

/** Whether content of a type is worth compressing; images, sound, films and archives are compressed already. */
export function isCompressible(type: string): boolean {
  return COMPRESSIBLE.test(type);
}

const COMPRESSIBLE =
  /^(?:text\/|image\/(?:svg\+xml|bmp|vnd\.microsoft\.icon)|font\/[ot]tf|application\/(?:json|javascript|xml|wasm|manifest\+json|toml|rtf|postscript|x-sh)|[^;]*\+(?:json|xml|text))/;

// XML says its charset itself, and a parameter would overrule it (RFC 7303 §3.2).
function wantsCharset(type: string): boolean {
  return /^text\/(?!xml\b)/i.test(type) && !/;[\t ]*charset=/i.test(type);
}

function normalized(extension: string): string {
  return extension.replace(/^\./, "").toLowerCase();
}

/** Later tables go before earlier ones, and within one the first type that claims an extension has it. */
function extensionsOf(tables: readonly Readonly<Record<string, readonly string[]>>[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const table of tables) {
    const claimed = new Set<string>();
    for (const [type, extensions] of Object.entries(table)) {
      for (const extension of extensions) {
        // "*js": the type may have the extension, but another is the usual one.
        if (extension.startsWith("*") || claimed.has(extension)) continue;
        claimed.add(extension);
        types.set(extension, type);
      }
    }
  }
  return types;
}

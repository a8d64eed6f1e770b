// What light objects are made from. The names are the Fetch standard's; the types are our own, because not every
// environment has them as globals.

import type { BodySource } from "./body-source.js";
import type { FieldsInit } from "./fields-init.js";

export interface ResponseInit {
  /** 200 to 599. @defaultValue 200 */
  readonly status?: number | undefined;
  /** The reason phrase. @defaultValue empty: the server sends the usual one */
  readonly statusText?: string | undefined;
  readonly headers?: FieldsInit | undefined;
}

/** Octets are taken as they are and not copied: who changes them afterwards changes what is sent. */
export type BodyInit = BodySource | ArrayBuffer | ArrayBufferView | Blob | FormData | URLSearchParams;

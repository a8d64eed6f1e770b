// The content of a request, read once and kept.

import { changedRequest, HttpError, LightRequest, octetsOf } from "@sockeye/core/message";
import { refuseForbiddenKeys } from "./forbidden-keys.js";
import { jsonFault } from "./json-fault.js";
import { type MultipartOptions, multipartParts, type Part } from "./multipart.js";
import { withProblem } from "./problem.js";

type Decoder = InstanceType<typeof TextDecoder>;

const UTF_8: Decoder = new TextDecoder("utf-8", { fatal: true });
const JSON_TYPE = /^(?:application\/json|[a-z]+\/[^;]+\+json)$/;

export class Content {
  readonly #request: Request;
  readonly #limit: number | undefined;
  #octets: Promise<Uint8Array> | null = null;
  #bytes: Promise<Uint8Array> | null = null;
  #text: Promise<string> | null = null;
  #json: Promise<unknown> | null = null;
  #form: Promise<FormData> | null = null;

  /** @param limit octets; `undefined` for the server's own, 1 MiB where it has none */
  constructor(request: Request, limit: number | undefined) {
    this.#request = request;
    this.#limit = limit;
  }

  get isRead(): boolean {
    return this.#octets !== null;
  }

  /** A buffer of their own, for what lies beside them in the other one is somebody else's. */
  bytes(): Promise<Uint8Array> {
    this.#bytes ??= this.#read().then((octets) => new Uint8Array(octets));
    return this.#bytes;
  }

  text(): Promise<string> {
    this.#text ??= this.#readText();
    return this.#text;
  }

  json(): Promise<unknown> {
    this.#json ??= this.#readJson();
    return this.#json;
  }

  form(): Promise<FormData> {
    this.#form ??= this.#readForm();
    return this.#form;
  }

  /** Multipart in pieces; of content that was read as a whole before that as well. */
  async *multipart(options: MultipartOptions | undefined): AsyncGenerator<Part, undefined> {
    const type = this.#mediaType();
    if (type !== "multipart/form-data") throw wrongType(type, "multipart/form-data");
    this.#refuseCoding();
    const octets = this.#octets === null ? null : ((await this.#octets) as Uint8Array<ArrayBuffer>);
    const { body } = octets === null ? this.#request : new Response(octets);
    const field = this.#request.headers.get("content-type") as string;
    return yield* multipartParts(body ?? new Blob([]).stream(), field, options);
  }

  #read(): Promise<Uint8Array> {
    this.#octets ??= readOctets(this.#request, this.#limit);
    return this.#octets;
  }

  async #readText(): Promise<string> {
    this.#refuseCoding();
    return decode(await this.#read(), this.#charset());
  }

  async #readJson(): Promise<unknown> {
    const type = this.#mediaType();
    if (!JSON_TYPE.test(type)) throw wrongType(type, "application/json");
    this.#refuseCoding();
    const text = decodeBy(UTF_8, await this.#read());
    const value = parseJson(text);
    refuseForbiddenKeys(text, value);
    return value;
  }

  async #readForm(): Promise<FormData> {
    const field = this.#request.headers.get("content-type") ?? "";
    const type = this.#mediaType();
    if (type !== "application/x-www-form-urlencoded" && type !== "multipart/form-data") {
      throw wrongType(type, "application/x-www-form-urlencoded or multipart/form-data");
    }
    this.#refuseCoding();
    const octets = (await this.#read()) as Uint8Array<ArrayBuffer>;
    try {
      return await new Response(octets, { headers: { "content-type": field } }).formData();
    } catch (cause) {
      throw new HttpError(400, "The content is not the form that its Content-Type says", {
        code: "FORM_MALFORMED",
        cause,
      });
    }
  }

  /** Nothing is decompressed here; Accept-Encoding says so (RFC 9110 §15.5.16). */
  #refuseCoding(): void {
    const coding = this.#request.headers.get("content-encoding");
    if (coding === null || coding.toLowerCase() === "identity") return;
    throw new HttpError(415, `The content is coded by ${coding}, and is read uncoded only`, {
      code: "CONTENT_CODING_UNKNOWN",
      headers: { "Accept-Encoding": "identity" },
    });
  }

  #mediaType(): string {
    const field = this.#request.headers.get("content-type") ?? "";
    const parameters = field.indexOf(";");
    return (parameters < 0 ? field : field.slice(0, parameters)).trim().toLowerCase();
  }

  #charset(): string {
    const field = this.#request.headers.get("content-type") ?? "";
    return /;\s*charset="?([^\s";]+)/i.exec(field)?.[1] ?? "utf-8";
  }
}

function readOctets(request: Request, limit: number | undefined): Promise<Uint8Array> {
  try {
    if (request.bodyUsed) throw new TypeError("The content was read already, by other means than those of the context");
    const isLight = limit === undefined && request instanceof LightRequest;
    const octets = octetsOf(isLight ? request : changedRequest(request, { contentLimit: limit }));
    return octets instanceof Promise ? octets : Promise.resolve(octets);
  } catch (error) {
    return Promise.reject(error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { offset, reason } = jsonFault(text);
    const message = `The content is no JSON at offset ${offset}: ${reason}`;
    throw withProblem(new HttpError(400, message, { code: "JSON_MALFORMED", cause }), { offset, reason });
  }
}

function decode(octets: Uint8Array, charset: string): string {
  if (/^utf-?8$/i.test(charset)) return decodeBy(UTF_8, octets);
  let decoder: Decoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch (cause) {
    throw new HttpError(415, `The charset ${charset} is not known`, { code: "CHARSET_UNKNOWN", cause });
  }
  return decodeBy(decoder, octets);
}

function decodeBy(decoder: Decoder, octets: Uint8Array): string {
  try {
    return decoder.decode(octets);
  } catch (cause) {
    throw new HttpError(400, `The content is no ${decoder.encoding}`, { code: "CONTENT_NOT_TEXT", cause });
  }
}

// Accept tells the client what it should have sent (RFC 9110 §15.5.16).
function wrongType(type: string, expected: string): HttpError {
  const sent = type === "" ? "has no Content-Type" : `is ${type}`;
  return new HttpError(415, `The content ${sent}, where ${expected} is expected`, {
    code: "CONTENT_TYPE_WRONG",
    headers: { Accept: expected.replace(" or ", ", ") },
  });
}

// From a file that was found to the representation that is sent: negotiation, memory, and what has to be read or made.

import type { Stats } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { LightResponse } from "@sockeye/core/message";
import { type ContentCoding, chooseCoding } from "./accept-encoding.js";
import { answer, type FileRequest } from "./answer.js";
import { Cache } from "./cache.js";
import { compressed } from "./compression.js";
import { isCompressible } from "./media-types.js";
import { type FileState, isSameState, type OpenedFile, stateOf } from "./opened-file.js";
import type { ResolvedStaticOptions } from "./options.js";
import { Describer, isSettled, millisecondsToSettle, type Representation } from "./representation.js";
import { FileRefusedError, type Found, type Tree } from "./tree.js";

const EXTENSIONS: Readonly<Record<ContentCoding, string>> = { br: ".br", zstd: ".zst", gzip: ".gz" };
const MOST_CACHED = 256 * 1024;
/** How often a file is read again that changed while it was read. */
const MOST_READS = 3;
/** Milliseconds that a file may take to settle. */
const MOST_WAIT = 50;

/** What to send of a file. */
interface Selected {
  /** The file itself, which gives the name and the type. */
  readonly file: Found;
  /** What is read: the file, or one beside it. */
  readonly source: Found;
  readonly coding: ContentCoding | "identity";
  /** Whether the coding is ours to make. */
  readonly isMade: boolean;
  /** In memory. */
  readonly key: string;
}

/** A representation on its way into memory, for all who ask meanwhile. `null`: the file changed while it was read. */
interface Loading {
  readonly state: FileState;
  readonly representation: Promise<Representation | null>;
}

export class Selection {
  readonly #tree: Tree;
  readonly #options: ResolvedStaticOptions;
  readonly #describer: Describer;
  readonly #cache: Cache<Representation>;
  readonly #mostCached: number;
  readonly #loading = new Map<string, Loading>();

  constructor(tree: Tree, options: ResolvedStaticOptions) {
    this.#tree = tree;
    this.#options = options;
    this.#describer = new Describer(options);
    this.#cache = new Cache(options.cache);
    this.#mostCached = Math.min(MOST_CACHED, Math.floor(options.cache / 8));
  }

  /**
   * The answer to GET or HEAD for a file; a promise where octets have to be read first.
   * @returns `null` where the file is gone, or outside of the root
   * @throws {FileRefusedError}
   */
  answer(request: FileRequest, file: Found): LightResponse | null | Promise<LightResponse | null> {
    const selected = this.#select(request, file);
    const { source } = selected;
    const known = this.#cache.get(selected.key);
    if (known !== undefined && source.isDirect && isSameState(known.state, source.stats)) {
      return answer(request, known, null);
    }
    if (source === file) return this.#answerOpened(request, selected, this.#tree.open(source));
    const opened = this.#openBeside(source);
    return opened === null
      ? this.#answerOpened(request, identity(file), this.#tree.open(file))
      : this.#answerOpened(request, selected, opened);
  }

  #select(request: FileRequest, file: Found): Selected {
    const { precompressed, compress } = this.#options;
    const canBeMade =
      file.stats.size >= compress.minimum &&
      compress.codings.length > 0 &&
      isCompressible(this.#describer.typeOf(file.place.segments.at(-1) ?? ""));
    if (precompressed.length === 0 && !canBeMade) return identity(file);
    const accept = request.headers.get("accept-encoding");
    if (accept === null) return identity(file);

    const beside = new Map<ContentCoding, Found>();
    for (const coding of precompressed) {
      const found = this.#tree.find(this.#tree.place(withExtension(file.place.segments, EXTENSIONS[coding])));
      if (found?.stats.isFile() === true) beside.set(coding, found);
    }
    const available = canBeMade ? new Set([...beside.keys(), ...compress.codings]) : beside.keys();
    const coding = chooseCoding(accept, [...available]);
    if (coding === "identity") return identity(file);
    const source = beside.get(coding) ?? file;
    const isMade = source === file;
    // Ranges of what is compressed as it is sent cannot be had, and those of the file can.
    if (isMade && file.stats.size > this.#mostCached && request.headers.has("range")) return identity(file);
    return { file, source, coding, isMade, key: `${coding}:${source.place.path}` };
  }

  // What is wrong with a file beside it is no reason to refuse the file itself.
  #openBeside(source: Found): OpenedFile | null {
    try {
      return this.#tree.open(source);
    } catch (error) {
      if (error instanceof FileRefusedError) return null;
      throw error;
    }
  }

  #answerOpened(
    request: FileRequest,
    selected: Selected,
    opened: OpenedFile | null,
  ): LightResponse | null | Promise<LightResponse | null> {
    if (opened === null) return null;
    if (opened.stats.size <= this.#mostCached) return this.#answerFromMemory(request, selected, opened);
    const wait = millisecondsToSettle(opened.stats);
    if (wait > 0 && wait <= MOST_WAIT) return this.#answerWhenSettled(request, selected, opened, wait);
    return this.#answerFromFile(request, selected, opened);
  }

  // A file that was changed just now gets a tag that is sure to change with it, for a wait that nobody notices.
  async #answerWhenSettled(
    request: FileRequest,
    selected: Selected,
    opened: OpenedFile,
    wait: number,
  ): Promise<LightResponse> {
    // A timer may be a millisecond early.
    await setTimeout(wait + 1);
    try {
      opened.lookAgain();
    } catch (error) {
      opened.close();
      throw error;
    }
    return this.#answerFromFile(request, selected, opened);
  }

  #answerFromFile(request: FileRequest, selected: Selected, opened: OpenedFile): LightResponse {
    try {
      const size = selected.isMade ? null : opened.stats.size;
      return answer(request, this.#describe(selected, opened.stats, null, size), opened);
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  async #answerFromMemory(request: FileRequest, selected: Selected, opened: OpenedFile): Promise<LightResponse | null> {
    for (let reads = 1; ; reads++) {
      const representation = await this.#load(selected, opened);
      if (representation !== null) return answer(request, representation, null);
      const again = this.#tree.open(selected.source);
      if (again === null) return null;
      if (reads === MOST_READS || again.stats.size > this.#mostCached) {
        return this.#answerFromFile(request, selected.isMade ? identity(selected.file) : selected, again);
      }
      opened = again;
    }
  }

  /** Closes the file. @returns `null` where it changed while it was read */
  #load(selected: Selected, opened: OpenedFile): Promise<Representation | null> {
    const { key } = selected;
    const known = this.#cache.get(key);
    const loading = this.#loading.get(key);
    if (known !== undefined && isSameState(known.state, opened.stats)) {
      opened.close();
      return Promise.resolve(known);
    }
    if (loading !== undefined && isSameState(loading.state, opened.stats)) {
      opened.close();
      return loading.representation;
    }
    const representation = this.#read(selected, opened).finally(() => {
      if (this.#loading.get(key)?.representation === representation) this.#loading.delete(key);
    });
    this.#loading.set(key, { state: stateOf(opened.stats), representation });
    return representation;
  }

  async #read(selected: Selected, opened: OpenedFile): Promise<Representation | null> {
    const { stats } = opened;
    let octets: Uint8Array | null;
    try {
      octets = await opened.readAll();
    } finally {
      opened.close();
    }
    if (octets === null) return null;
    const representation = await this.#made(selected, stats, octets);
    // What might change without a trace is looked at again next time.
    if (isSettled(stats)) this.#cache.set(selected.key, representation, representation.octets?.length ?? 0);
    return representation;
  }

  async #made(selected: Selected, stats: Stats, octets: Uint8Array): Promise<Representation> {
    const { isMade, coding, file } = selected;
    if (!isMade || coding === "identity") return this.#describe(selected, stats, octets, octets.length);
    const smaller = await compressed(octets, coding);
    return smaller.length < octets.length
      ? this.#describe(selected, stats, smaller, smaller.length)
      : this.#describe(identity(file), stats, octets, octets.length);
  }

  #describe({ file, coding }: Selected, stats: Stats, octets: Uint8Array | null, size: number | null): Representation {
    return this.#describer.describe({ path: `/${file.place.segments.join("/")}`, stats, octets, size, coding });
  }
}

function identity(file: Found): Selected {
  return { file, source: file, coding: "identity", isMade: false, key: file.place.path };
}

function withExtension(segments: readonly string[], extension: string): readonly string[] {
  return segments.with(-1, segments.at(-1) + extension);
}

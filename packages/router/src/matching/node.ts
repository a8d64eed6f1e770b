// The tree of the patterns that have parameters: a radix tree over their text, in which parameters are edges as well. A
// node is a place in the pattern; its children go on with text.

import type { Piece, Segment } from "../pattern/pattern.js";
import type { Leaf } from "./leaf.js";
import { compareShapes, kindOf, type Shape, shapeOf } from "./rank.js";
import { type Tail, tailOf } from "./tail.js";

/** What is left of a segment from its first parameter on, where text follows: `:name.json`, `:from-:to`. */
export interface MixedEdge<Value> {
  readonly shape: Shape;
  /** Behind each parameter; only the last may be empty. */
  readonly texts: readonly string[];
  readonly node: Node<Value>;
}

/** What leads on from a node and is not text. */
export class Edges<Value> {
  /** The more specific ones first. */
  mixed: MixedEdge<Value>[] = [];
  /** Behind a parameter that takes all the rest of its segment. */
  param: Node<Value> | null = null;
  /** The more specific ones first. */
  tails: Tail<Value>[] = [];
}

// Small, for a look-up in a large table is as slow as the memory that it touches.
export class Node<Value> {
  /** The text that leads here from the parent. */
  label: string;
  /** The first code unit of the labels that `children` begins with. */
  least = 0;
  /** One for each code unit from `least` on. */
  children: (Node<Value> | undefined)[] = [];
  edges: Edges<Value> | null = null;
  /** Of the pattern that ends here. */
  leaf: Leaf<Value> | null = null;
  /** Children whose labels do not begin with ASCII. */
  rare: Map<number, Node<Value>> | null = null;

  constructor(label: string) {
    this.label = label;
  }

  /** @returns the leaf that stands for the same paths already, or `null`: then this one does */
  add(segments: readonly Segment[], leaf: Leaf<Value>): Leaf<Value> | null {
    let node: Node<Value> = this;
    let text = "";
    for (const [index, segment] of segments.entries()) {
      text += "/";
      if (kindOf(segment) === "wildcard") return node.#descend(text).#addTail(tailOf(segments.slice(index), leaf));
      const [first, ...rest] =
        segment[0]?.type === "text" ? segment : [{ type: "text", value: "" } as const, ...segment];
      text += first.type === "text" ? first.value : "";
      if (rest.length === 0) continue;
      node = node.#descend(text).#parameter(rest);
      text = "";
    }
    node = node.#descend(text);
    if (node.leaf !== null) return node.leaf;
    node.leaf = leaf;
    return null;
  }

  childAt(code: number): Node<Value> | undefined {
    const index = code - this.least;
    if (index >= 0 && index < this.children.length) return this.children[index];
    return this.rare === null ? undefined : this.rare.get(code);
  }

  #addChild(child: Node<Value>): Node<Value> {
    const code = child.label.charCodeAt(0);
    if (code > 0x7f) {
      this.rare = (this.rare ?? new Map<number, Node<Value>>()).set(code, child);
      return child;
    }
    if (this.children.length === 0) this.least = code;
    while (code < this.least) {
      this.children.unshift(undefined);
      this.least--;
    }
    while (code - this.least >= this.children.length) this.children.push(undefined);
    this.children[code - this.least] = child;
    return child;
  }

  /** @returns the node that `text` leads to, made where it is missing */
  #descend(text: string): Node<Value> {
    if (text === "") return this;
    const child = this.childAt(text.charCodeAt(0));
    if (child === undefined) return this.#addChild(new Node(text));
    const common = commonLength(child.label, text);
    if (common < child.label.length) child.#split(common);
    return child.#descend(text.slice(common));
  }

  /** Puts what is below into a child, so that this node is reached by the first `length` code units of its label. */
  #split(length: number): void {
    const lower = new Node<Value>(this.label.slice(length));
    lower.least = this.least;
    lower.children = this.children;
    lower.edges = this.edges;
    lower.leaf = this.leaf;
    lower.rare = this.rare;
    this.label = this.label.slice(0, length);
    this.children = [];
    this.edges = null;
    this.leaf = null;
    this.rare = null;
    this.#addChild(lower);
  }

  /** @param pieces a parameter and what follows it in its segment */
  #parameter(pieces: readonly Piece[]): Node<Value> {
    this.edges ??= new Edges();
    const { edges } = this;
    if (pieces.length === 1) {
      edges.param ??= new Node("");
      return edges.param;
    }
    const shape = shapeOf(pieces);
    const known = edges.mixed.find((edge) => edge.shape.key === shape.key);
    if (known !== undefined) return known.node;
    const node = new Node<Value>("");
    edges.mixed.push({ shape, texts: textsBehind(pieces), node });
    edges.mixed.sort((a, b) => compareShapes(a.shape, b.shape));
    return node;
  }

  #addTail(tail: Tail<Value>): Leaf<Value> | null {
    this.edges ??= new Edges();
    const { tails } = this.edges;
    const known = tails.find(({ shape }) => shape.key === tail.shape.key);
    if (known !== undefined) return known.leaf;
    tails.push(tail);
    tails.sort((a, b) => compareShapes(a.shape, b.shape));
    return null;
  }
}

function textsBehind(pieces: readonly Piece[]): readonly string[] {
  const texts: string[] = [];
  for (const piece of pieces) {
    if (piece.type === "text") texts[texts.length - 1] = piece.value;
    else texts.push("");
  }
  return texts;
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

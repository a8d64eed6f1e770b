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

// From so many children on, looking them up costs less than trying them.
const MANY = 8;

export class Node<Value> {
  /** The text that leads here from the parent. */
  label: string;
  /** What its first code unit is, by which the parent finds it. */
  first: number;
  children: Node<Value>[] = [];
  /** The children by their first code unit, where they are many. */
  index: Map<number, Node<Value>> | null = null;
  /** The more specific ones first. */
  mixed: MixedEdge<Value>[] = [];
  /** Behind a parameter that takes all the rest of its segment. */
  param: Node<Value> | null = null;
  /** The more specific ones first. */
  tails: Tail<Value>[] = [];
  /** Of the pattern that ends here. */
  leaf: Leaf<Value> | null = null;
  /** Whether anything but text leads on from here. */
  hasEdges = false;

  constructor(label: string) {
    this.label = label;
    this.first = label.charCodeAt(0);
  }

  /** @returns the leaf that stands for the same paths already, or `null`: then this one does */
  add(segments: readonly Segment[], leaf: Leaf<Value>): Leaf<Value> | null {
    let node: Node<Value> = this;
    let text = "";
    for (const [index, segment] of segments.entries()) {
      text += "/";
      if (kindOf(segment) === "wildcard") return node.#descend(text).#addTail(tailOf(segments.slice(index), leaf));
      const [first, ...rest] = segment[0]?.type === "text" ? segment : [{ type: "text", value: "" } as const, ...segment];
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

  childAt(code: number): Node<Value> | null {
    if (this.index !== null) return this.index.get(code) ?? null;
    for (const child of this.children) if (child.first === code) return child;
    return null;
  }

  /** @returns the node that `text` leads to, made where it is missing */
  #descend(text: string): Node<Value> {
    if (text === "") return this;
    const child = this.childAt(text.charCodeAt(0));
    if (child === null) return this.#addChild(new Node(text));
    const common = commonLength(child.label, text);
    if (common < child.label.length) child.#split(common);
    return child.#descend(text.slice(common));
  }

  #addChild(child: Node<Value>): Node<Value> {
    this.children.push(child);
    if (this.index !== null) this.index.set(child.first, child);
    else if (this.children.length > MANY) this.index = new Map(this.children.map((each) => [each.first, each]));
    return child;
  }

  /** Puts what is below into a child, so that this node is reached by the first `length` code units of its label. */
  #split(length: number): void {
    const lower = new Node<Value>(this.label.slice(length));
    lower.children = this.children;
    lower.index = this.index;
    lower.mixed = this.mixed;
    lower.param = this.param;
    lower.tails = this.tails;
    lower.leaf = this.leaf;
    lower.hasEdges = this.hasEdges;
    this.label = this.label.slice(0, length);
    this.children = [lower];
    this.index = null;
    this.mixed = [];
    this.param = null;
    this.tails = [];
    this.leaf = null;
    this.hasEdges = false;
  }

  /** @param pieces a parameter and what follows it in its segment */
  #parameter(pieces: readonly Piece[]): Node<Value> {
    this.hasEdges = true;
    if (pieces.length === 1) {
      this.param ??= new Node("");
      return this.param;
    }
    const shape = shapeOf(pieces);
    const known = this.mixed.find((edge) => edge.shape.key === shape.key);
    if (known !== undefined) return known.node;
    const node = new Node<Value>("");
    this.mixed.push({ shape, texts: textsBehind(pieces), node });
    this.mixed.sort((a, b) => compareShapes(a.shape, b.shape));
    return node;
  }

  #addTail(tail: Tail<Value>): Leaf<Value> | null {
    const known = this.tails.find(({ shape }) => shape.key === tail.shape.key);
    if (known !== undefined) return known.leaf;
    this.hasEdges = true;
    this.tails.push(tail);
    this.tails.sort((a, b) => compareShapes(a.shape, b.shape));
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

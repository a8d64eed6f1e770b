// The names in a pattern, read by the compiler. The grammar is path-to-regexp's; `parse.ts` reads the same at run time.

import type { Nothing } from "../types.js";

/** What `c.params` holds where the pattern is not known. */
export type AnyParams = Readonly<Record<string, string | string[] | undefined>>;

/**
 * `/users/:id` → `{ id: string }`, `/files/*path` → `{ path: string[] }`; what stands in an optional group `{…}` may be
 * missing. A pattern that is not known when the program is compiled gives `AnyParams`.
 */
export type ParamsOf<Pattern extends string> = string extends Pattern
  ? AnyParams
  : Pattern extends `${string}:${string}` | `${string}*${string}`
    ? ObjectOf<
        Pattern extends `${string}${"{" | "\\" | '"'}${string}` ? Scanned<Pattern, [], never> : Plain<Pattern, never>
      >
    : Nothing;

// What was found is collected as a union of tuples, for a union costs the compiler less than an object that grows.
type Found = readonly [name: string, value: unknown, optional: boolean];

type ObjectOf<Entries extends Found> = [Extract<Entries, readonly [string, unknown, true]>] extends [never]
  ? { [Entry in Entries as Entry[0]]: Entry[1] }
  : Flat<
      { [Entry in Extract<Entries, readonly [string, unknown, false]> as Entry[0]]: Entry[1] } & {
        [Entry in Extract<Entries, readonly [string, unknown, true]> as Entry[0]]?: Entry[1];
      }
    >;

type Flat<Value> = { [Key in keyof Value]: Value[Key] };

// Without groups, escapes and quotes a name begins behind each `:` and `*`.
type Plain<Rest extends string, Entries extends Found> = Rest extends `${infer Before}:${infer After}`
  ? Before extends `${string}*${infer Path}`
    ? Plain<`${Path}:${After}`, Entries | [NameOf<Path>, string[], false]>
    : Plain<After, Entries | [NameOf<After>, string, false]>
  : Rest extends `${string}*${infer Path}`
    ? Plain<Path, Entries | [NameOf<Path>, string[], false]>
    : Entries;

type Break =
  | ("/" | "-" | "." | ":" | "*" | "{" | "}" | "\\" | "," | ";" | "=" | "~" | "@" | "&" | "%" | "'" | '"' | " ")
  | ("|" | "^" | "#" | "<" | ">" | "`" | "(" | ")" | "[" | "]" | "+" | "?" | "!");

type NameOf<Text extends string, Name extends string = ""> = Text extends `${infer Char}${infer Rest}`
  ? Char extends Break
    ? Name
    : NameOf<Rest, `${Name}${Char}`>
  : Name;

// Octet by octet, with one entry of `Depth` for each open group.
type Scanned<Rest extends string, Depth extends readonly 0[], Entries extends Found> = Rest extends `\\${infer After}`
  ? Scanned<After extends `${string}${infer Behind}` ? Behind : "", Depth, Entries>
  : Rest extends `:"${infer After}`
    ? QuotedName<After, ""> extends readonly [infer Name extends string, infer Behind extends string]
      ? Scanned<Behind, Depth, Entries | [Name, string, IsOpen<Depth>]>
      : Entries
    : Rest extends `*"${infer After}`
      ? QuotedName<After, ""> extends readonly [infer Name extends string, infer Behind extends string]
        ? Scanned<Behind, Depth, Entries | [Name, string[], IsOpen<Depth>]>
        : Entries
      : Rest extends `:${infer After}`
        ? Scanned<After, Depth, Entries | [NameOf<After>, string, IsOpen<Depth>]>
        : Rest extends `*${infer After}`
          ? Scanned<After, Depth, Entries | [NameOf<After>, string[], IsOpen<Depth>]>
          : Rest extends `{${infer After}`
            ? Scanned<After, [...Depth, 0], Entries>
            : Rest extends `}${infer After}`
              ? Scanned<After, Depth extends readonly [0, ...infer Outer extends readonly 0[]] ? Outer : [], Entries>
              : Rest extends `${string}${infer After}`
                ? Scanned<After, Depth, Entries>
                : Entries;

type IsOpen<Depth extends readonly 0[]> = Depth extends readonly [] ? false : true;

type QuotedName<Rest extends string, Name extends string> = Rest extends `"${infer Behind}`
  ? readonly [Name, Behind]
  : Rest extends `\\${infer Char}${infer Behind}`
    ? QuotedName<Behind, `${Name}${Char}`>
    : Rest extends `${infer Char}${infer Behind}`
      ? QuotedName<Behind, `${Name}${Char}`>
      : never;

/** The parameters of a mount's prefix and those of the pattern below it. */
export type Merged<Prefix extends object, Params extends object> = Nothing extends Prefix
  ? Params
  : Flat<Prefix & Params>;

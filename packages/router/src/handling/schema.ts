// What a route expects of its input. Schemas come by Standard Schema, so that none of the libraries is loaded here.

import type { StandardSchemaV1 } from "@standard-schema/spec";

/** The options of a route, between its pattern and its handler. What a schema gives out is in `c.valid`. */
export interface RouteOptions {
  /** Of `c.params`. */
  readonly params?: StandardSchemaV1 | undefined;
  /** Of an object of strings; a name that is repeated has an array of them. */
  readonly query?: StandardSchemaV1 | undefined;
  /** Of an object with names in lower case. */
  readonly headers?: StandardSchemaV1 | undefined;
  /** Of what the content says in JSON. */
  readonly json?: StandardSchemaV1 | undefined;
  /** Of an object as that of `query`, whose values may be a `File` too. Not beside `json`. */
  readonly form?: StandardSchemaV1 | undefined;
  /** Octets of content that are read at most. @defaultValue the app's */
  readonly contentLimit?: number | undefined;
}

/** What the schemas of a route give out: the type of `c.valid`. */
export type ValidOf<Options extends RouteOptions> = {
  [Part in keyof Options as Options[Part] extends StandardSchemaV1
    ? Part
    : never]: Options[Part] extends StandardSchemaV1 ? StandardSchemaV1.InferOutput<Options[Part]> : never;
};

/** A part of a request that a schema can be for. */
export type InputPart = "params" | "query" | "headers" | "json" | "form";

export const INPUT_PARTS: readonly InputPart[] = ["params", "query", "headers", "json", "form"];

/** @throws {TypeError} for an option that is unknown or wrong */
export function checkRouteOptions(where: string, options: RouteOptions): void {
  const problem = problemWith(options);
  if (problem !== null) throw new TypeError(`${where} was given options that it cannot take: ${problem}`);
}

function problemWith(options: RouteOptions): string | null {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (name === "contentLimit") {
      if (!Number.isInteger(value) || value < 0) return "contentLimit: expected a number of octets";
    } else if (!INPUT_PARTS.includes(name as InputPart)) {
      return `${name}: no such option`;
    } else if (typeof (value as Partial<StandardSchemaV1>)["~standard"]?.validate !== "function") {
      return `${name}: expected a schema (Standard Schema, such as Zod's)`;
    }
  }
  return options.json !== undefined && options.form !== undefined ? "json and form: the content is one of them" : null;
}

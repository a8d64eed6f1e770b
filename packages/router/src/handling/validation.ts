// Input against the schemas of its route.

import { HttpError } from "@sockeye/core/message";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { withProblem } from "../context/problem.js";
import type { RequestContext } from "../context/request-context.js";
import type { Awaitable } from "../types.js";
import type { Run } from "./run.js";
import { INPUT_PARTS, type InputPart, type RouteOptions } from "./schema.js";
import { isThenable } from "./thenable.js";

export interface ValidationIssue {
  readonly in: InputPart;
  /** From the outside in: `["items", 0, "name"]`; empty where all of it is meant. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** 422 `INPUT_INVALID`: what came can be read, and is not what the route's schemas want. The problem has `errors`. */
export class ValidationError extends HttpError {
  override readonly name = "ValidationError";
  readonly errors: readonly ValidationIssue[];

  constructor(errors: readonly ValidationIssue[]) {
    super(422, "The request is not what this route takes", { code: "INPUT_INVALID" });
    this.errors = errors;
    withProblem(this, { errors });
  }
}

type Result = StandardSchemaV1.Result<unknown>;

interface Check {
  readonly part: InputPart;
  readonly input: (c: RequestContext) => unknown;
  readonly validate: (input: unknown) => Result | PromiseLike<Result>;
}

const INPUTS: Readonly<Record<InputPart, (c: RequestContext) => unknown>> = {
  params: (c) => c.params,
  query: (c) => objectOf(c.query),
  headers: (c) => objectOf(c.headers),
  json: (c) => c.json(),
  form: (c) => c.form().then(objectOf),
};

/** @returns `run` behind the schemas: every part is checked, so that the answer has all that is wrong */
export function validated(options: RouteOptions, run: Run): Run {
  const checks = INPUT_PARTS.flatMap((part): Check[] => {
    const schema = options[part];
    if (schema === undefined) return [];
    const { validate } = schema["~standard"];
    return [{ part, input: INPUTS[part], validate: (input) => validate(input) }];
  });
  return checks.length === 0 ? run : (c) => new Validation(checks, c, run).from(0);
}

/** One request on its way through the checks of its route. A promise is made only where a part or a schema makes one. */
class Validation {
  readonly #checks: readonly Check[];
  readonly #c: RequestContext;
  readonly #run: Run;
  readonly #valid: Record<string, unknown> = {};
  readonly #errors: ValidationIssue[] = [];

  constructor(checks: readonly Check[], c: RequestContext, run: Run) {
    this.#checks = checks;
    this.#c = c;
    this.#run = run;
  }

  /** Goes on with the check at `index`; behind the last one with the route. */
  from(index: number): Awaitable<Response> {
    const check = this.#checks[index];
    if (check === undefined) {
      if (this.#errors.length > 0) throw new ValidationError(this.#errors);
      this.#c.valid = this.#valid;
      return this.#run(this.#c);
    }
    const input = check.input(this.#c);
    if (!(input instanceof Promise)) return this.#behind(index, check.validate(input));
    return input.then((settled: unknown) => this.#behind(index, check.validate(settled)));
  }

  #behind(index: number, result: Result | PromiseLike<Result>): Awaitable<Response> {
    if (isThenable(result)) return Promise.resolve(result).then((settled) => this.#behind(index, settled));
    const { part } = this.#checks[index] as Check;
    if (result.issues === undefined) this.#valid[part] = result.value;
    for (const { message, path = [] } of result.issues ?? []) {
      this.#errors.push({ in: part, path: path.map(keyOf), message });
    }
    return this.from(index + 1);
  }
}

function keyOf(segment: PropertyKey | StandardSchemaV1.PathSegment): string | number {
  const key = typeof segment === "object" ? segment.key : segment;
  return typeof key === "symbol" ? String(key) : key;
}

/** Names and values as an object without a prototype; a name that is repeated has an array. */
function objectOf<Value>(entries: Iterable<readonly [name: string, value: Value]>): Record<string, Value | Value[]> {
  const object: Record<string, Value | Value[]> = Object.create(null);
  for (const [name, value] of entries) {
    const known = object[name];
    if (known === undefined) object[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else object[name] = [known, value];
  }
  return object;
}

// Input against the schemas of its route.

import { HttpError } from "@sockeye/core/message";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { withProblem } from "./problem.js";
import type { RequestContext } from "./request-context.js";
import type { Run } from "./run.js";
import { INPUT_PARTS, type InputPart, type RouteOptions } from "./schema.js";
import type { Awaitable } from "./types.js";

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
  readonly validate: (input: unknown) => Awaitable<Result>;
}

/** What was found so far: members of `c.valid`, and what is wrong. */
interface Findings {
  readonly valid: Record<string, unknown>;
  readonly errors: ValidationIssue[];
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
    return [{ part, input: INPUTS[part], validate: (input) => validate(input) as Awaitable<Result> }];
  });
  if (checks.length === 0) return run;
  return (c) => {
    const findings: Findings = { valid: {}, errors: [] };
    const checked = runChecks(checks, 0, c, findings);
    return checked instanceof Promise ? checked.then(() => proceed(findings, c, run)) : proceed(findings, c, run);
  };
}

function proceed({ valid, errors }: Findings, c: RequestContext, run: Run): Awaitable<Response> {
  if (errors.length > 0) throw new ValidationError(errors);
  c.valid = valid;
  return run(c);
}

/** Goes on at `index`; makes a promise only where a part or a schema makes one. */
function runChecks(
  checks: readonly Check[],
  index: number,
  c: RequestContext,
  findings: Findings,
): Promise<void> | undefined {
  for (let i = index; i < checks.length; i++) {
    const { part, input, validate } = checks[i] as Check;
    const value = input(c);
    const result = value instanceof Promise ? value.then(validate) : validate(value);
    if (result instanceof Promise) {
      return result.then((settled) => {
        note(part, settled, findings);
        return runChecks(checks, i + 1, c, findings);
      });
    }
    note(part, result, findings);
  }
  return undefined;
}

function note(part: InputPart, result: Result, { valid, errors }: Findings): void {
  if (result.issues === undefined) valid[part] = result.value;
  else for (const { message, path = [] } of result.issues) errors.push({ in: part, path: path.map(keyOf), message });
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

// Random sequences of operations come to the same as with the platform's `Headers`.

import fc from "fast-check";
import { expect, it } from "vitest";
import { LightHeaders, LightRequest } from "../../src/message/index.js";
import { FakeRequest } from "./fake-request.js";

type Operation = readonly [
  method: "append" | "set" | "delete" | "get" | "has" | "list" | "cookies",
  name: string,
  value: string,
];

// Few names, so that they meet; in two letter cases, and one that is refused.
const name = fc.constantFrom(
  "a",
  "A",
  "b",
  "X-c",
  "x-C",
  "Set-Cookie",
  "set-cookie",
  "cookie",
  "Cookie",
  "content-type",
  "d e",
);
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", " ", "\t", ",", ";", "=", "\xe9"), maxLength: 6 }),
  fc.constantFrom("\n", "a\r\n", "a\nb", "a\0", "\u0100", ""),
);
const operation: fc.Arbitrary<Operation> = fc.tuple(
  fc.constantFrom("append", "append", "set", "delete", "get", "has", "list", "cookies"),
  name,
  value,
);

function apply(headers: Headers, [method, name, value]: Operation): unknown {
  try {
    if (method === "list") return [...headers];
    if (method === "cookies") return headers.getSetCookie();
    return headers[method](name, value);
  } catch (error) {
    return (error as Error).constructor.name;
  }
}

it("from nothing", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      const native = new Headers();
      const light = new LightHeaders();
      for (const operation of operations) expect(apply(light, operation)).toEqual(apply(native, operation));
      expect([...light]).toEqual([...native]);
      expect([...new LightHeaders(light)]).toEqual([...native]);
    }),
    { numRuns: 500 },
  );
});

it("from the fields of a request", () => {
  const fieldName = name.filter((text) => text !== "d e");
  const fieldValue = fc.string({ unit: fc.constantFrom("a", ",", ";", "=", "\xe9"), maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fieldName, fieldValue)),
      fc.array(operation, { maxLength: 12 }),
      (fields, operations) => {
        const native = new Headers(fields);
        const { headers } = new LightRequest(new FakeRequest({ fields }));
        for (const operation of operations) expect(apply(headers, operation)).toEqual(apply(native, operation));
        expect([...headers]).toEqual([...native]);
      },
    ),
    { numRuns: 500 },
  );
});

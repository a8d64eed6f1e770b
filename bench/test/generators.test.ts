import { describe, expect, it } from "vitest";
import { autocannonArgs, parseAutocannon } from "../src/load/autocannon.js";
import { parseWrk, wrkName } from "../src/load/wrk.js";

const GET = { method: "GET", path: "/a", fields: [["Accept", "text/html;q=0.9"]], content: null } as const;

describe("wrk", () => {
  const output = (p50: string, p99: string) => `Running 1s test @ http://127.0.0.1:9911/
  1 threads and 4 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    91.51us  315.24us   5.20ms   96.61%
    Req/Sec    90.98k    21.69k  101.23k    90.91%
  Latency Distribution
     50%   ${p50}
     75%   51.00us
     90%   69.00us
     99%    ${p99}
  99174 requests in 1.10s, 12.86MB read
Requests/sec:  90233.49
Transfer/sec:     11.70MB

SUMMARY requests=99174 microseconds=1099082 octets=13487664 errors=3
`;

  it("is read: counts from the script, latencies from its own table", () => {
    expect(parseWrk(output("43.00us", "1.70ms"))).toEqual({
      requests: 99174,
      seconds: 1.099082,
      octets: 13487664,
      errors: 3,
      p50: 0.043,
      p99: 1.7,
    });
  });

  it.each([
    { unit: "microseconds", text: "542.00us", ms: 0.542 },
    { unit: "milliseconds", text: "38.75ms", ms: 38.75 },
    { unit: "seconds, which wrk fills up with a space", text: "1.66s ", ms: 1660 },
    { unit: "minutes", text: "1.50m", ms: 90_000 },
    { unit: "none, where wrk does not know", text: "0.00us", ms: Number.NaN },
  ])("latency in $unit", ({ text, ms }) => {
    expect(parseWrk(output("1.00us", text)).p99).toBe(ms);
  });

  it("has said nothing: an error that quotes it", () => {
    expect(() => parseWrk("unable to connect")).toThrow(/no summary:\nunable to connect/);
    expect(() => parseWrk(output("43.00us", "soon"))).toThrow(/no latency of 99%/);
  });

  it("tells its version", () => {
    expect(wrkName("wrk debian/4.1.0-3+b2 [epoll] Copyright (C) 2012 Will Glozer")).toBe("wrk 4.1.0");
    expect(wrkName("wrk [kqueue]")).toBe("wrk of an unknown version");
  });
});

describe("autocannon", () => {
  it("is read", () => {
    const output = JSON.stringify({
      duration: 1.01,
      errors: 2,
      timeouts: 1,
      resets: 0,
      non2xx: 4,
      "2xx": 79611,
      latency: { p50: 0, p99: 4 },
      throughput: { average: 10825728, total: 10827096 },
    });
    const expected = { requests: 79611, seconds: 1.01, octets: 10827096, errors: 7, p50: 0, p99: 4 };
    expect(parseAutocannon(output)).toEqual(expected);
  });

  it("is told the request in its parts", () => {
    const load = { port: 81, request: GET, connections: 64, pipelining: 16, seconds: 2 };
    const line = autocannonArgs(load, "file").join(" ");
    expect(line).toBe(
      "--json --connections 64 --pipelining 16 --duration 2 --timeout 10 --method GET --headers Accept=text/html;q=0.9 http://127.0.0.1:81/a",
    );
    const post = { ...GET, method: "POST", content: Buffer.from("x") } as const;
    expect(autocannonArgs({ ...load, request: post }, "file").join(" ")).toContain("--method POST");
    expect(autocannonArgs({ ...load, request: post }, "file").join(" ")).toContain("--input file");
  });
});

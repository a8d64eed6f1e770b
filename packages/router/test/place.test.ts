// Where something was registered, as people read it.

import { afterEach, expect, it, vi } from "vitest";
import { describePlace } from "../src/registration/place.js";

afterEach(() => void vi.restoreAllMocks());

it.each([
  {
    rule: "below the working directory",
    cwd: "/home/me/app",
    line: "at make (file:///home/me/app/src/a.ts:1:2)",
    place: "src/a.ts:1:2",
  },
  { rule: "a path as CommonJS has it", cwd: "/home/me/app", line: "at /home/me/app/a.js:1:2", place: "a.js:1:2" },
  { rule: "beside it", cwd: "/home/me/app", line: "at file:///home/me/app2/a.ts:1:2", place: "/home/me/app2/a.ts:1:2" },
  { rule: "above it", cwd: "/home/me/app", line: "at file:///home/me/a.ts:1:2", place: "/home/me/a.ts:1:2" },
  { rule: "escaped in a URL", cwd: "/home/my app", line: "at file:///home/my%20app/a%23.ts:1:2", place: "a%23.ts:1:2" },
  { rule: "a root", cwd: "/", line: "at file:///app/a.ts:1:2", place: "/app/a.ts:1:2" },
  { rule: "Windows", cwd: "C:\\me\\app", line: "at file:///C:/me/app/src/a.ts:1:2", place: "src/a.ts:1:2" },
  {
    rule: "Windows, CommonJS",
    cwd: "C:\\me\\app",
    line: "at make (C:\\me\\app\\src\\a.js:1:2)",
    place: "src/a.js:1:2",
  },
  { rule: "another drive", cwd: "C:\\me", line: "at file:///D:/a.ts:1:2", place: "D:/a.ts:1:2" },
  {
    rule: "a URL that is none of a file",
    cwd: "/home",
    line: "at https://example.org/a.js:1:2",
    place: "https://example.org/a.js:1:2",
  },
])("$rule: $place", ({ cwd, line, place }) => {
  vi.spyOn(process, "cwd").mockReturnValue(cwd);
  expect(describePlace({ stack: `Error\n    ${line}\n    at other (/x.js:3:4)` })).toBe(place);
});

it("is a path where the working directory is gone", () => {
  vi.spyOn(process, "cwd").mockImplementation(() => {
    throw new Error("ENOENT: no such file or directory, uv_cwd");
  });
  expect(describePlace({ stack: "Error\n    at /a/b.js:1:2" })).toBe("/a/b.js:1:2");
  expect(describePlace({})).toBe("an unknown place");
});

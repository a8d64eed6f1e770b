import { expect, it } from "vitest";
import { acceptWeight } from "../src/accept.js";

it.each([
  ["no field", null, 1],
  ["an empty field", "", 1],
  ["the type", "text/html", 1],
  ["in capitals", "TEXT/HTML", 1],
  ["another type", "application/json", 0],
  ["anything", "*/*", 1],
  ["anything, of little weight", "*/*;q=0.1", 0.1],
  ["any text", "text/*;q=0.5", 0.5],
  ["any other", "image/*", 0],
  ["the most specific range says it", "text/*;q=0.5, text/html;q=0.2, */*", 0.2],
  ["in any order", "*/*, text/html;q=0, text/*", 0],
  ["as browsers say it", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", 1],
  ["as images are asked for", "image/avif,image/webp,*/*;q=0.8", 0.8],
  ["a parameter makes it another type", "text/html;level=1", 0],
  ["white space", " text/html ; q=0.3 ", 0.3],
  ["a malformed weight", "text/html;q=2", 0],
  ["no slash", "html", 0],
])("%s: %j", (_, accept, expected) => expect(acceptWeight(accept, "text/html")).toBe(expected));

it("is read in linear time", () => {
  for (const piece of [" ", "a", "a/", ";", ",", "\t;"]) {
    expect(acceptWeight(`x${piece.repeat(200_000)}x`, "text/html")).toBe(0);
  }
});

import { expect, it } from "vitest";
import { byteRanges } from "../src/multipart.js";

it("is as RFC 9110 §14.6 shows it, with its length counted", () => {
  const content = "0123456789";
  const ranges = [
    { start: 0, end: 2 },
    { start: 8, end: 10 },
  ];
  const { contentType, length, pieces } = byteRanges(ranges, 10, "text/plain", "THIS");
  const text = pieces
    .map((piece) => (typeof piece === "string" ? piece : content.slice(piece.start, piece.end)))
    .join("");
  expect(contentType).toBe("multipart/byteranges; boundary=THIS");
  expect(text).toBe(
    [
      "--THIS",
      "Content-Type: text/plain",
      "Content-Range: bytes 0-1/10",
      "",
      "01",
      "--THIS",
      "Content-Type: text/plain",
      "Content-Range: bytes 8-9/10",
      "",
      "89",
      "--THIS--",
      "",
    ].join("\r\n"),
  );
  expect(length).toBe(text.length);
});

// Finds, in one pass over a header section, the field lines that steer the message itself: its framing, its connection
// and its routing. The judgement over them is in framing.ts, persistence.ts and request-head.ts.

import type { FieldSection } from "./field-section.js";

const LETTER_C = 0x63;
const LETTER_E = 0x65;
const LETTER_H = 0x68;
const LETTER_T = 0x74;
const LETTER_U = 0x75;

/** For each field the index of its first line, or -1, and how many lines it has where that matters. */
export class ControlFields {
  host = -1;
  hostLines = 0;
  contentLength = -1;
  contentLengthLines = 0;
  transferEncoding = -1;
  connection = -1;
  connectionLines = 0;
  upgrade = -1;
  expect = -1;

  constructor(fields: FieldSection) {
    const size = fields.size;
    for (let line = 0; line < size; line++) {
      // Most lines are told off by their first letter.
      switch (fields.initialAt(line)) {
        case LETTER_C:
          if (fields.isNamed(line, "connection")) {
            if (this.connectionLines++ === 0) this.connection = line;
          } else if (fields.isNamed(line, "content-length")) {
            if (this.contentLengthLines++ === 0) this.contentLength = line;
          }
          break;
        case LETTER_E:
          if (this.expect < 0 && fields.isNamed(line, "expect")) this.expect = line;
          break;
        case LETTER_H:
          if (fields.isNamed(line, "host") && this.hostLines++ === 0) this.host = line;
          break;
        case LETTER_T:
          if (this.transferEncoding < 0 && fields.isNamed(line, "transfer-encoding")) this.transferEncoding = line;
          break;
        case LETTER_U:
          if (this.upgrade < 0 && fields.isNamed(line, "upgrade")) this.upgrade = line;
          break;
      }
    }
  }
}

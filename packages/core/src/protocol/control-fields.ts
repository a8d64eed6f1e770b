// Finds, in one pass over a header section, the field lines that steer the message itself: its framing, its connection
// and its routing. The judgement over them is in framing.ts, persistence.ts and request-head.ts.

import type { FieldSection } from "./field-section.js";

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
      // Their lengths all differ: most lines are told off by one comparison.
      switch (fields.nameLengthAt(line)) {
        case 4:
          if (fields.isNamed(line, "host") && this.hostLines++ === 0) this.host = line;
          break;
        case 6:
          if (this.expect < 0 && fields.isNamed(line, "expect")) this.expect = line;
          break;
        case 7:
          if (this.upgrade < 0 && fields.isNamed(line, "upgrade")) this.upgrade = line;
          break;
        case 10:
          if (fields.isNamed(line, "connection") && this.connectionLines++ === 0) this.connection = line;
          break;
        case 14:
          if (fields.isNamed(line, "content-length") && this.contentLengthLines++ === 0) this.contentLength = line;
          break;
        case 17:
          if (this.transferEncoding < 0 && fields.isNamed(line, "transfer-encoding")) this.transferEncoding = line;
          break;
      }
    }
  }
}

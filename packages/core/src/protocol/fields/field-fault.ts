// A fault that shows only once the whole header section is read, and the error that it becomes.

import type { ProtocolErrorCode } from "../catalogue.js";
import type { ProtocolError } from "../errors.js";
import type { ReceiveBuffer } from "../receive-buffer.js";
import type { FieldSection } from "./field-section.js";

export class FieldFault {
  readonly code: ProtocolErrorCode;
  /** The field line, -1 where it is missing. */
  readonly line: number;
  /** Which character of the field's value is the faulty one. */
  readonly index: number;

  constructor(code: ProtocolErrorCode, line: number, index = 0) {
    this.code = code;
    this.line = line;
    this.index = index;
  }

  /** The error, where the section stands in the buffer at `offset`. */
  in(buffer: ReceiveBuffer, fields: FieldSection, offset: number): ProtocolError {
    if (this.line < 0) return buffer.fault(this.code, 0);
    return buffer.fault(this.code, offset + fields.valueOffsetAt(this.line) + this.index, fields.nameAt(this.line));
  }
}

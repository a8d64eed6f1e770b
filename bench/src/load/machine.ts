// Where a run took place. Nothing that names the machine or its user.

import { availableParallelism, cpus } from "node:os";

export interface Machine {
  readonly cpu: string;
  readonly processors: number;
  /** `linux x64` */
  readonly system: string;
  /** `v20.20.2` */
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    processors: availableParallelism(),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

import { defineConfig } from "vitest/config";

// Packages of this workspace resolve to their sources, so that no test needs a build.
const conditions = ["@sockeye/source", "node"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // A busy machine is no failure.
    expect: { poll: { timeout: 5000 } },
    testTimeout: 20_000,
    include: [
      "packages/*/test/**/*.test.ts",
      "bench/test/**/*.test.ts",
      "examples/*/**/*.test.ts",
      "test/**/*.test.ts",
    ],
  },
});

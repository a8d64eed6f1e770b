import { reply, serve } from "@sockeye/core";
import { files } from "@sockeye/static";
import type { Listen } from "../../load/program.js";
import { site } from "../site.js";

export const listen: Listen<"files" | "own-tag" | "plain"> = async (work) => {
  const app = work === "plain" ? () => reply.text("Hello, world!") : files(site());
  return (await serve(app, { port: 0 })).port;
};

// A client that goes without a word. (`fetch` may lose the abort of a response, where its request was collected.)

import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

export interface Vanishing {
  /** Once a first piece of content has come. */
  readonly started: Promise<void>;
  vanish(): void;
}

export function vanishing(url: string, headers: Record<string, string> = {}): Vanishing {
  const asked = request(url, { headers });
  asked.on("error", () => {});
  const started = (async () => {
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    response.on("error", () => {});
    await once(response, "data");
  })();
  started.catch(() => {});
  asked.end();
  return { started, vanish: () => asked.destroy() };
}

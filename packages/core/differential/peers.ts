// Who is compared with us. A proxy that is not installed is left out.

import type { RequestPeer, ResponsePeer } from "./peer.js";
import { JAVASCRIPT_REQUEST_PARSER, JAVASCRIPT_RESPONSE_PARSER } from "./peers/http-parser-js.js";
import { NODE_HTTP_CLIENT } from "./peers/node-http-client.js";
import { startNodeHttp } from "./peers/node-http-server.js";
import { startProxies } from "./peers/proxies.js";
import { UNDICI } from "./peers/undici.js";

export const RESPONSE_PEERS: readonly ResponsePeer[] = [NODE_HTTP_CLIENT, JAVASCRIPT_RESPONSE_PARSER, UNDICI];

export async function startRequestPeers(): Promise<readonly RequestPeer[]> {
  return [await startNodeHttp(), JAVASCRIPT_REQUEST_PARSER, ...(await startProxies())];
}

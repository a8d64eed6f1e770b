// nginx and HAProxy as reverse proxies with the settings they come with, in front of a backend that notes what arrives.
// Only what a test needs is set: ports, directories, short deadlines, and the field that tells the client's port.

import { CLIENT_FIELD, startBackend } from "../backend.js";
import { exchange, LOOPBACK, Seen } from "../exchange.js";
import type { PeerName, RequestPeer } from "../peer.js";
import { onPath, startProgram, versionOf } from "../program.js";

interface Proxy {
  readonly name: PeerName;
  readonly command: string;
  readonly configuration: (port: number, backendPort: number, directory: string) => string;
  readonly args: (configuration: string, directory: string) => readonly string[];
}

const NGINX: Proxy = {
  name: "nginx",
  command: "nginx",
  args: (configuration, directory) => ["-p", directory, "-e", "stderr", "-c", configuration],
  // One process, so that one process id ends it.
  configuration: (port, backendPort, directory) => `
daemon off;
master_process off;
pid ${directory}/pid;
error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path ${directory}/client;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  client_header_timeout 1s;
  client_body_timeout 1s;
  keepalive_timeout 1s;
  proxy_connect_timeout 1s;
  proxy_read_timeout 1s;
  server {
    listen ${LOOPBACK}:${port};
    location / {
      proxy_pass http://${LOOPBACK}:${backendPort};
      # The client closes its side at once, and wants its answers all the same.
      proxy_ignore_client_abort on;
      proxy_set_header ${CLIENT_FIELD} $remote_port;
    }
  }
}
`,
};

const HAPROXY: Proxy = {
  name: "HAProxy",
  command: "haproxy",
  args: (configuration) => ["-db", "-f", configuration],
  configuration: (port, backendPort) => `
global
  maxconn 256
  nbthread 1
defaults
  mode http
  timeout client 1s
  timeout http-request 1s
  timeout connect 1s
  timeout server 1s
  retries 0
frontend clients
  bind ${LOOPBACK}:${port}
  http-request set-header ${CLIENT_FIELD} %[src_port]
  default_backend noted
backend noted
  server backend ${LOOPBACK}:${backendPort}
`,
};

/** Those proxies that are installed, started. */
export async function startProxies(): Promise<RequestPeer[]> {
  const peers = await Promise.all([NGINX, HAPROXY].map(startProxy));
  return peers.filter((peer) => peer !== null);
}

async function startProxy({ name, command, configuration, args }: Proxy): Promise<RequestPeer | null> {
  const path = onPath(command);
  if (path === null) return null;
  const seen = new Seen();
  const backend = await startBackend(seen);
  const program = await startProgram({
    path,
    configuration: (port, directory) => configuration(port, backend.port, directory),
    args,
  });
  return {
    name,
    version: versionOf(path),
    observe: (wireCase) => exchange(program.port, wireCase, seen),
    stop: async () => {
      await program.stop();
      await backend.stop();
    },
  };
}

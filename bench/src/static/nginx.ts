// nginx as Debian ships it, with one worker in the one process that is measured.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Launch, ServerSpec } from "../load/bench.js";
import { site } from "./site.js";

const FIRST_PORT = 21_000;
const PORTS = 10_000;

export function nginxServer(): ServerSpec {
  const { stderr, error } = spawnSync("nginx", ["-v"], { encoding: "utf8" });
  return {
    id: "nginx",
    name: "nginx",
    works: ["files"],
    version: () => stderr.trim().replace(/^nginx version: nginx\//, "nginx "),
    missing: () => (error === undefined ? null : "it is not installed"),
    launch,
  };
}

function launch(): Launch {
  const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
  const root = site();
  const path = join(root, `../nginx-${port}.conf`);
  writeFileSync(path, configuration(root, port));
  // It says nothing when it is ready. The shell becomes nginx, so that the process is that of nginx.
  const script = `(sleep 0.5; echo "READY ${port}"; rm -f "$0") & exec nginx -p "$1" -c "$0"`;
  return { command: "sh", args: ["-c", script, path, root], ipc: false };
}

function configuration(root: string, port: number): string {
  return `
daemon off;
master_process off;
pid /dev/null;
error_log /dev/null;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  default_type application/octet-stream;
  client_body_temp_path /tmp; proxy_temp_path /tmp; fastcgi_temp_path /tmp; uwsgi_temp_path /tmp; scgi_temp_path /tmp;
  server { listen 127.0.0.1:${port}; root ${root}; }
}
`;
}

// Placeholder, to try the scripts with: a socket that answers every piece of octets the same way. It is no HTTP server.

import { createServer } from "node:net";

export interface ServeOptions {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
}

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

export function serve(_handler: (request: Request) => Response, options: ServeOptions = {}): Promise<Server> {
  const { port = 8000, host = "127.0.0.1" } = options;
  return new Promise((resolve, reject) => {
    const listener = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.on("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n"));
    });
    listener.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} of ${host} is in use`) : error),
    );
    listener.listen(port, host, () =>
      resolve({
        url: `http://localhost:${port}`,
        stop: () => new Promise((stopped) => listener.close(() => stopped())),
      }),
    );
  });
}

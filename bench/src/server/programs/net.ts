// The ceiling for JavaScript: a socket that answers a constant at the end of each request. It judges nothing, and knows no
// request with content.

import { createServer } from "node:net";
import type { Listen } from "../../load/program.js";
import { HELLO, PAGE } from "../contents.js";
import { listening } from "./listening.js";

export const listen: Listen<"hello" | "page"> = (work) => {
  const content = work === "hello" ? HELLO : PAGE;
  let answer = "";
  const renew = (): void => {
    const fields = ["Content-Type: text/plain; charset=utf-8", `Content-Length: ${content.length}`];
    answer = `HTTP/1.1 200 OK\r\n${fields.join("\r\n")}\r\nDate: ${new Date().toUTCString()}\r\n\r\n${content}`;
  };
  renew();
  setInterval(renew, 1000).unref();

  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {});
    socket.on("data", (octets) => {
      let count = 0;
      for (let end = octets.indexOf(END); end !== -1; end = octets.indexOf(END, end + END.length)) count++;
      // Requests are written whole here, and they are small: none is cut between two reads but by chance, at the end of one.
      if (count > 0) socket.write(count === 1 ? answer : answer.repeat(count), "latin1");
    });
  });
  return listening(server);
};

const END = "\r\n\r\n";

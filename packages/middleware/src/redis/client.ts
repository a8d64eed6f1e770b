// Redis by whichever client the app has: `ioredis` or `redis`.

/** `ioredis` has `call`, `redis` has `sendCommand`. */
export type RedisClient =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown>; readonly call?: undefined };

/** Sends one command. It rejects with what Redis says, and where no answer came in time. */
export type SendCommand = (command: string, ...args: string[]) => Promise<unknown>;

/**
 * @param timeout milliseconds. Clients keep commands in a queue while there is no connection, and requests would wait with
 * them.
 */
export function commandsOf(client: RedisClient, timeout: number): SendCommand {
  const send: SendCommand =
    client.call === undefined
      ? (...args) => client.sendCommand(args)
      : (command, ...args) => client.call(command, ...args);
  return (command, ...args) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Redis did not answer ${command} in ${timeout} ms`)), timeout);
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        then();
      };
      send(command, ...args).then(
        (answer) => settle(() => resolve(answer)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
}

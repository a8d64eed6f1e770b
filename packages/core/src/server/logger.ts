// Where the server writes what happens: four methods that pino has, and most others.

export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  /** @param details has the error as `err` */
  error(details: object, message: string): void;
}

/** Quiet, but for errors: they go to stderr. */
export const quietLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (details, message) => console.error(message, details),
};

// What the environment says, and the defaults.

import * as z from "zod";

const Settings = z.object({
  /** 0 takes any free port. */
  PORT: z.coerce.number().int().min(0).max(65535).default(8000),
  /** The showcase is made to be looked at from this machine; another address is the choice of whoever sets it. */
  HOST: z.string().default("127.0.0.1"),
  /** Folder of the database. */
  DATA: z.string().min(1).default("data"),
  /** Of the admin that the first start makes. Without it, one is drawn and printed. */
  ADMIN_PASSWORD: z.string().min(10).max(200).optional(),
  /** Where people reach it behind a proxy: `https://links.example`. By https, cookies are `Secure`. */
  ORIGIN: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text).origin)
    .optional(),
});
export type Settings = z.output<typeof Settings>;

/** @throws {Error} one line for each setting that is wrong */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { data, error } = Settings.safeParse(environment);
  if (data !== undefined) return data;
  throw new Error(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}

// Passwords are kept as what scrypt makes of them (RFC 7914), with a salt for each.

import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's password storage cheat sheet: N=2^15, r=8, p=3, which takes 32 MiB. */
export const FULL_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const MOST_MEMORY = 64 * 1024 * 1024;
const KEY_OCTETS = 32;
const SALT_OCTETS = 16;

/** @returns `scrypt$N$r$p$salt$key`, so that older ones can still be verified when the cost has grown */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(SALT_OCTETS);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, N, r, p, salt = "", key = ""] = hash.split("$");
  const expected = Buffer.from(key, "base64url");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, "base64url"), cost), expected);
}

function derive(password: string, salt: Uint8Array, cost: ScryptOptions): Promise<Buffer> {
  // One spelling for each character: what is typed on another keyboard has to give the same octets.
  const text = password.normalize("NFKC");
  return new Promise((resolve, reject) => {
    scrypt(text, salt, KEY_OCTETS, { ...cost, maxmem: MOST_MEMORY }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

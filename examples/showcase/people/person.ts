// Who signs in.

import * as z from "zod";

export type Role = "admin" | "member";

export interface Person {
  readonly id: number;
  readonly name: string;
  /** What `authorize` looks at. */
  readonly roles: readonly Role[];
}

/** State of a request: who sent it; `null` where nobody has signed in. */
export interface Visitor {
  readonly user: Person | null;
}

const Name = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._ -]{0,39}$/u,
    "A name has at most 40 letters, digits, spaces, dots and hyphens",
  );
const NewPassword = z.string().min(10, "A password has at least 10 characters").max(200);

export const Credentials = z.strictObject({ name: z.string().trim().max(200), password: z.string().max(200) });
export const NewPerson = z.strictObject({ name: Name, password: NewPassword, role: z.enum(["admin", "member"]) });
export type NewPerson = z.output<typeof NewPerson>;

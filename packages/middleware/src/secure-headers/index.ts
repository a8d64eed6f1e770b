// Fields that tell browsers to be careful: the list of the OWASP Secure Headers Project.

import { DefaultFields } from "@sockeye/core/message";
import { type Middleware, settled } from "@sockeye/router";
import * as z from "zod/mini";
import { whenThere } from "../awaitable.js";
import { aFieldValue, checkOptions } from "../options.js";
import {
  type CspDirectives,
  cspText,
  DEFAULT_CSP,
  DEFAULT_PERMISSIONS,
  NONCE_MARK,
  type PermissionsDirectives,
  permissionsText,
} from "./policies.js";

export type { CspDirectives, PermissionsDirectives } from "./policies.js";

/** A value of a field; `false` leaves the field out. */
type Field = string | false | undefined;

export interface SecureHeadersOptions<Nonce extends boolean = false> {
  /** @defaultValue `default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'` */
  readonly contentSecurityPolicy?: CspDirectives | false | undefined;
  /** A policy whose breaches browsers only report. @defaultValue none */
  readonly contentSecurityPolicyReportOnly?: CspDirectives | undefined;
  /**
   * Makes a nonce for each request: it is added to the scripts and styles of the policies, and to the state as `nonce`.
   * @defaultValue false
   */
  readonly nonce?: Nonce | undefined;
  /** @defaultValue `max-age=31536000; includeSubDomains` */
  readonly strictTransportSecurity?: Field;
  /** @defaultValue `nosniff` */
  readonly xContentTypeOptions?: Field;
  /** @defaultValue `DENY` */
  readonly xFrameOptions?: Field;
  /** @defaultValue `no-referrer` */
  readonly referrerPolicy?: Field;
  /** @defaultValue what pages seldom need is off: camera, microphone, geolocation, and others */
  readonly permissionsPolicy?: PermissionsDirectives | false | undefined;
  /** @defaultValue `same-origin` */
  readonly crossOriginOpenerPolicy?: Field;
  /** @defaultValue `same-origin` */
  readonly crossOriginResourcePolicy?: Field;
  /** @defaultValue none: `require-corp` breaks pages that embed what does not know of it */
  readonly crossOriginEmbedderPolicy?: Field;
  /** @defaultValue `?1` */
  readonly originAgentCluster?: Field;
  /** @defaultValue `off` */
  readonly xDnsPrefetchControl?: Field;
  /** @defaultValue `none` */
  readonly xPermittedCrossDomainPolicies?: Field;
  /** @defaultValue `0`: the filters it would turn on had holes of their own */
  readonly xXssProtection?: Field;
}

/** The state where `nonce` is on. */
export interface WithNonce {
  readonly nonce: string;
}

const aField = z.optional(z.union([aFieldValue, z.literal(false)], { error: "Expected a field value, or false" }));
const aName = z.string().check(z.regex(/^[a-z][a-zA-Z]*$/, "Expected a name in camelCase"));
const aSource = z.string().check(z.regex(/^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/, "Expected visible ASCII without , and ;"));
const directives = z.record(aName, z.array(aSource));
const schema = z.strictObject({
  contentSecurityPolicy: z.optional(z.union([directives, z.literal(false)])),
  contentSecurityPolicyReportOnly: z.optional(directives),
  nonce: z.optional(z.boolean()),
  strictTransportSecurity: aField,
  xContentTypeOptions: aField,
  xFrameOptions: aField,
  referrerPolicy: aField,
  permissionsPolicy: z.optional(z.union([directives, z.literal(false)])),
  crossOriginOpenerPolicy: aField,
  crossOriginResourcePolicy: aField,
  crossOriginEmbedderPolicy: aField,
  originAgentCluster: aField,
  xDnsPrefetchControl: aField,
  xPermittedCrossDomainPolicies: aField,
  xXssProtection: aField,
});

/**
 * Adds fields to every answer, errors included. A field that the handler has set is left alone.
 * @throws {TypeError} at once, for options that are wrong or unknown
 */
export function secureHeaders(options?: SecureHeadersOptions<false>): Middleware;
export function secureHeaders(options: SecureHeadersOptions<true>): Middleware<WithNonce>;
export function secureHeaders(options: SecureHeadersOptions<boolean> = {}): Middleware | Middleware<WithNonce> {
  checkOptions("secureHeaders", schema, options);
  const lines = linesOf(options);

  if (options.nonce !== true) {
    const fields = new DefaultFields(lines);
    return settled(function secureHeaders(_c, next) {
      return whenThere(next(), (response) => {
        fields.layUnder(response.headers);
        return response;
      });
    });
  }
  const fixed = new DefaultFields(lines.filter(([, value]) => !value.includes(NONCE_MARK)));
  const marked = lines.filter(([, value]) => value.includes(NONCE_MARK));
  return settled<WithNonce>(function secureHeaders(_c, next) {
    const nonce = newNonce();
    return whenThere(next({ nonce }), (response) => {
      const { headers } = response;
      for (const [name, value] of marked) {
        if (!headers.has(name)) headers.set(name, value.replaceAll(NONCE_MARK, nonce));
      }
      fixed.layUnder(headers);
      return response;
    });
  });
}

function linesOf(options: SecureHeadersOptions<boolean>): readonly (readonly [name: string, value: string])[] {
  const {
    contentSecurityPolicy: csp = DEFAULT_CSP,
    contentSecurityPolicyReportOnly: reportOnly = false,
    nonce = false,
    strictTransportSecurity = "max-age=31536000; includeSubDomains",
    xContentTypeOptions = "nosniff",
    xFrameOptions = "DENY",
    referrerPolicy = "no-referrer",
    permissionsPolicy: permissions = DEFAULT_PERMISSIONS,
    crossOriginOpenerPolicy = "same-origin",
    crossOriginResourcePolicy = "same-origin",
    crossOriginEmbedderPolicy = false,
    originAgentCluster = "?1",
    xDnsPrefetchControl = "off",
    xPermittedCrossDomainPolicies = "none",
    xXssProtection = "0",
  } = options;
  const lines: readonly (readonly [name: string, value: string | false])[] = [
    ["Content-Security-Policy", csp && cspText(csp, nonce)],
    ["Content-Security-Policy-Report-Only", reportOnly && cspText(reportOnly, nonce)],
    ["Strict-Transport-Security", strictTransportSecurity],
    ["X-Content-Type-Options", xContentTypeOptions],
    ["X-Frame-Options", xFrameOptions],
    ["Referrer-Policy", referrerPolicy],
    ["Permissions-Policy", permissions && permissionsText(permissions)],
    ["Cross-Origin-Opener-Policy", crossOriginOpenerPolicy],
    ["Cross-Origin-Resource-Policy", crossOriginResourcePolicy],
    ["Cross-Origin-Embedder-Policy", crossOriginEmbedderPolicy],
    ["Origin-Agent-Cluster", originAgentCluster],
    ["X-DNS-Prefetch-Control", xDnsPrefetchControl],
    ["X-Permitted-Cross-Domain-Policies", xPermittedCrossDomainPolicies],
    ["X-XSS-Protection", xXssProtection],
  ];
  return lines.filter((line): line is readonly [string, string] => typeof line[1] === "string" && line[1] !== "");
}

/** 128 random bits in base64. */
function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}

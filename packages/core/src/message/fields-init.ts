// What fields can be given as; the Fetch standard calls it HeadersInit.

export type FieldsInit = Headers | Readonly<Record<string, string>> | Iterable<readonly [name: string, value: string]>;

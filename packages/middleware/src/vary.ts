// What an answer depends on (RFC 9110 §12.5.5).

/** Adds a field name to Vary, unless it is there already. */
export function addVary(headers: Headers, name: string): void {
  const field = headers.get("vary");
  if (field === null || field === "") headers.set("Vary", name);
  else if (field !== "*" && !hasMember(field, name.toLowerCase())) headers.set("Vary", `${field}, ${name}`);
}

function hasMember(list: string, lowerCase: string): boolean {
  return list.split(",").some((member) => member.trim().toLowerCase() === lowerCase);
}

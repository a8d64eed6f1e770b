// The routes as a tree of segments, for people.

import type { RouteInfo } from "../dispatch/steps.js";

interface Branch {
  readonly routes: RouteInfo[];
  readonly branches: Map<string, Branch>;
}

/** One line a route: where it is in the tree, its method, what it runs through. */
export function treeOf(routes: readonly RouteInfo[]): string {
  const root: Branch = { routes: [], branches: new Map() };
  for (const route of routes) branchOf(root, partsOf(route.pattern)).routes.push(route);
  const rows: [tree: string, method: string, steps: string][] = [];
  const add = (name: string, branch: Branch, lead: string, indent: string): void => {
    const [first, ...others] = branch.routes;
    rows.push([lead + name, first?.method ?? "", first === undefined ? "" : chain(first)]);
    const hasBranches = branch.branches.size > 0;
    for (const route of others) rows.push([indent + (hasBranches ? "│" : ""), route.method, chain(route)]);
    const entries = [...branch.branches];
    for (const [index, [part, inner]] of entries.entries()) {
      const isLast = index === entries.length - 1;
      add(part, inner, `${indent}${isLast ? "└─ " : "├─ "}`, `${indent}${isLast ? "   " : "│  "}`);
    }
  };
  add("/", root, "", "");
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows
    .map(([tree, method, steps]) =>
      `${tree.padEnd(widths[0] as number)}  ${method.padEnd(widths[1] as number)}  ${steps}`.trimEnd(),
    )
    .join("\n");
}

function branchOf(branch: Branch, parts: readonly string[]): Branch {
  const [part, ...rest] = parts;
  if (part === undefined) return branch;
  let inner = branch.branches.get(part);
  if (inner === undefined) {
    inner = { routes: [], branches: new Map() };
    branch.branches.set(part, inner);
  }
  return branchOf(inner, rest);
}

/** The pattern cut before each slash that is in no group. */
function partsOf(pattern: string): readonly string[] {
  if (pattern === "/") return [];
  const parts: string[] = [];
  let depth = 0;
  for (const char of pattern) {
    if (parts.length === 0 || (char === "/" && depth === 0)) parts.push("");
    if (char === "{") depth++;
    else if (char === "}") depth--;
    parts[parts.length - 1] += char;
  }
  return parts;
}

function chain({ steps }: RouteInfo): string {
  return steps.map(({ name }) => name).join(" → ");
}

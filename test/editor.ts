// What an editor shows for a text that somebody is writing: hover texts, completions, errors. By the language service of
// TypeScript 6, for 7 has no API yet.

import { join } from "node:path";
import ts from "typescript-6";
import { root } from "./documents.js";

// Among the examples, so that it imports what an example may import. It is in memory only.
const FILE = join(root, "examples", "editor.ts");

export interface Editor {
  /** What stands where the text has `▮`: names, in the order in which the editor has them. */
  completions(text: string): string[];
  /** Signature and documentation of what stands behind `▮`. */
  hover(text: string): string;
  errors(text: string): string[];
}

export function openEditor(): Editor {
  const { config } = ts.readConfigFile(join(root, "tsconfig.check.json"), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  let text = "";
  let version = 0;
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({ ...options, noUnusedLocals: false, incremental: false }),
    getScriptFileNames: () => [FILE],
    getScriptVersion: (file) => (file === FILE ? String(version) : "0"),
    getScriptSnapshot: (file) => {
      const content = file === FILE ? text : ts.sys.readFile(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === FILE || ts.sys.fileExists(file),
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: (path) => ts.sys.realpath?.(path) ?? path,
  };
  const service = ts.createLanguageService(host);
  const write = (content: string): number => {
    text = content.replace("▮", "");
    version++;
    return content.indexOf("▮");
  };
  return {
    completions(content) {
      const at = write(content);
      return service.getCompletionsAtPosition(FILE, at, {})?.entries.map(({ name }) => name) ?? [];
    },
    hover(content) {
      const info = service.getQuickInfoAtPosition(FILE, write(content));
      const tags = (info?.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`);
      return [ts.displayPartsToString(info?.displayParts), ts.displayPartsToString(info?.documentation), ...tags]
        .filter((line) => line !== "")
        .join("\n");
    },
    errors(content) {
      write(content);
      return service
        .getSemanticDiagnostics(FILE)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    },
  };
}
